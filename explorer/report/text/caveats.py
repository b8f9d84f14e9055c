"""Which caveats a figure or a cluster needs with these data, and why a figure may have no data."""

from collections import Counter
from statistics import median
from typing import Final

from explorer.packs.steps.labels import AT_A_PEAK, EARLIER_UNKNOWN, LOW_POWER
from explorer.registry.schema import is_registry_format
from explorer.report.data.boosts import ENOUGH_RETWEETS
from explorer.report.data.queries import Row
from explorer.report.data.report_data import ReportData
from explorer.report.text.prose import render_text

LOW_STABILITY: Final = 0.9
"""Stability below which the border of a cluster is partly chance (cypher/packs/boosts/README.md)."""
LOW_DENSITY: Final = 0.1
"""Density below which a cluster is a crowd."""
FEW_MEMBERS: Final = 5
"""Number of active members below which an interval over members is too wide to be useful."""
_LABEL_WARNINGS: Final = {
    LOW_POWER: "labels_with_low_power",
    AT_A_PEAK: "labels_at_a_peak",
    EARLIER_UNKNOWN: "labels_without_earlier_level",
}
MOST: Final = 0.5
"""Share above which something is most of the whole."""


def why_no_outlets(data: ReportData) -> str:
    """Return why there are no retweets of outlets."""
    if not any(is_registry_format(row["format"]) for row in data.imports.rows) and not data.outlets.rows:
        return render_text("missing", "no_registry")
    return render_text("missing", "no_outlets")


def why_no_outlets_retweeted(data: ReportData) -> str:
    """Return why the clusters retweet no outlet."""
    return render_text("missing", "no_outlets_retweeted") if data.weekly.rows else why_no_outlets(data)


def why_no_suspensions(data: ReportData, *, of_members: bool = False) -> str:
    """Return why there are no suspensions of accounts that retweet outlets, or of the members of clusters."""
    status = next(iter(data.status.rows), None)
    if status is None or not status["accountsWithStatus"]:
        return render_text("missing", "no_status")
    return render_text("missing", "no_suspended_members" if of_members else "no_suspended_accounts")


def outlet_caveats(data: ReportData, outlets: list[Row]) -> list[str]:
    """Return the caveats of some rows of cluster-outlets."""
    caveats = []
    count = len(outlets)
    if reasons := Counter(row["noIntervalReason"] for row in outlets if row["liftLow"] is None):
        caveats.append(render_text("caveats", "lifts_without_interval", reasons=reasons, all=count))
    if lifts := sum(row["liftLow"] is not None and not row["isBoost"] for row in outlets):
        caveats.append(render_text("caveats", "lifts_not_above_one", lifts=lifts, all=count))
    if by_one := sum((row["shareOfTopMember"] or 0) > MOST and row["retweeters"] > 1 for row in outlets):
        caveats.append(render_text("caveats", "retweets_by_one_member", outlets=by_one, all=count))
    if by_few := sum(row["retweeters"] < FEW_MEMBERS for row in outlets):
        caveats.append(
            render_text("caveats", "retweets_by_few_members", outlets=by_few, all=count, members=FEW_MEMBERS)
        )
    return caveats + sample_caveats(data) + change_caveats(data)


def sample_caveats(data: ReportData) -> list[str]:
    """Return the caveats of data that consist mostly of the clusters themselves."""
    total = data.run.get("retweets")
    by_clusters = sum(cluster.about["retweets"] or 0 for cluster in data.clusters)
    if total and by_clusters > MOST * total:
        return [render_text("caveats", "clusters_are_the_data", share=by_clusters / total)]
    return []


def change_caveats(data: ReportData) -> list[str]:
    """Return the caveats of data that changed since the run."""
    caveats = []
    if files := [row["file"] for row in data.imports.rows if row["later"]]:
        caveats.append(render_text("caveats", "later_imports", files=files[:5], more=max(0, len(files) - 5)))
    if data.rollups_due:
        caveats.append(render_text("caveats", "rollups_due"))
    return caveats


def week_caveats(data: ReportData) -> list[str]:
    """Return the caveats of sums by week."""
    caveats = []
    first, last = data.run.get("dataFrom"), data.run.get("dataUntil")
    if first and last and (first.weekday(), last.weekday()) != (0, 6):
        partial = {"starts_late": first.weekday() != 0, "ends_early": last.weekday() != 6}
        caveats.append(render_text("caveats", "partial_weeks", first=first, last=last, **partial))
    return caveats + platform_caveats(data) + change_caveats(data)


