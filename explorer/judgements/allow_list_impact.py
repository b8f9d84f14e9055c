"""What a run loses without the accounts on the allow list, computed from its results without a new detection.

Communities are not searched again, and edges keep their weights and probabilities. A run that leaves these accounts out
from the start (`explorer.runs.parameters.DetectionParameters.leave_out_allowed`) may give another result.
"""

import json
import math
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import igraph
import numpy as np
import polars as pl

from explorer.common.progress import Progress, silent
from explorer.communities.lift import lift_intervals
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.amplification import read_cluster_retweets, read_received
from explorer.graph.runs.judgements import read_account_judgements
from explorer.graph.runs.run_tables import read_amplification, read_edges, read_members
from explorer.graph.runs.runs import check_run_unchanged
from explorer.model.verdicts import ALLOW_LIST_VERDICT

OUTCOMES: Final = ("gone", "falls apart", "shrinks")
_MIN_SIZE: Final = 3


@dataclass(frozen=True, slots=True)
class AllowedEffect:
    """What a run loses without the allowed accounts.

    Attributes:
        accounts: Allowed accounts with an edge in the run: account, handle, cluster (rank; null in none), edges, note;
            by cluster, then edges.
        clusters: Clusters that they are in: cluster (rank), size, allowed, edges, edgesLeft, parts, largest, loose,
            outcome. parts: connected groups of other members that are as large as a cluster of the run must be, not
            counting joined accounts; largest: size of the largest, with the accounts that joined it; loose: other
            members that are in no part. Outcomes are gone (no part is left), falls apart (several), shrinks (one).
        boosts: All boosts of these clusters, by cluster, the most retweets first: cluster, outlet, retweets,
            retweetsLeft, lift, liftLeft, liftLow, liftLowLeft (lower end of the interval), boostLeft (whether it is
            still a boost). What is left is null if retweets changed since the run; liftLeft is also null if the cluster
            has no retweets left, and liftLowLeft if the lift has no interval.
        edges: Number of edges of the run, and of those with an allowed account. Edges whose common trigger is not
            excluded do not count, here and for ``accounts``.
        listed: Number of accounts on the allow list, in the run or not.
        current: Whether the retweets in the graph are still those of the run.
    """

    accounts: pl.DataFrame
    clusters: pl.DataFrame
    boosts: pl.DataFrame
    edges: tuple[int, int]
    listed: int
    current: bool


def effect_of_allowed(graph: Connection, run: Mapping[str, Any], *, progress: Progress = silent) -> AllowedEffect:
    """Compute what a run loses without the accounts on the allow list; takes seconds for half a million edges.

    Args:
        graph: The graph.
        run: Properties of a run, see `explorer.graph.runs.runs.find_run`.
        progress: Called before each stage of reading.

    Raises:
        GraphError: If Neo4j cannot be reached, or the run was replaced or deleted meanwhile.
    """
    run_id = run["runId"]
    listed = read_account_judgements(graph, verdict=ALLOW_LIST_VERDICT).select("account", "handle", "note")
    progress("reading clusters", 0, None)
    members = read_members(graph, run_id).select("account", pl.col("joined").fill_null(value=False), cluster="rank")
    progress("reading edges", 0, None)
    edges = read_edges(graph, run, columns=("tier",), progress=progress).filter(pl.col("tier").ne_missing("trigger"))
    allowed = listed["account"].implode()
    lost = pl.any_horizontal(pl.col(end).is_in(allowed) for end in ("source", "target"))
    ends = pl.concat([edges["source"], edges["target"]]).rename("account")
    accounts = (
        listed.join(ends.value_counts(name="edges"), on="account")
        .join(members.drop("joined"), on="account", how="left")
        .select("account", "handle", "cluster", "edges", "note")
        .sort("cluster", "edges", "account", descending=[False, True, False], nulls_last=True)
    )
    hit = members.filter(pl.col("account").is_in(allowed))["cluster"].unique()
    at_stake = members.filter(pl.col("cluster").is_in(hit.implode()))
    home = at_stake.drop("joined")
    inside = (
        edges.join(home.rename({"account": "source"}), on="source")
        .join(home.rename({"account": "target", "cluster": "other"}), on="target")
        .filter(pl.col("cluster") == pl.col("other"))
        .with_columns(lost=lost)
    )
    found = inside.filter(pl.col("tier").is_null() | (pl.col("tier") == "A"))
    left = at_stake.filter(~pl.col("account").is_in(allowed))
    least = int(json.loads(run.get("parameters", "{}")).get("min_size", _MIN_SIZE))
    clusters = (
        at_stake.group_by("cluster")
        .agg(size=pl.len(), allowed=pl.col("account").is_in(allowed).sum())
        .join(
            found.group_by("cluster").agg(edges=pl.len(), edgesLeft=(~pl.col("lost")).sum()), on="cluster", how="left"
        )
        .join(_parts(left, found, inside.filter(tier="joined"), least), on="cluster", how="left")
        .with_columns(pl.col("edges", "edgesLeft", "parts", "largest", "kept").fill_null(0))
        .with_columns(
            loose=pl.col("size") - pl.col("allowed") - pl.col("kept"),
            outcome=pl.when(pl.col("parts") == 0)
            .then(pl.lit("gone"))
            .when(pl.col("parts") > 1)
            .then(pl.lit("falls apart"))
            .otherwise(pl.lit("shrinks")),
        )
        .drop("kept")
        .sort("cluster")
    )
    current = run.get("retweets") is not None
    boosts = _boosts(graph, run, frozenset(listed["account"]), hit, current=current)
    check_run_unchanged(graph, run)
    return AllowedEffect(
        accounts,
        clusters.select("cluster", "outcome", "size", "allowed", "edges", "edgesLeft", "parts", "largest", "loose"),
        boosts,
        (edges.height, int(edges.select(lost.sum()).item())),
        listed.height,
        current,
    )


