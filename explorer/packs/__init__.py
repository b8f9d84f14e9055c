"""Query packs: questions in plain Cypher, found and run by name.

A query only reads. It runs in a read transaction, in which the server refuses to write, and `explorer.packs.guard`
refuses other side effects.
"""
