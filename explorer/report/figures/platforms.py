"""The figures about what platforms did: suspensions and labels."""

from dataclasses import replace
from functools import partial
from typing import Final

from explorer.output import plots
from explorer.packs.steps.labels import AT_A_PEAK
from explorer.report.data.report_data import ReportData
from explorer.report.figures.draw import as_frame, make_figure
from explorer.report.figures.figure import Figure
from explorer.report.figures.table import make_table
from explorer.report.text import caveats
from explorer.report.text.prose import render_text

LABELLED_ACCOUNTS: Final = 25
"""Maximum number of labelled accounts that are drawn: those retweeted most around their label."""
WAVE_DAYS: Final = 15
"""Maximum number of days of suspensions that are drawn: those on which most members were suspended."""


def waves(data: ReportData) -> Figure:
    """Return the bars of days on which accounts were found suspended."""
    rows = [row for row in data.waves.rows if row["waveDay"]]
    largest = max(rows, key=lambda row: row["waveRetweets"], default=None)
    words = partial(render_text, "figures/waves", largest=largest)
    days = sorted(data.waves.rows, key=lambda row: (row["waveDay"] is None, str(row["waveDay"])))
    columns = ("waveDay", "suspendedAccounts", "amplifiers", "waveRetweets", "waveShare")
    return make_figure(
        "waves",
        words,
        lambda: plots.waves(as_frame(rows)),
        table=make_table("table-waves", words("table"), replace(data.waves, rows=days), columns),
        caveats=caveats.wave_caveats(data.waves.rows, "suspendedAccounts")
        + caveats.status_caveats(data)
        + caveats.platform_caveats(data),
        missing="" if rows else caveats.why_no_suspensions(data),
    )


def wave_clusters(data: ReportData) -> Figure:
    """Return the heat map of clusters and the days on which their members were found suspended."""
    ranks = {cluster.rank for cluster in data.clusters}
    rows = [row for row in data.wave_clusters.rows if row["cluster"] in ranks]
    dated = [row for row in rows if row["waveDay"]]
    by_day: dict[object, int] = {}
    for row in dated:
        by_day[row["waveDay"]] = by_day.get(row["waveDay"], 0) + row["membersInWave"]
    days = sorted(by_day, key=lambda day: (-by_day[day], str(day)))[:WAVE_DAYS]
    drawn = [row for row in dated if row["waveDay"] in days]
    largest = max(drawn, key=lambda row: row["membersInWave"], default=None)
    words = partial(render_text, "figures/wave_clusters", days=len(days), largest=largest)
    columns = (
        "waveDay", "cluster", "members", "membersInWave", "shareOfMembers", "suspendedMembers", "membersKnownActive",
        "deletedMembers", "membersWithoutStatus",
    )  # fmt: skip
    return make_figure(
        "wave-clusters",
        words,
        lambda: plots.wave_clusters(as_frame(drawn)),
        table=make_table("table-wave-clusters", words("table"), replace(data.wave_clusters, rows=rows), columns),
        caveats=caveats.wave_caveats(rows, "membersInWave"),
        missing="" if drawn else caveats.why_no_suspensions(data, of_members=True),
    )


def label_effects(data: ReportData) -> Figure:
    """Return the effects of the platform's labels."""
    rows = [row | {"who": row["handle"] or row["account"]} for row in data.labels.rows]
    effects = [row for row in rows if row["effect"] is not None]
    words = partial(
        render_text,
        "figures/label_effects",
        accounts=len(rows),
        effects=len(effects),
        less=sum(row["effectHigh"] < 1 for row in effects),
        more=sum(row["effectLow"] > 1 for row in effects),
        less_at_peak=sum(row["effectHigh"] < 1 and AT_A_PEAK in row["warnings"] for row in effects),
        drawn=LABELLED_ACCOUNTS,
        reason=rows[0]["noEffectReason"] if rows else None,
    )
    columns = (
        "who", "outlet", "labelledDay", "retweetsPerDayBefore", "retweetsPerDayAfter", "change", "comparedAccounts",
        "comparisonChange", "effect", "effectLow", "effectHigh", "smallestDetectableFall", "peak", "warnings",
        "noEffectReason",
    )  # fmt: skip
    return make_figure(
        "labels",
        words,
        lambda: plots.label_effects(as_frame(effects[:LABELLED_ACCOUNTS])),
        table=make_table("table-labels", words("table"), replace(data.labels, rows=rows), columns),
        caveats=caveats.label_caveats(data),
        missing="" if effects else words("no_effects" if rows else "no_labels"),
    )
