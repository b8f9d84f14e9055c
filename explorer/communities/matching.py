"""Match the clusters of two runs by the accounts that they share."""

from typing import Final

import igraph
import polars as pl

SAME: Final = 0.5
"""Two clusters are the same if their Jaccard index (shared accounts over accounts in either) is above this.

Clusters of one run share no account. Above one half, therefore, a cluster can be the same as at most one cluster of
another run: of two disjoint sets, only one can contain more than half of a third.
"""

OVERLAP_COLUMNS: Final = ("before", "after", "before_size", "after_size", "shared", "jaccard")
TRANSITION_COLUMNS: Final = ("event", *OVERLAP_COLUMNS[:5], "left", "joined", "jaccard")
TRANSITION_EVENTS: Final = (
    "appeared",
    "vanished",
    "merged",
    "split",
    "regrouped",
    "grew",
    "shrank",
    "changed",
    "stayed",
)


def overlaps(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of clusters that share an account.

    Args:
        before: Columns group (any type) and account (string), without duplicates.
        after: The same for the other run.

    Returns:
        Columns `OVERLAP_COLUMNS`, by before and after: the groups, the numbers of accounts in each and in both
        (uint32), and their Jaccard index, above 0 to 1 (float64).
    """
    sizes = [side.group_by("group").agg(size=pl.len()) for side in (before, after)]
    return (
        before.join(after, on="account", suffix="_after")
        .group_by(before="group", after="group_after")
        .agg(shared=pl.len())
        .join(sizes[0].rename({"group": "before", "size": "before_size"}), on="before")
        .join(sizes[1].rename({"group": "after", "size": "after_size"}), on="after")
        .with_columns(jaccard=pl.col("shared") / (pl.col("before_size") + pl.col("after_size") - pl.col("shared")))
        .select(OVERLAP_COLUMNS)
        .sort("before", "after")
    )


def same_clusters(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the `overlaps` of clusters that are the same, see `SAME`."""
    return overlaps(before, after).filter(pl.col("jaccard") > SAME)


def transitions(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Classify the changes of clusters: the events of Greene, Doyle and Cunningham 2010, "Tracking the Evolution of
    Communities in Dynamic Social Networks", ASONAM (after Palla, Barabási, Vicsek 2007, Nature 446).

    A cluster before and one after are *linked* if they share more than half of the smaller one. (Greene et al. use a
    threshold of the Jaccard index, by which a small cluster that joins a large one would vanish.) Clusters that are the
    same, see `SAME`, are always linked. Links connect the clusters of both runs into families. Every cluster of either
    run is in one family, and the members of a family decide its event:

    - appeared: one cluster after, none before.
    - vanished: one cluster before, none after.
    - merged: several before, one after.
    - split: one before, several after.
    - regrouped: several before and several after.
    - one before and one after. stayed: the same members; changed: as many members, but not the same; grew: more;
      shrank: fewer.

    With the runs swapped, appeared becomes vanished, merged becomes split and grew becomes shrank.

    Args:
        before: Columns group and account; no account twice.
        after: The same for the other run.

    Returns:
        One row per link, and one per cluster without a link, with the columns `TRANSITION_COLUMNS`, sorted by event in
        the order of `TRANSITION_EVENTS`, then by before and after. left and joined: members of one cluster that are not
        in the other; null without a cluster.
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
        .select(TRANSITION_COLUMNS)
        .sort(pl.col("event").cast(pl.Enum(TRANSITION_EVENTS)), "before", "after", nulls_last=True)
    )


def _families(links: pl.DataFrame) -> pl.DataFrame:
    before, after = (links[side].rank("dense").cast(pl.Int64) - 1 for side in ("before", "after"))
    first = links["before"].n_unique()
    tied = igraph.Graph(n=first + links["after"].n_unique(), edges=list(zip(before, after + first, strict=True)))
    family = pl.Series("family", tied.connected_components().membership, dtype=pl.Int64)
    return links.with_columns(family.gather(before))
