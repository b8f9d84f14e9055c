"""Read the results of a run from the graph as frames. Columns have the names of the graph's properties."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, Final

import numpy as np
import polars as pl

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.model.nodes import ACCOUNT
from explorer.model.properties import Property
from explorer.model.relationships import AMPLIFIES, COORDINATED, MEMBER_OF
from explorer.model.run_nodes import CLUSTER
from explorer.model.tables import GRAPH_TYPES, Polars

Schema = Mapping[str, Polars]

_UNKNOWN: Final[dict[Any, Any]] = {pl.String: "", pl.Int64: -(2**63), pl.Float64: float("nan")}
"""Replacements for null, which collected lists cannot contain; no edge has these values."""
_KEY: Final = ("source", "target", "signal")
_ALWAYS: Final = frozenset(("signal", "weight", "objects"))
"""Properties that every edge has."""
_KEYS_AT_ONCE: Final = 20_000
_EDGES_AT_ONCE: Final = 250_000

# Grouping on the server is five times as fast as reading row by row; grouping by account is a third faster than one
# aggregation.
_EDGES: Final = """
MATCH (source:Account)
CALL (source) {
  MATCH (source)-[edge:COORDINATED {runId: $runId}]->(target:Account)
  RETURN collect(target.accountId) AS target, %s
}
WITH * WHERE size(target) > 0
RETURN source.accountId AS source, target, %s
"""
_ACCOUNTS: Final = """
UNWIND $keys AS key
MATCH (account:Account {accountId: key}) USING INDEX SEEK account:Account(accountId)
RETURN account.accountId, properties(account),
       COLLECT { MATCH (account)-[:OPERATED_BY]->(o:Outlet) RETURN o.outletId ORDER BY o.outletId },
       COLLECT { MATCH (account)-[:OPERATED_BY]->(o:Outlet) RETURN coalesce(o.name, o.outletId) ORDER BY o.outletId },
       reduce(n = 0, m IN [(account)-[made:AMPLIFIED]->(:Account) | made.retweets] | n + m)
"""
_CLUSTERS: Final = """
MATCH (cluster:Cluster {runId: $runId}) RETURN properties(cluster) ORDER BY cluster.rank
"""
_MEMBERS: Final = """
MATCH (account:Account)-[member:MEMBER_OF]->(cluster:Cluster {runId: $runId})
RETURN account.accountId, account.handle, cluster.clusterId, cluster.rank, member.role, member.stability,
       member.joined
ORDER BY cluster.rank, account.accountId
"""
_AMPLIFICATION: Final = """
MATCH (cluster:Cluster {runId: $runId})-[made:BOOSTS|AMPLIFIES]->(outlet:Outlet)
RETURN {clusterId: cluster.clusterId, rank: cluster.rank, outletId: outlet.outletId, outlet: outlet.name,
        kind: outlet.kind, state: outlet.state, isBoost: type(made) = 'BOOSTS'}, properties(made)
