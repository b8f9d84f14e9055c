"""Write, list, find and delete runs in the graph."""

from collections.abc import Mapping
from typing import Any, Final

import neo4j
import polars as pl

from explorer.common.errors import GraphError, UsageError
from explorer.common.progress import Progress, silent
from explorer.graph.connection.clock import NOW
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows
from explorer.graph.removals import forget_removal, store_removals
from explorer.graph.runs.amplification import write_amplification
from explorer.graph.runs.judgements import carry_judgements
from explorer.model.relationships import COORDINATED

_ROWS_PER_STATEMENT: Final = 20_000

_DELETE: Final = (
    "MATCH ()-[edge:COORDINATED {runId: $runId}]->() DELETE edge",
    "MATCH (cluster:Cluster {runId: $runId}) DETACH DELETE cluster",
    "MATCH (run:Run {runId: $runId}) DETACH DELETE run",
)

_CREATE: Final = f"""
OPTIONAL MATCH (earlier:Run)
WITH max(earlier.createdAt) AS newest
CREATE (run:Run)
SET run = $run, run.createdAt = {NOW}
"""

_WRITE_EDGES: Final = """
UNWIND $rows AS row
MATCH (source:Account {accountId: row.source}) USING INDEX SEEK source:Account(accountId)
MATCH (target:Account {accountId: row.target}) USING INDEX SEEK target:Account(accountId)
CREATE (source)-[edge:COORDINATED {runId: $runId}]->(target)
SET edge += row.properties
"""

_WRITE_CLUSTERS: Final = """
UNWIND $rows AS row
MATCH (run:Run {runId: $runId})
CREATE (cluster:Cluster {clusterId: $runId + '/' + row.rank, runId: $runId})-[:FOUND_IN]->(run)
SET cluster += row
"""

_WRITE_MEMBERS: Final = """
UNWIND $rows AS row
MATCH (account:Account {accountId: row.account}) USING INDEX SEEK account:Account(accountId)
MATCH (cluster:Cluster {clusterId: $runId + '/' + row.rank}) USING INDEX SEEK cluster:Cluster(clusterId)
CREATE (account)-[:MEMBER_OF {role: row.role, stability: row.stability, joined: row.joined}]->(cluster)
"""


def write_run(
    graph: Connection,
    *,
    run: dict[str, Any],
    edges: pl.DataFrame,
    clusters: pl.DataFrame,
    members: pl.DataFrame,
    progress: Progress = silent,
) -> None:
    """Write a run in one transaction, and replace an earlier run with the same id.

    Judgements of the same clusters in other runs are carried over, see `explorer.graph.runs.judgements`.

    Args:
        graph: The graph, with up-to-date roll-ups.
        run: Properties of the Run node, including ``runId`` and ``platforms``.
        edges: source, target (account keys), signal, weight, objects, and statistics if the run has them.
        clusters: Columns `explorer.communities.CLUSTERS`.
        members: Columns `explorer.communities.MEMBERS`, with account keys.
        progress: Called with the number of rows sent; the commit follows after the last row.

    Raises:
        GraphError: If Neo4j cannot be reached or does not have enough memory; nothing is written then.
    """
    run_id = run["runId"]
    total = edges.height + clusters.height + members.height

    def work(transaction: neo4j.ManagedTransaction) -> None:
        done = 0
        for statement in _DELETE:
            transaction.run(statement, runId=run_id).consume()
        forget_removal(transaction, "run", run_id)
        transaction.run(_CREATE, run=run).consume()
        for statement, frame in (
            (_WRITE_EDGES, _as_properties(edges)),
            (_WRITE_CLUSTERS, clusters),
            (_WRITE_MEMBERS, members),
        ):
            for part in frame.iter_slices(_ROWS_PER_STATEMENT):
                transaction.run(statement, rows=part.to_dicts(), runId=run_id).consume()
                done += part.height
                progress("writing the run", done, total)
        write_amplification(transaction, run_id, run["platforms"])
        carry_judgements(transaction, run_id, members)

    graph.write(work)


