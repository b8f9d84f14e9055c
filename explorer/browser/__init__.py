"""Neo4j Browser as a place to explore: the guide, the server that hands it out, and the bundle of saved scripts.

The guide's template, its chapters and the style lie in ``cypher/browser``.
"""
