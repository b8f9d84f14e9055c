"""Compare two runs: their parameters and data, and the changes of clusters, accounts, edges and boosts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from explorer.common.progress import Progress, silent
from explorer.communities.matching import transitions
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.run_tables import read_amplification, read_edges, read_members
from explorer.graph.runs.runs import check_run_unchanged

ASKED: Final = (
    "signal", "weighting", "window", "minWeight", "seed", "version", "fingerprint", "events", "leftOut",
    "resolution", "dataFrom", "dataUntil", "platforms", "allowed", "allowList",
)  # fmt: skip
"""Properties of a run that describe its parameters and data."""


@dataclass(frozen=True, slots=True)
class RunsDiff:
    """Changes from one run to another. In every frame ``before`` describes the first run, ``after`` the second.

    Attributes:
        asked: Differences of parameters and data: property, before, after (text, null if a run does not have it).
        clusters: Columns `explorer.communities.matching.TRANSITION_COLUMNS`; clusters by rank.
        accounts: Members that changed: change, account, handle, before, after (ranks of the clusters). joined: in a
            cluster of the second run only; left: of the first only; moved: in both, and the two clusters are not
            linked, see `explorer.communities.matching.transitions`.
        edges: Edges that changed: change, source, target, signal, beforeWeight, afterWeight, beforeTier, afterTier, the
            largest change of weight first. new: in the second run only; gone: in the first only; heavier, lighter:
            another weight; tier: the same weight, another tier.
        boosts: Boosts that changed: change, before, after (ranks of the clusters), outlet, beforeRetweets,
            afterRetweets, beforeLift, afterLift, the largest change of retweets first. Each row of ``clusters`` is
            compared for every outlet that either cluster boosts. new, gone: a boost in one of the two runs only (the
            other cluster may still retweet the outlet); more, fewer: by retweets; lift: the same number, another lift.
        counts: Number of rows with each change, including the unchanged (``same``), by frame.
    """

    asked: pl.DataFrame
    clusters: pl.DataFrame
    accounts: pl.DataFrame
    edges: pl.DataFrame
    boosts: pl.DataFrame
    counts: Mapping[str, Mapping[str, int]]


def diff_runs(
    graph: Connection, before: Mapping[str, Any], after: Mapping[str, Any], *, progress: Progress = silent
) -> RunsDiff:
    """Compare two runs; takes seconds for half a million edges.

    Args:
        graph: The graph.
        before: Properties of a run, see `explorer.graph.runs.runs.find_run`.
        after: Properties of another run, or of the same.
        progress: Called before each stage of reading.

    Raises:
        GraphError: If Neo4j cannot be reached, or a run is replaced while it is read.
    """
    runs = before, after
    progress("reading clusters", 0, None)
    members = [read_members(graph, run["runId"]).select("account", "handle", "rank") for run in runs]
    clusters = transitions(*(side.rename({"rank": "group"}) for side in members))
    boosts = _boosts(clusters, *(read_amplification(graph, run["runId"]).filter("isBoost") for run in runs))
    progress("reading edges", 0, None)
    edges = _edges(*(read_edges(graph, run, columns=("tier",), progress=progress) for run in runs))
    for run in runs:
        check_run_unchanged(graph, run)
    accounts = _accounts(clusters, *members)
    frames = {"accounts": accounts, "edges": edges, "boosts": boosts}
    counts = {name: _count(frame["change"]) for name, frame in frames.items()}
    changed = {name: frame.filter(pl.col("change") != "same") for name, frame in frames.items()}
    return RunsDiff(
        _asked(before, after), clusters, **changed, counts={"clusters": _count(clusters["event"]), **counts}
    )


def _asked(before: Mapping[str, Any], after: Mapping[str, Any]) -> pl.DataFrame:
    asked = [_question(run) for run in (before, after)]
    rows = [
        (name, *(None if side.get(name) is None else str(side[name]) for side in asked))
        for name in dict.fromkeys([*asked[0], *asked[1]])
        if asked[0].get(name) != asked[1].get(name)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("property", "before", "after"), pl.String), orient="row")


def _question(run: Mapping[str, Any]) -> dict[str, Any]:
    parameters = json.loads(run.get("parameters", "{}"))
    # properties of the run, which have units, are shown instead of the same parameters
    own = {name: run.get(name) for name in ASKED}
    same = {"signal", "weighting", "window", "min_weight", "seed", "leave_out_allowed"}
    return own | {f"parameters.{name}": value for name, value in parameters.items() if name not in same}


def _accounts(clusters: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    linked = clusters.drop_nulls(["before", "after"]).select("before", "after", linked=True)
    return (
        before.rename({"rank": "before"})
        .join(after.rename({"rank": "after"}), on="account", how="full", coalesce=True)
        .join(linked, on=["before", "after"], how="left")
        .with_columns(
            handle=pl.coalesce("handle", "handle_right"),
            change=pl.when(pl.col("before").is_null())
            .then(pl.lit("joined"))
            .when(pl.col("after").is_null())
            .then(pl.lit("left"))
            .when(pl.col("linked").is_null())
            .then(pl.lit("moved"))
            .otherwise(pl.lit("same")),
        )
        .select("change", "account", "handle", "before", "after")
        .sort("change", "before", "after", "account", nulls_last=True)
    )


def _edges(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    key = ["source", "target", "signal"]
    both = before.rename({"weight": "beforeWeight", "tier": "beforeTier"}).join(
        after.rename({"weight": "afterWeight", "tier": "afterTier"}), on=key, how="full", coalesce=True
    )
    more = pl.col("afterWeight") - pl.col("beforeWeight")
    change = _change(more, "beforeWeight", "afterWeight", up="heavier", down="lighter")
    change = change.when(pl.col("beforeTier").ne_missing(pl.col("afterTier"))).then(pl.lit("tier"))
    return (
        both.with_columns(change=change.otherwise(pl.lit("same")))
        .sort(_size("beforeWeight", "afterWeight"), *key, descending=[True, False, False, False])
        .select("change", *key, "beforeWeight", "afterWeight", "beforeTier", "afterTier")
    )


def _boosts(clusters: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    steps = clusters.select("before", "after").with_row_index("step")
    sides = [
        steps.join(
            boosts.select(
                pl.col("rank").alias(side),
                "outletId",
                "outlet",
                pl.col("retweets").alias(f"{side}Retweets"),
                pl.col("lift").alias(f"{side}Lift"),
            ),
            on=side,
        )
        for side, boosts in (("before", before), ("after", after))
    ]
    both = sides[0].join(sides[1].drop("before", "after"), on=["step", "outletId"], how="full", coalesce=True)
    both = both.drop("before", "after").join(steps, on="step", how="left")
    more = pl.col("afterRetweets") - pl.col("beforeRetweets")
    change = _change(more, "beforeRetweets", "afterRetweets", up="more", down="fewer")
    change = change.when(pl.col("beforeLift").ne_missing(pl.col("afterLift"))).then(pl.lit("lift"))
    return (
        both.with_columns(change=change.otherwise(pl.lit("same")), outlet=pl.coalesce("outlet", "outlet_right"))
        .sort(_size("beforeRetweets", "afterRetweets"), "step", "outletId", descending=[True, False, False])
        .select("change", "before", "after", "outlet", "beforeRetweets", "afterRetweets", "beforeLift", "afterLift")
    )


def _change(more: pl.Expr, before: str, after: str, *, up: str, down: str) -> Any:
    return (
        pl.when(pl.col(before).is_null())
        .then(pl.lit("new"))
        .when(pl.col(after).is_null())
        .then(pl.lit("gone"))
        .when(more > 0)
        .then(pl.lit(up))
        .when(more < 0)
        .then(pl.lit(down))
    )


def _size(before: str, after: str) -> pl.Expr:
    return (pl.col(after).fill_null(0) - pl.col(before).fill_null(0)).abs()


def _count(changes: pl.Series) -> dict[str, int]:
    return dict(changes.value_counts().sort(changes.name).iter_rows())
