"""The local Neo4j: installed, started and stopped without Docker, without root, by one command."""
