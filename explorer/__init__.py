"""Coordination explorer: clusters of coordinated accounts and the outlets they boost, in Neo4j."""

__version__ = "0.1.0"
