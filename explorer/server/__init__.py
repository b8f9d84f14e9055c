"""The local Neo4j server: install, start and stop it without Docker or root privileges."""
