"""What a run found, out of the graph: its edges and the members of its clusters."""

from collections.abc import Mapping

import polars as pl

from explorer.graph.connect import Connection
from explorer.tables import Polars


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
    """Return the members of a run's clusters: account (key), handle and rank, by rank and account."""
    found = graph.read(
        """
        MATCH (account:Account)-[:MEMBER_OF]->(cluster:Cluster {runId: $runId})
        RETURN account.accountId, account.handle, cluster.rank ORDER BY cluster.rank, account.accountId
        """,
        {"runId": run_id},
    )
    return pl.DataFrame(found.rows, schema={"account": pl.String, "handle": pl.String, "rank": pl.Int64}, orient="row")


def read_run_weights(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return a run's edges with their weights alone, several times faster than `read_run_edges`.

    Returns:
        Columns source, target (keys, source < target), signal, weight (float64), tier (null where fixed weights
        decided), by source, target and signal.
    """
    # grouped on the server: rows are what costs
    rows = list(
        graph.stream(
            """
            MATCH (source:Account)-[edge:COORDINATED {runId: $runId}]->(target:Account)
            RETURN source.accountId, collect(target.accountId), collect(edge.signal), collect(toFloat(edge.weight)),
                   collect(coalesce(edge.tier, ''))
            """,
            {"runId": run_id},
            fetch_size=20_000,
        )
    )
    text = pl.List(pl.String)
    schema: Mapping[str, Polars] = {
        "source": pl.String,
        "target": text,
        "signal": text,
        "weight": pl.List(pl.Float64),
        "tier": text,
    }
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return (
        pl.DataFrame(dict(zip(schema, map(list, columns), strict=True)), schema=schema)
        .explode("target", "signal", "weight", "tier")
        .with_columns(
            source=pl.min_horizontal("source", "target"),
            target=pl.max_horizontal("source", "target"),
            tier=pl.when(pl.col("tier") != "").then("tier"),
        )
        .sort("source", "target", "signal")
    )


def read_run_boosts(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return which outlets a run's clusters boost, by rank, the most retweets first.

    Returns:
        Columns rank, outletId, outlet (its name), retweets, lift, shareOfCluster, clusterRetweets (all of the cluster).
    """
    schema = {
        "rank": pl.Int64,
        "outletId": pl.String,
        "outlet": pl.String,
        "retweets": pl.Int64,
        "lift": pl.Float64,
        "shareOfCluster": pl.Float64,
        "clusterRetweets": pl.Int64,
    }
    found = graph.read(
        """
        MATCH (cluster:Cluster {runId: $runId})-[boosts:BOOSTS]->(outlet:Outlet)
        RETURN cluster.rank, outlet.outletId, outlet.name, boosts.retweets, boosts.lift, boosts.shareOfCluster,
               cluster.retweets
        ORDER BY cluster.rank, boosts.retweets DESC, outlet.outletId
        """,
        {"runId": run_id},
    )
    return pl.DataFrame(found.rows, schema=schema, orient="row")
