"""Interface for notebooks and the command line: the class `Graph`, which is also ``explorer.Graph``.

In a notebook::

from explorer import Graph

with Graph.open() as graph:
    graph.import_files(["retweets.csv"])
    graph.detect(window="60s")
    graph.clusters()
    graph.ask("cluster-boosts", top=10)
"""

from explorer.api.exports import Exports
from explorer.api.imports import Imports
from explorer.api.judgements import Judgements
from explorer.api.queries import Queries, QueryAnswer, QueryStream
from explorer.api.runs import Runs
from explorer.graph.connection.rows import Rows
from explorer.graph.imports.imports import ImportReport
from explorer.graph.summary import Summary
from explorer.model.verdicts import Verdict

__all__ = ["Graph", "ImportReport", "QueryAnswer", "QueryStream", "Rows", "Summary", "Verdict"]


class Graph(Imports, Runs, Queries, Judgements, Exports):
    """A graph of accounts and retweets in Neo4j: imports, detection runs, queries, judgements and exports.

    Methods return Polars frames, and networks as graphs of igraph or networkx. They raise
    `explorer.common.errors.ExplorerError`, whose message says what is wrong and whose ``hint`` is the next step. The
    connection to Neo4j is opened at first use.
    """