_EDGE_PROPERTIES: Final = {one.snake_name: one.name for one in COORDINATED.properties if one.name != "runId"}
"""Maps columns of edges to property names."""


def _as_properties(edges: pl.DataFrame) -> pl.DataFrame:
    names = ((column, name) for column, name in _EDGE_PROPERTIES.items() if column in edges.columns)
    return edges.select("source", "target", properties=pl.struct(pl.col(column).alias(name) for column, name in names))


def list_runs(graph: Connection) -> Rows:
    """Return one row per run, newest first."""
    return graph.read(
        """
        MATCH (run:Run)
        RETURN run.runId AS runId, run.createdAt AS createdAt, run.signal AS signal, run.weighting AS weighting,
               run.window / 1000.0 AS windowSeconds,
               [window IN run.windows | window / 1000.0] AS scannedSeconds,
               run.minWeight AS minWeight, run.events AS events, run.edges AS edges, run.accounts AS accounts,
               run.clusters AS clusters
        ORDER BY run.createdAt DESC, run.runId
        """
    )


def find_run(graph: Connection, name: str) -> dict[str, Any]:
    """Return the properties of a run.

    Args:
        graph: The graph.
        name: Id of the run, its beginning, or ``latest``.

    Raises:
        UsageError: If there is no such run, the beginning is ambiguous, or the run comes from a version in which every
            outlet that a cluster retweeted was a boost.
    """
    properties, earlier = _find_run(graph, name)
    if earlier:
        raise UsageError(
            f"Run {properties['runId']} comes from an earlier version of explorer, which called every outlet that a "
            "cluster retweeted boosted.",
            hint="Update all runs: explorer rollups",
        )
    return properties


def _find_run(graph: Connection, name: str) -> tuple[dict[str, Any], bool]:
    runs = graph.read(
        """
        MATCH (run:Run) WHERE $name = 'latest' OR run.runId STARTS WITH $name
        RETURN properties(run) AS run,
               EXISTS { (:Cluster {runId: run.runId})-[boosts:BOOSTS]->() WHERE boosts.liftLow IS NULL } AS earlier
        ORDER BY run.createdAt DESC LIMIT 2
        """,
        {"name": name},
    ).rows
    if not runs:
        raise UsageError(
            f"There is no run {name!r}.",
            hint="List the runs with explorer runs list, or create one with explorer detect.",
        )
    if len(runs) > 1 and name != "latest":
        raise UsageError(
            f"Several runs begin with {name!r}.",
            hint="Use a longer part of the id. To list the runs: explorer runs list",
        )
    properties, earlier = runs[0]
    return properties, earlier


def check_run_unchanged(graph: Connection, run: Mapping[str, Any]) -> None:
    """Check that a run was not replaced or deleted while it was read in several queries.

    Raises:
        GraphError: If the run was replaced or deleted.
    """
    current = graph.read("MATCH (run:Run {runId: $runId}) RETURN run.createdAt", {"runId": run["runId"]}).rows
    if current != [(run.get("createdAt"),)]:
        raise GraphError(
            f"Run {run['runId']} was {'replaced' if current else 'deleted'} while it was read.",
            hint="Run the same command again." if current else "List the runs: explorer runs list",
        )


def delete_run(graph: Connection, name: str) -> str:
    """Delete a run with its clusters and edges in one transaction; return its id.

    Raises:
        UsageError: If there is no such run, or the beginning is ambiguous.
    """
    run_id: str = _find_run(graph, name)[0]["runId"]

    def work(transaction: neo4j.ManagedTransaction) -> None:
        for statement in _DELETE:
            transaction.run(statement, runId=run_id).consume()
        store_removals(transaction, "run", {run_id: None})

    graph.write(work)
    return run_id