def _parts(left: pl.DataFrame, found: pl.DataFrame, joining: pl.DataFrame, least: int) -> pl.DataFrame:
    """Return cluster, parts (of ``least`` members or more), largest, kept (members in parts); none without parts.

    Args:
        left: account, joined, cluster: the members that are not allowed.
        found: The edges by which clusters were found, inside clusters.
        joining: The edges of joined accounts, inside clusters.
        least: Minimum number of members of a cluster.
    """
    numbered = left.filter(~pl.col("joined")).with_row_index("vertex")
    code = numbered.select("account", "vertex")
    kept = (
        found.join(code.rename({"account": "source", "vertex": "u"}), on="source")
        .join(code.rename({"account": "target", "vertex": "v"}), on="target")
        .select("u", "v")
    )
    tied = igraph.Graph(n=numbered.height, edges=kept.to_numpy())
    part = pl.Series("part", tied.connected_components().membership, dtype=pl.Int64)
    members = numbered.with_columns(part).filter(pl.len().over("part") >= least)
    return (
        pl.concat([members.select("cluster", "part"), _followers(left, joining, members).select("cluster", "part")])
        .group_by("cluster", "part")
        .agg(members=pl.len())
        .group_by("cluster")
        .agg(parts=pl.len(), largest=pl.col("members").max(), kept=pl.col("members").sum())
    )


def _followers(left: pl.DataFrame, joining: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the joined accounts that still have an edge to a part, with the part in which most of these edges end."""
    ends = pl.concat(
        joining.select(pl.col(end).alias("account"), pl.col(other).alias("member"))
        for end, other in (("source", "target"), ("target", "source"))
    )
    return (
        ends.join(left.filter("joined"), on="account", how="semi")
        .join(members.select("cluster", "part", member="account"), on="member")
        .group_by("account", "cluster", "part")
        .agg(edges=pl.len())
        .sort("account", "edges", "part", descending=[False, True, False])
        .unique("account", keep="first", maintain_order=True)
    )


def _boosts(
    graph: Connection, run: Mapping[str, Any], allowed: frozenset[str], hit: pl.Series, *, current: bool
) -> pl.DataFrame:
    boosts = read_amplification(graph, run["runId"]).filter(pl.col("isBoost"), pl.col("rank").is_in(hit.implode()))
    left = pl.DataFrame(list(_without(graph, run, allowed, set(hit))) if current else [], schema=_LEFT, orient="row")
    return (
        boosts.join(left, on=["rank", "outletId"], how="left")
        .select(
            "outlet",
            "retweets",
            "retweetsLeft",
            "lift",
            "liftLeft",
            "liftLow",
            "liftLowLeft",
            cluster="rank",
            boostLeft=pl.when(pl.lit(current)).then((pl.col("liftLowLeft") > 1).fill_null(value=False)),
        )
        .select("cluster", pl.all().exclude("cluster"))
    )


_LEFT: Final = {
    "rank": pl.Int64,
    "outletId": pl.String,
    "retweetsLeft": pl.Int64,
    "liftLeft": pl.Float64,
    "liftLowLeft": pl.Float64,
}


def _without(
    graph: Connection, run: Mapping[str, Any], allowed: frozenset[str], ranks: Container[int]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `_LEFT`: retweets and lift without the allowed accounts. The outlets' shares of all stay."""

    def read(statement: str, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        return graph.read(statement, parameters).rows

    clusters = [one for one in read_cluster_retweets(read, run["runId"]) if one.rank in ranks]
    received = read_received(read, sorted({outlet for one in clusters for outlet in one.outlets}), run["platforms"])
    for cluster in clusters:
        left = cluster.without(allowed)
        lifts = lift_intervals(
            left.of_outlets, left.everything, np.array([received[o] for o in left.outlets]), run["retweets"]
        )
        made = left.of_outlets.sum(axis=1).tolist()
        for outlet, retweets, lift, low in zip(
            left.outlets, made, lifts.lift.tolist(), lifts.low.tolist(), strict=True
        ):
            yield cluster.rank, outlet, retweets, *(None if math.isnan(value) else value for value in (lift, low))
