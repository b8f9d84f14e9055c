"""Figures that look across the clusters."""

from collections.abc import Callable, Iterator
from typing import Final

import polars as pl

from explorer import plots
from explorer.durations import format_duration
from explorer.report import caveats
from explorer.report.asking import Row
from explorer.report.draw import Chart, as_frame, draw
from explorer.report.figures import Figure, percent, span, table
from explorer.report.gather import Data

HEAT_OUTLETS: Final = 20
"""Outlets in the heat map: those that the clusters retweet most."""
POINTS: Final = 150
"""Points of the curve of concentration that are drawn and told; what lies between is on the line."""


def figures(data: Data) -> Iterator[Figure]:
    """Yield the figures in the order of the page."""
    for make in (boosts, weekly, concentration, delays, waves, wave_clusters, label_effects, sensitivity):
        yield make(data)


def _figure(figure: Figure, chart: Callable[[], Chart], finding: str) -> Figure:
    """Return the figure with its picture, unless it has a reason for having none."""
    if figure.missing:
        return figure
    picture = draw(chart(), title=figure.title, description=finding)
    return Figure(figure.id, figure.title, figure.reading, picture, figure.table, figure.caveats)


def boosts(data: Data) -> Figure:
    """Clusters by outlets."""
    rows = data.boosts.rows
    by_outlet: dict[str, int] = {}
    for row in rows:
        by_outlet[row["outlet"]] = by_outlet.get(row["outlet"], 0) + row["retweets"]
    shown = sorted(by_outlet, key=lambda name: (-by_outlet[name], name))[:HEAT_OUTLETS]
    drawn = [row for row in rows if row["outlet"] in shown]
    most = max(rows, key=lambda row: row["ofCluster"], default=None)
    return _figure(
        Figure(
            "boosts",
            "Which clusters boost which outlets",
            "Each row is a cluster, each column an outlet. The stronger its colour, the larger the share of the "
            "cluster's retweets that went to the outlet; shares from 10 percent on are written in it. "
            f"Shown are the {len(shown)} outlets that these clusters retweet most.",
            None,
            table(
                "table-boosts",
                "Retweets of outlets by clusters, with lift and its 95 percent interval",
                data.boosts,
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
            ),
            caveats.of_boosts(data),
            missing="" if rows else caveats.no_outlets(data),
        ),
        lambda: plots.boosts_heat(as_frame(drawn)),
        most
        and f"Cluster {most['cluster']} gives {percent(most['ofCluster'])} of its retweets to {most['outlet']}."
        or "",
    )


