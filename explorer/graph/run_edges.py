"""What a run found, out of the graph: its edges and the members of its clusters."""

import polars as pl

from explorer.graph.connect import Connection


def read_run_edges(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return a run's edges: source and target (account keys), and whatever the run tells of an edge."""
    rows = graph.stream(
        """
        MATCH (source:Account)-[edge:COORDINATED {runId: $runId}]->(target:Account)
        RETURN source.accountId, target.accountId, properties(edge)
        ORDER BY source.accountId, target.accountId
        """,
        {"runId": run_id},
        fetch_size=20_000,
    )
    records = [{"source": source, "target": target} | told for source, target, told in rows]
    if not records:
        return pl.DataFrame(schema={"source": pl.String, "target": pl.String})
    return pl.DataFrame(records, infer_schema_length=None)


def read_run_members(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return the members of a run's clusters: account (key) and rank."""
    found = graph.read(
        """
        MATCH (account:Account)-[:MEMBER_OF]->(cluster:Cluster {runId: $runId})
        RETURN account.accountId, cluster.rank ORDER BY cluster.rank, account.accountId
        """,
        {"runId": run_id},
    )
    return pl.DataFrame(found.rows, schema={"account": pl.String, "rank": pl.Int64}, orient="row")
