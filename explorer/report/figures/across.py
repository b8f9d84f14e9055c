"""Figures that look across the clusters."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from explorer.common.durations import format_duration
from explorer.output import plots
from explorer.report.data.gather import DELAYED, Data
from explorer.report.data.queries import Row
from explorer.report.figures.draw import as_frame, with_picture
from explorer.report.figures.parts import ENOUGH, Figure, percent, span, table
from explorer.report.figures.platforms import label_effects, wave_clusters, waves
from explorer.report.text import caveats

HEAT_OUTLETS: Final = 20
"""Outlets in the heat map: those that the clusters retweet most."""
POINTS: Final = 150
"""Points of the curve of concentration that are drawn and told; what lies between is on the line."""


def figures(data: Data) -> Iterator[Figure]:
    """Yield the figures in the order of the page."""
    for make in (boosts, weekly, concentration, delays, waves, wave_clusters, label_effects, sensitivity):
        yield make(data)


def boosts(data: Data) -> Figure:
    """Clusters by outlets."""
    rows = data.boosts.rows
    by_outlet: dict[str, int] = {}
    for row in rows:
        by_outlet[row["outlet"]] = by_outlet.get(row["outlet"], 0) + row["retweets"]
    shown = sorted(by_outlet, key=lambda name: (-by_outlet[name], name))[:HEAT_OUTLETS]
    drawn = [row for row in rows if row["outlet"] in shown]
    most = max(rows, key=lambda row: row["ofCluster"], default=None)
    return with_picture(
        Figure(
            "boosts",
            "Which clusters boost which outlets",
            "Each row is a cluster, each column an outlet. The stronger its colour, the larger the share of the "
            "cluster's retweets that went to the outlet; shares from 10 percent on are written in it. An empty place "
            f"is no retweet at all. Of {len(by_outlet):,} outlets that these clusters retweet, the {len(shown)} that "
            "they retweet most are shown.",
            None,
            table(
                "table-boosts",
                "Retweets of these outlets by clusters, with lift and its 95 percent interval",
                replace(data.boosts, rows=drawn),
                (
                    "cluster",
                    "size",
                    "outlet",
                    "state",
                    "retweets",
                    "accounts",
                    "ofCluster",
                    "ofOutlet",
                    "ofMost",
                    "lift",
                    "low",
                    "high",
                ),
                most=len(drawn),
            ),
            caveats.of_boosts(data, drawn),
            missing="" if rows else caveats.no_boosts(data),
        ),
        lambda: plots.boosts_heat(as_frame(drawn)),
        f"Cluster {most['cluster']} gives {percent(most['ofCluster'])} of its retweets to {most['outlet']}."
        if most
        else "",
    )


def weekly(data: Data) -> Figure:
    """Weeks by who made the retweets."""
    rows = data.weekly.rows
    total = sum(row["retweets"] for row in rows)
    parts = {name: sum(row[name] for row in rows) for name in ("byClusters", "bySuspended", "byOthers")}
    finding = (
        f"Of {total:,} retweets of outlets, cluster members made {percent(parts['byClusters'] / total)}, other "
        f"accounts "
        f"that were suspended later {percent(parts['bySuspended'] / total)}."
        if total
        else ""
    )
    return with_picture(
        Figure(
            "weekly",
            "Who made the outlets' retweets, week by week",
            "Each bar is a week. From the bottom: retweets by members of this run's clusters, whatever became of them; "
            "by "
            f"accounts outside the clusters that are known to be suspended by now; by everyone else. {finding}",
            None,
            table(
                "table-weekly",
                "Retweets of outlets by week and by who made them",
                data.weekly,
                ("week", "retweets", "byClusters", "suspendedMembers", "bySuspended", "byOthers"),
            ),
            caveats.of_weeks(data) + caveats.of_status(data),
            missing="" if rows else caveats.no_outlets(data),
        ),
        lambda: plots.weekly_bars(as_frame(rows)),
        finding,
    )


def concentration(data: Data) -> Figure:
    """How few accounts make how much."""
    rows = data.curve.rows
    thin = [row for index, row in enumerate(rows) if index % (len(rows) // POINTS + 1) == 0 or index == len(rows) - 1]
    top = next(iter(data.concentration.rows), None)
    finding = (
        f"The most active 1 percent of {top['accounts']:,} accounts ({top['topAccounts']:,}) made "
        f"{percent(top['topShare'])} of {top['retweets']:,} retweets; Gini coefficient {top['gini']:.2f}."
        if top
        else ""
    )
    return with_picture(
        Figure(
            "concentration",
            "How few accounts make most of the retweets of outlets",
            "Accounts are counted from the most active on, to the right; the line tells which share of the retweets "
            "they "
            f"made so far. The broken line is what it would be if all made as many. {finding}",
            None,
            table(
                "table-concentration",
                f"Share of the retweets by share of the accounts, the most active first, at {len(thin)} points of "
                f"{len(rows):,}",
                thin,
                ("least", "accounts", "retweets", "ofAccounts", "ofRetweets"),
            ),
            caveats.of_platforms(data),
            missing="" if rows else caveats.no_outlets(data),
        ),
        lambda: plots.concentration(as_frame(thin)),
        finding,
    )


def delays(data: Data) -> Figure:
    """Delays of clusters beside everybody's."""
    everyone: list[Row] = [row | {"who": "everyone", "all": True} for row in data.everyone.rows if row["known"]]
    clusters = [row | {"who": f"cluster {row['cluster']}", "all": False} for row in data.delays.rows if row["known"]]
    rows = clusters + everyone
    # of a few retweets the median is chance
    fastest = min((row for row in clusters if row["known"] >= ENOUGH), key=lambda row: row["median"], default=None)
    finding = (
        f"The fastest is {fastest['who']}: half of its retweets come within {span(fastest['median'])}."
        if fastest
        else ""
    )
    if everyone:
        finding += f" Of everyone's, half come within {span(everyone[0]['median'])}."
    return with_picture(
        Figure(
            "delays",
            "How soon after the post clusters retweet, beside everyone",
            "The bar spans the middle half of the retweets, from the quickest quarter to the slowest; the dot is the "
            "median. "
            f"The scale is logarithmic. Everyone are {sum(row['accounts'] for row in everyone):,} accounts that "
            f"retweet, those among the first {DELAYED:,} by the end of their ids, members of clusters too. {finding}",
            None,
            table(
                "table-delays",
                "Seconds from post to retweet, by cluster and of everyone",
                rows,
                (
                    "who",
                    "retweets",
                    "known",
                    "ofRapid",
                    "withinMinute",
                    "withinTenMinutes",
                    "withinHour",
                    "quarter",
                    "median",
                    "threeQuarters",
                ),
            ),
            caveats.of_delays(data),
            missing="" if rows else "No post's time of publication is known, or every one is later than its retweets.",
        ),
        lambda: plots.delays(as_frame(rows)),
        finding,
    )


