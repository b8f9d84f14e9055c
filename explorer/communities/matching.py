"""Clusters of two runs held against each other by the accounts that they share."""

from typing import Final

import igraph
import polars as pl

SAME: Final = 0.5
"""Two clusters are the same where more than this part of the accounts in either is in both (Jaccard's coefficient).

Clusters of one run share no account. Above one half, therefore, a cluster can be the same as one cluster of another run
at most, and no choice is left to make: of two disjoint sets only one can hold more than half of a third.
"""

PAIRS: Final = ("before", "after", "before_size", "after_size", "shared", "jaccard")
STEPS: Final = ("event", *PAIRS[:5], "left", "joined", "jaccard")
EVENTS: Final = ("appeared", "vanished", "merged", "split", "regrouped", "grew", "shrank", "changed", "stayed")


def overlaps(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of clusters that share an account.

    Args:
        before: group (any type) and account (string), no row twice.
        after: the same.

    Returns:
        Columns `PAIRS`, by before and after: the groups, how many accounts each has and both share (uint32), and
        Jaccard's coefficient, shared over the accounts in either, above 0 to 1 (float64).
    """
    sizes = [side.group_by("group").agg(size=pl.len()) for side in (before, after)]
    return (
        before.join(after, on="account", suffix="_after")
        .group_by(before="group", after="group_after")
        .agg(shared=pl.len())
        .join(sizes[0].rename({"group": "before", "size": "before_size"}), on="before")
        .join(sizes[1].rename({"group": "after", "size": "after_size"}), on="after")
        .with_columns(jaccard=pl.col("shared") / (pl.col("before_size") + pl.col("after_size") - pl.col("shared")))
        .select(PAIRS)
        .sort("before", "after")
    )


def same(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the `overlaps` of clusters that are the same, see `SAME`."""
    return overlaps(before, after).filter(pl.col("jaccard") > SAME)


def transitions(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Tell what became of clusters: the events of Greene, Doyle and Cunningham 2010, "Tracking the Evolution of
    Communities in Dynamic Social Networks", ASONAM (after Palla, Barabási, Vicsek 2007, Nature 446).

    A cluster before and one after are *linked* if they share more than half of the smaller one. (Greene et al. link by
    Jaccard's coefficient above a threshold, by which a small cluster that goes into a large one would vanish.) Clusters
    that are the same, see `SAME`, are always linked. Links tie the clusters of both runs into families; a family's
    make-up is its event, and every cluster of either run is in one family:

    - appeared: one cluster after, none before.
    - vanished: one cluster before, none after.
    - merged: several before, one after.
    - split: one before, several after.
    - regrouped: several before and several after.
    - one before and one after. stayed: the same members; changed: as many members, not the same; grew: more; shrank:
      fewer.

    Seen from the other side, appeared is vanished, merged is split, grew is shrank; the others are themselves.

    Args:
        before: group and account; no account twice.
        after: the same.

    Returns:
        One row per link, and one per cluster without a link; columns `STEPS`, by event in the order of `EVENTS`, then
        before and after. left and joined: members of the one that are not in the other; what a side lacks is null.
    """
    links = overlaps(before, after).filter(2 * pl.col("shared") > pl.min_horizontal("before_size", "after_size"))
    groups = [side.group_by("group").agg(size=pl.len()).sort("group") for side in (before, after)]
    alone = [
        groups[0].rename({"group": "before", "size": "before_size"}).join(links, on="before", how="anti"),
        groups[1].rename({"group": "after", "size": "after_size"}).join(links, on="after", how="anti"),
    ]
    families = _families(links)
    several_before, several_after = (pl.col(side).n_unique().over("family") > 1 for side in ("before", "after"))
    more = pl.col("after_size").cast(pl.Int64) - pl.col("before_size").cast(pl.Int64)
    events = families.with_columns(
        event=pl.when(several_before & several_after)
        .then(pl.lit("regrouped"))
        .when(several_before)
        .then(pl.lit("merged"))
        .when(several_after)
        .then(pl.lit("split"))
        .when(more > 0)
        .then(pl.lit("grew"))
        .when(more < 0)
        .then(pl.lit("shrank"))
        .when(pl.col("shared") < pl.col("before_size"))
        .then(pl.lit("changed"))
        .otherwise(pl.lit("stayed"))
    )
    return (
        pl.concat(
            [
                events,
                alone[0].with_columns(event=pl.lit("vanished")),
                alone[1].with_columns(event=pl.lit("appeared")),
            ],
            how="diagonal",
        )
        .with_columns(
            left=pl.col("before_size") - pl.col("shared").fill_null(0),
            joined=pl.col("after_size") - pl.col("shared").fill_null(0),
        )
        .select(STEPS)
        .sort(pl.col("event").cast(pl.Enum(EVENTS)), "before", "after", nulls_last=True)
    )


def _families(links: pl.DataFrame) -> pl.DataFrame:
    before, after = (links[side].rank("dense").cast(pl.Int64) - 1 for side in ("before", "after"))
    first = links["before"].n_unique()
    tied = igraph.Graph(n=first + links["after"].n_unique(), edges=list(zip(before, after + first, strict=True)))
    family = pl.Series("family", tied.connected_components().membership, dtype=pl.Int64)
    return links.with_columns(family.gather(before))
