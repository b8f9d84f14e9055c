"""Access to Neo4j: connect, load data, read data and write runs. The local server is in `explorer.server`."""
