"""The figures about all clusters and all accounts, in the order of the page."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from explorer.common.durations import format_duration
from explorer.output import plots
from explorer.report.data.boosts import ENOUGH_RETWEETS
from explorer.report.data.queries import Row
from explorer.report.data.report_data import ReportData
from explorer.report.figures.draw import as_frame, make_figure
from explorer.report.figures.figure import Figure
from explorer.report.figures.platforms import label_effects, wave_clusters, waves
from explorer.report.figures.table import make_table
from explorer.report.text import caveats
from explorer.report.text.prose import render_text

HEAT_OUTLETS: Final = 20
"""Maximum number of outlets in the heat map: those that the clusters retweet most."""
CURVE_POINTS: Final = 150
"""Number of points of the curve of concentration that are drawn, and listed in its table."""


def figures(data: ReportData) -> Iterator[Figure]:
    """Yield the figures in the order of the page."""
    for make in (outlets, weekly, concentration, delays, waves, wave_clusters, label_effects, sensitivity):
        yield make(data)


def outlets(data: ReportData) -> Figure:
    """Return the heat map of clusters and outlets."""
    rows = data.outlets.rows
    by_outlet: dict[str, int] = {}
    for row in rows:
        by_outlet[row["outletId"]] = by_outlet.get(row["outletId"], 0) + row["retweets"]
    shown = sorted(by_outlet, key=lambda outlet: (-by_outlet[outlet], outlet))[:HEAT_OUTLETS]
    drawn = [row for row in rows if row["outletId"] in shown]
    largest = max(rows, key=lambda row: row["shareOfCluster"], default=None)
    words = partial(render_text, "figures/outlets", outlets=len(by_outlet), shown=len(shown), largest=largest)
    columns = (
        "cluster", "members", "outlet", "state", "isBoost", "retweets", "retweeters", "shareOfCluster",
        "shareOfOutlet", "shareOfTopMember", "lift", "liftLow", "liftHigh", "noIntervalReason",
    )  # fmt: skip
    return make_figure(
        "outlets",
        words,
        lambda: plots.outlets_heat(as_frame(drawn)),
        table=make_table("table-outlets", words("table"), replace(data.outlets, rows=drawn), columns, most=len(drawn)),
        caveats=caveats.outlet_caveats(data, drawn),
        missing="" if rows else caveats.why_no_outlets_retweeted(data),
    )


def weekly(data: ReportData) -> Figure:
    """Return the bars of retweets per week by group of accounts."""
    rows = data.weekly.rows
    words = partial(
        render_text,
        "figures/weekly",
        all=sum(row["retweets"] for row in rows),
        by_clusters=sum(row["clusterRetweets"] for row in rows),
        by_suspended=sum(row["otherSuspendedRetweets"] for row in rows),
    )
    columns = (
        "week",
        "retweets",
        "clusterRetweets",
        "suspendedMemberRetweets",
        "otherSuspendedRetweets",
        "otherRetweets",
    )
    return make_figure(
        "weekly",
        words,
        lambda: plots.weekly_bars(as_frame(rows)),
        table=make_table("table-weekly", words("table"), data.weekly, columns),
        caveats=caveats.week_caveats(data) + caveats.status_caveats(data),
        missing="" if rows else caveats.why_no_outlets(data),
    )


def concentration(data: ReportData) -> Figure:
    """Return the concentration curve: the share of retweets by share of accounts."""
    rows = data.curve.rows
    step = len(rows) // CURVE_POINTS + 1
    drawn = [row for index, row in enumerate(rows) if index % step == 0 or index == len(rows) - 1]
    words = partial(
        render_text,
        "figures/concentration",
        top=next(iter(data.concentration.rows), None),
        points=len(drawn),
        all_points=len(rows),
    )
    columns = ("minRetweets", "accounts", "retweets", "shareOfAccounts", "shareOfRetweets")
    return make_figure(
        "concentration",
        words,
        lambda: plots.concentration(as_frame(drawn)),
        table=make_table("table-concentration", words("table"), replace(data.curve, rows=drawn), columns),
        caveats=caveats.platform_caveats(data),
        missing="" if rows else caveats.why_no_outlets(data),
    )


def delays(data: ReportData) -> Figure:
    """Return the delays of clusters and of a sample of all accounts."""
    name = partial(render_text, "figures/delays")
    everyone: list[Row] = [
        row | {"who": name("everyone"), "all": True} for row in data.everyone.rows if row["retweetsWithDelay"]
    ]
    clusters = [
        row | {"who": name("cluster", cluster=row["cluster"]), "all": False}
        for row in data.delays.rows
        if row["retweetsWithDelay"]
    ]
    rows = clusters + everyone
    # the median of a few retweets is random
    timed = (row for row in clusters if row["retweetsWithDelay"] >= ENOUGH_RETWEETS)
    words = partial(
        render_text,
        "figures/delays",
        fastest=min(timed, key=lambda row: row["medianDelay"], default=None),
        everyone=next(iter(everyone), None),
        sampled=sum(row["accounts"] for row in everyone),
    )
    columns = (
        "who", "retweets", "retweetsWithDelay", "rapidShare", "shareWithinMinute", "shareWithinTenMinutes",
        "shareWithinHour", "lowerQuartileDelay", "medianDelay", "upperQuartileDelay",
    )  # fmt: skip
    return make_figure(
        "delays",
        words,
        lambda: plots.delays(as_frame(rows)),
        table=make_table("table-delays", words("table"), replace(data.delays, rows=rows), columns),
        caveats=caveats.delay_caveats(data),
        missing="" if rows else words("missing"),
    )


def sensitivity(data: ReportData) -> Figure:
    """Return the lines of the network's size over windows and minimum weights."""
    cells = data.grid.cells
    rows = [
        row | {"window": format_duration(row["window"]), "minWeight": int(row["min_weight"])}
        for row in cells.to_dicts()
    ]
    networks = [row for row in rows if row["edges"]]
    extremes = {
        name: (min(row[name] for row in networks), max(row[name] for row in networks)) if networks else None
        for name in ("edges", "accounts")
    }
    words = partial(render_text, "figures/sensitivity", **extremes, **data.grid.details)
    columns = ("window", "minWeight", "edges", "accounts", "clusters", "edges_kept", "accounts_kept")
    reason = data.grid.missing or ("" if networks else "no_edges")
    return make_figure(
        "sensitivity",
        words,
        lambda: plots.sensitivity(cells),
        table=make_table("table-sensitivity", words("table"), rows, columns),
        caveats=caveats.grid_caveats(data),
        missing=reason and words(reason),
    )
