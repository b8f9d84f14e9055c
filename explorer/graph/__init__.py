"""Everything that talks to Neo4j: connect, load, read, and write runs. The local server is in `explorer.server`."""
