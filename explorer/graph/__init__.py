"""All that talks to Neo4j, except the local server's own care: connect, load, read, write runs."""