ORDER BY cluster.rank, made.retweets DESC, outlet.outletId
"""


def _schema(properties: Iterable[Property]) -> dict[str, Polars]:
    return {declared.name: GRAPH_TYPES[declared.type] for declared in properties}


_NOT_EXPORTED: Final = frozenset(
    ("accountId", "handleKey", "handleAt", "aliases", "importId", "alsoIn", "boostedStates", "boostedRetweets")
)
EDGE_COLUMNS: Final[Schema] = {
    "source": pl.String,
    "target": pl.String,
    **_schema(declared for declared in COORDINATED.properties if declared.name != "runId"),
}
ACCOUNT_COLUMNS: Final[Schema] = {
    "account": pl.String,
    **_schema(declared for declared in ACCOUNT.properties if declared.name not in _NOT_EXPORTED),
    "outletIds": pl.List(pl.String),
    "outlets": pl.List(pl.String),
    "retweets": pl.Int64,
}
CLUSTER_COLUMNS: Final[Schema] = _schema(CLUSTER.properties)
MEMBER_COLUMNS: Final[Schema] = {
    "account": pl.String,
    "handle": pl.String,
    "clusterId": pl.String,
    "rank": pl.Int64,
    **_schema(MEMBER_OF.properties),
}
AMPLIFICATION_COLUMNS: Final[Schema] = {
    "clusterId": pl.String,
    "rank": pl.Int64,
    "outletId": pl.String,
    "outlet": pl.String,
    "kind": pl.String,
    "state": pl.String,
    "isBoost": pl.Boolean,
    **_schema(AMPLIFIES.properties),
}


def read_edges(
    graph: Connection, run: Mapping[str, Any], *, columns: Collection[str] = EDGE_COLUMNS, progress: Progress = silent
) -> pl.DataFrame:
    """Return a run's edges, sorted by source, target and signal. Weights are Int64, except with cosine (Float64).

    Args:
        graph: The graph.
        run: Properties of the run.
        columns: Columns of `EDGE_COLUMNS` to read, in addition to source, target, signal and weight. Reading only the
            needed columns is much faster.
        progress: Called with the number of edges read.
    """
    schema = {
        name: dtype for name, dtype in EDGE_COLUMNS.items() if name in _KEY or name == "weight" or name in columns
    }
    # edges have statistics only if the run tests significance
    stored = {
        name: dtype
        for name, dtype in schema.items()
        if name not in {"source", "target"} and ("significance" in run or name in _ALWAYS)
    }
    collected = ", ".join(
        f"collect(coalesce(edge.{name}, $unknown.{dtype})) AS {name}" for name, dtype in stored.items()
    )
    unknown = {str(dtype): value for dtype, value in _UNKNOWN.items()}
    frames = [pl.DataFrame(schema=schema)]
    pending: list[tuple[Any, ...]] = []
    done = size = 0
    for row in graph.stream(_EDGES % (collected, ", ".join(stored)), {"runId": run["runId"], "unknown": unknown}):
        pending.append(row)
        size += len(row[1])
        if size >= _EDGES_AT_ONCE:
            frames.append(_exploded(pending, stored))
            done, size, pending = done + size, 0, []
            progress("reading edges", done, run.get("edges"))
    edges = pl.concat([*frames, *([_exploded(pending, stored)] if pending else [])], how="diagonal")
    edges = edges.with_columns(
        *(
            pl.when(pl.col(name) != _UNKNOWN[dtype]).then(name).alias(name)
            for name, dtype in stored.items()
            if dtype != pl.Float64
        ),
        pl.col(pl.Float64).fill_nan(None),
    )
    if run.get("weighting") != "cosine":
        edges = edges.with_columns(pl.col("weight").cast(pl.Int64))
    return edges.sort(_KEY)


def _exploded(rows: list[tuple[Any, ...]], schema: Schema) -> pl.DataFrame:
    source, targets, *lists = zip(*rows, strict=True)
    row = np.repeat(np.arange(len(rows)), [len(ends) for ends in targets])
    # join the many short lists first, because Polars processes lists one by one
    flat = {
        name: pl.Series(name, list(chain.from_iterable(values)), dtype, strict=False)
        for (name, dtype), values in zip({"target": pl.String, **schema}.items(), (targets, *lists), strict=True)
    }
    return pl.DataFrame([pl.Series("source", source, pl.String).gather(row), *flat.values()])


def read_accounts(graph: Connection, keys: pl.Series, *, progress: Progress = silent) -> pl.DataFrame:
    """Return the properties of accounts, columns `ACCOUNT_COLUMNS`, sorted by account.

    Args:
        graph: The graph.
        keys: Keys of the accounts, without duplicates.
        progress: Called with the number of accounts read.
    """
    frames = [pl.DataFrame(schema=ACCOUNT_COLUMNS)]
    done = 0
    for part in keys.sort().to_frame().iter_slices(_KEYS_AT_ONCE):
        rows = graph.read(_ACCOUNTS, {"keys": part.to_series().to_list()}).rows
        accounts = [
            about | {"account": key, "outletIds": ids, "outlets": names, "retweets": retweets}
            for key, about, ids, names, retweets in rows
        ]
        frames.append(_frame(accounts, ACCOUNT_COLUMNS))
        done += part.height
        progress("reading accounts", done, len(keys))
    return pl.concat(frames).sort("account")


def read_clusters(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return a run's clusters by rank, columns `CLUSTER_COLUMNS`."""
    return _frame([cluster for (cluster,) in graph.read(_CLUSTERS, {"runId": run_id}).rows], CLUSTER_COLUMNS)


def read_members(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return the members of a run's clusters, by rank and account, columns `MEMBER_COLUMNS`."""
    return pl.DataFrame(graph.read(_MEMBERS, {"runId": run_id}).rows, schema=dict(MEMBER_COLUMNS), orient="row")


def read_amplification(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return the outlets that a run's clusters retweet, by rank and retweets, columns `AMPLIFICATION_COLUMNS`."""
    rows = graph.read(_AMPLIFICATION, {"runId": run_id}).rows
    return _frame([ends | properties for ends, properties in rows], AMPLIFICATION_COLUMNS)


def _frame(records: list[dict[str, Any]], schema: Schema) -> pl.DataFrame:
    columns = {name: [record.get(name) for record in records] for name in schema}
    return pl.DataFrame({n: pl.Series(n, v, schema[n], strict=False) for n, v in columns.items()}, schema=dict(schema))