def sensitivity(data: Data) -> Figure:
    """The grid of windows and weights."""
    grid = data.grid.cells
    rows = [
        row | {"window": format_duration(row["window"]), "minWeight": int(row["min_weight"])} for row in grid.to_dicts()
    ]
    found = [row for row in rows if row["edges"]]
    edges, accounts = ([row[name] for row in found] for name in ("edges", "accounts"))
    finding = (
        f"Over the grid there are {min(edges):,} to {max(edges):,} edges among {min(accounts):,} to {max(accounts):,} "
        "accounts."
        if found
        else ""
    )
    return with_picture(
        Figure(
            "sensitivity",
            "How much hangs on the window and the minimum weight",
            "Each line is a minimum weight; to the right the window grows. Both scales are logarithmic, and where "
            "nothing is "
            "found there is no point. A result that would be another one step aside is not to be published as if it "
            "were "
            f"the only one. {finding}",
            None,
            table(
                "table-sensitivity",
                "Edges, accounts and clusters by window and minimum weight",
                rows,
                ("window", "minWeight", "edges", "accounts", "clusters", "edges_kept", "accounts_kept"),
            ),
            caveats.of_grid(data),
            missing=data.grid.missing or ("" if found else "No window and weight of the grid leaves an edge."),
        ),
        lambda: plots.sensitivity(grid),
        finding,
    )