def status_caveats(data: ReportData) -> list[str]:
    """Return the caveats of accounts whose status is unknown."""
    status = next(iter(data.status.rows), None)
    if status is None or status["shareWithStatus"] == 1 or not status["accountsWithStatus"]:
        return []
    return [render_text("caveats", "unknown_status", share=1 - status["shareWithStatus"], accounts=status["accounts"])]


def delay_caveats(data: ReportData) -> list[str]:
    """Return the caveats of delays."""
    caveats = []
    if (resolution := data.run.get("resolution", 1)) > 1:
        caveats.append(render_text("caveats", "coarse_times", resolution=resolution))
    rows = [*data.delays.rows, *data.everyone.rows]
    retweets, known = (sum(row[name] for row in rows) for name in ("retweets", "retweetsWithDelay"))
    if retweets and known < retweets:
        caveats.append(render_text("caveats", "unknown_delays", share=1 - known / retweets))
    return caveats


def wave_caveats(rows: list[Row], column: str) -> list[str]:
    """Return the caveats of days of suspensions.

    Args:
        rows: The days.
        column: The column that counts the suspended accounts.
    """
    caveats = []
    undated = sum(row[column] for row in rows if row["waveDay"] is None)
    if undated:
        caveats.append(render_text("caveats", "undated_suspensions", accounts=undated))
    if len({row["waveDay"] for row in rows} - {None}) == 1:
        caveats.append(render_text("caveats", "one_day_of_suspensions"))
    return caveats


def label_caveats(data: ReportData) -> list[str]:
    """Return the caveats of the effects of labels."""
    rows = data.labels.rows
    caveats = []
    if few := sum(bool(row["noEffectReason"]) for row in rows):
        caveats.append(render_text("caveats", "labels_without_effect", accounts=few, all=len(rows)))
    compared = [row for row in rows if row["effect"] is not None]
    for warning, name in _LABEL_WARNINGS.items():
        if warned := [row for row in compared if warning in row["warnings"].split("; ")]:
            share = median(row["smallestDetectableFall"] for row in warned)
            caveats.append(render_text("caveats", name, accounts=len(warned), all=len(compared), fall=1 - share))
    if len(rows) > 1 and len({row["labelledDay"] for row in rows}) == 1:
        caveats.append(render_text("caveats", "one_day_of_labels"))
    return caveats


def grid_caveats(data: ReportData) -> list[str]:
    """Return the caveats of the sensitivity grid."""
    if data.grid.missing:
        return []
    caveats = []
    if data.run.get("significance") is not None:
        caveats.append(render_text("caveats", "grid_without_significance", edges=data.run.get("edges")))
    if data.grid.filtered:
        caveats.append(render_text("caveats", "grid_without_filters"))
    if data.grid.other_events:
        caveats.append(render_text("caveats", "grid_of_other_events"))
    return caveats


def platform_caveats(data: ReportData) -> list[str]:
    """Return the caveats of figures about all accounts, including those on platforms that the run did not analyse."""
    if not data.other_platforms:
        return []
    return [render_text("caveats", "other_platforms", platforms=data.other_platforms)]


def cluster_caveats(about: Row, outlets: list[Row]) -> list[str]:
    """Return the caveats of one cluster.

    Args:
        about: The cluster's row of cluster-list, with the profile of its members.
        outlets: Its rows of cluster-outlets.
    """
    caveats = []
    stability = about.get("stability")
    if stability is not None and stability < LOW_STABILITY:
        caveats.append(render_text("caveats", "low_stability", stability=stability))
    density = about.get("density")
    if density is not None and density < LOW_DENSITY and about["members"] > FEW_MEMBERS:
        caveats.append(render_text("caveats", "low_density", density=density))
    by_one = [
        row["outlet"] for row in outlets if (row["shareOfTopMember"] or 0) > MOST and row["retweets"] >= ENOUGH_RETWEETS
    ]
    if by_one:
        caveats.append(render_text("caveats", "outlets_by_one_member", outlets=by_one[:3]))
    known, size = about.get("membersWithStatus"), about["members"]
    if known is not None and known < size:
        caveats.append(render_text("caveats", "members_of_unknown_status", unknown=size - known, members=size))
    if size < FEW_MEMBERS:
        caveats.append(render_text("caveats", "few_members"))
    return caveats