def weekly(data: Data) -> Figure:
    """Weeks by who made the retweets."""
    rows = data.weekly.rows
    total = sum(row["retweets"] for row in rows)
    parts = {name: sum(row[name] for row in rows) for name in ("byClusters", "bySuspended", "byOthers")}
    finding = (
        f"Of {total:,} retweets of outlets, cluster members made {percent(parts['byClusters'] / total)}, other accounts "
        f"that were suspended later {percent(parts['bySuspended'] / total)}."
        if total
        else ""
    )
    return _figure(
        Figure(
            "weekly",
            "Who made the outlets' retweets, week by week",
            "Each bar is a week. From the bottom: retweets by members of this run's clusters, whatever became of them; by "
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
    return _figure(
        Figure(
            "concentration",
            "How few accounts make most of the retweets of outlets",
            "Accounts are counted from the most active on, to the right; the line tells which share of the retweets they "
            f"made so far. The broken line is what it would be if all made as many. {finding}",
            None,
            table(
                "table-concentration",
                "Share of the retweets by share of the accounts, the most active first",
                thin,
                ("least", "accounts", "retweets", "ofAccounts", "ofRetweets"),
            ),
            caveats.of_sample(data),
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
    fastest = min(clusters, key=lambda row: row["median"], default=None)
    finding = (
        f"The fastest is {fastest['who']}: half of its retweets come within {span(fastest['median'])}."
        if fastest
        else ""
    )
    if everyone:
        finding += f" Of everyone's, half come within {span(everyone[0]['median'])}."
    return _figure(
        Figure(
            "delays",
            "How soon after the post clusters retweet, beside everyone",
            "The bar spans the middle half of the retweets, from the quickest quarter to the slowest; the dot is the median. "
            f"The scale is logarithmic. Everyone is a sample of {sum(row['accounts'] for row in everyone):,} accounts, "
            f"members of clusters among them. {finding}",
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


def waves(data: Data) -> Figure:
    """Waves of suspensions."""
    rows = [row for row in data.waves.rows if row["wave"]]
    largest = max(rows, key=lambda row: row["retweets"], default=None)
    finding = (
        f"The largest is {largest['wave']}: {largest['accounts']:,} accounts, which had made {largest['retweets']:,} retweets "
        f"of outlets, {percent(largest['share'] or 0)} of all."
        if largest
        else ""
    )
    return _figure(
        Figure(
            "waves",
            "Waves of suspensions",
            "Each bar is a day on which accounts that had retweeted outlets were found suspended; its height is how many "
            f"retweets of outlets these had made, at whatever time. {finding}",
            None,
            table(
                "table-waves",
                "Days on which accounts were found suspended",
                sorted(data.waves.rows, key=lambda row: (row["wave"] is None, str(row["wave"]))),
                ("wave", "accounts", "amplifiers", "retweets", "share"),
            ),
            caveats.of_waves(data) + caveats.of_status(data),
            missing="" if rows else caveats.no_suspensions(data),
        ),
        lambda: plots.waves(as_frame(rows)),
        finding,
    )


def wave_clusters(data: Data) -> Figure:
    """What waves took from clusters."""
    ranks = {cluster.rank for cluster in data.clusters}
    rows = [row for row in data.wave_clusters.rows if row["cluster"] in ranks]
    dated = [row for row in rows if row["wave"]]
    # days that took most, as many as there is room for
    by_day: dict[object, int] = {}
    for row in dated:
        by_day[row["wave"]] = by_day.get(row["wave"], 0) + row["taken"]
    days = sorted(by_day, key=lambda day: (-by_day[day], str(day)))[:15]
    drawn = [row for row in dated if row["wave"] in days]
    most = max(drawn, key=lambda row: row["taken"], default=None)
    return _figure(
        Figure(
            "wave-clusters",
            "What suspensions took from the clusters",
            "Each row is a cluster, each column a day. The number is how many of its members were found suspended on that "
            f"day, and the stronger the colour, the larger their share of the cluster. Shown are the {len(days)} days that took most.",
            None,
            table(
                "table-wave-clusters",
                "Members found suspended, by day and cluster",
                rows,
                ("wave", "cluster", "size", "taken", "share", "suspended", "active", "deleted", "unknown"),
            ),
            caveats.of_waves(data),
            missing="" if drawn else caveats.no_suspensions(data, of="members of these clusters"),
        ),
        lambda: plots.wave_clusters(as_frame(drawn)),
        most
        and f"Cluster {most['cluster']} lost {most['taken']:,} of {most['size']:,} members on {most['wave']}."
        or "",
    )


def label_effects(data: Data) -> Figure:
    """What labels changed."""
    rows = [row | {"who": row["handle"] or row["account"]} for row in data.labels.rows]
    told = [row for row in rows if row["effect"] is not None]
    less, more = (sum(row[end] < 1 if end == "high" else row[end] > 1 for row in told) for end in ("high", "low"))
    finding = (
        f"Of {len(told)} labelled accounts with enough data, {less} were retweeted less than comparable accounts beyond "
        f"doubt, {more} more; of the others nothing can be told."
        if told
        else ""
    )
    why = (
        f"Of {len(rows)} labelled accounts none has enough to compare: {rows[0]['note']}."
        if rows
        else "No outlet's account is known to carry the platform's label."
    )
    return _figure(
        Figure(
            "labels",
            "What the platform's labels changed",
            "For each labelled account: retweets a day in the weeks after its label over those before, divided by the same of "
            "unlabelled accounts of outlets of the same kind and state. Left of 1 it lost. A line that crosses 1 tells of no "
            f"effect. {finding}",
            None,
            table(
                "table-labels",
                "Labelled accounts: retweets a day before and after, and the effect with its 95 percent interval",
                rows,
                (
                    "who",
                    "outlet",
                    "labelled",
                    "before",
                    "after",
                    "change",
                    "n",
                    "comparison",
                    "effect",
                    "low",
                    "high",
                    "note",
                ),
            ),
            caveats.of_labels(data),
            missing="" if told else why,
        ),
        lambda: plots.label_effects(as_frame(told)),
        finding,
    )


def sensitivity(data: Data) -> Figure:
    """The grid of windows and weights."""
    grid = data.grid
    rows = [
        row | {"window": format_duration(row["window"]), "minWeight": int(row["min_weight"])} for row in grid.to_dicts()
    ]
    found = grid.filter(pl.col("edges") > 0)
    finding = (
        f"From the widest to the narrowest choice there are {found['edges'].max():,} to {found['edges'].min():,} edges and "
        f"{found['accounts'].max():,} to {found['accounts'].min():,} accounts."
        if found.height
        else ""
    )
    return _figure(
        Figure(
            "sensitivity",
            "How much hangs on the window and the minimum weight",
            "Each line is a minimum weight; to the right the window grows. Both scales are logarithmic, and where nothing is "
            "found there is no point. A result that would be another one step aside is not to be published as if it were "
            f"the only one. {finding}",
            None,
            table(
                "table-sensitivity",
                "Edges, accounts and clusters by window and minimum weight",
                rows,
                ("window", "minWeight", "edges", "accounts", "clusters", "edges_kept", "accounts_kept"),
            ),
            caveats.of_grid(data),
            missing=data.no_grid or ("" if found.height else "No window and weight of the grid leaves an edge."),
        ),
        lambda: plots.sensitivity(grid),
        finding,
    )
