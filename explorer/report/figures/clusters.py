"""The section of a cluster: its members, the outlets it boosts, when it acted, and on which posts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from explorer.output import plots
from explorer.report.data.boosts import outlet_retweets, strongest_boost
from explorer.report.data.queries import Row
from explorer.report.data.report_data import HANDLES_SHOWN, ClusterData
from explorer.report.figures.draw import as_frame, make_figure
from explorer.report.figures.figure import Figure
from explorer.report.figures.table import ReportTable, make_table
from explorer.report.text.caveats import cluster_caveats
from explorer.report.text.prose import render_text

MEMBERS_SHOWN: Final = 25
"""Maximum number of members shown: those with the strongest edges."""
OUTLETS_SHOWN: Final = 10
"""Maximum number of outlets shown: the most retweeted."""


@dataclass(frozen=True, slots=True)
class ClusterSection:
    """The section of a cluster.

    Attributes:
        rank: The rank of the cluster in the run.
        heading: The heading of the section.
        verdict: The verdict of a person on the cluster. Empty if there is none.
        about: The row of cluster-list, with the profile of the cluster's members.
        ages: The row of cluster-ages. None if no day of creation is known.
        summary: A sentence or two.
        tables: Outlets or targets, posts and members.
        figures: The small figures: activity, account creation and hours.
        caveats: What to keep in mind with these data.
    """

    rank: int
    heading: str
    verdict: str
    about: Row
    ages: Row | None
    summary: str
    tables: list[ReportTable]
    figures: list[Figure]
    caveats: list[str]


def cluster_section(cluster: ClusterData) -> ClusterSection:
    """Return the section of a cluster."""
    about = cluster.about
    name = f"cluster-{cluster.rank}"
    return ClusterSection(
        rank=cluster.rank,
        heading=render_text("cluster", "heading", rank=cluster.rank, size=about["members"]),
        verdict="" if about["verdict"] in {None, "withdrawn"} else about["verdict"],
        about=about,
        ages=cluster.ages,
        summary=_summary(cluster),
        tables=[_outlets(cluster, name), _posts(cluster, name), _members(cluster, name)],
        figures=[_activity(cluster, name), _created(cluster, name), _hours(cluster, name)],
        caveats=cluster_caveats(about, cluster.outlets.rows),
    )


def _summary(cluster: ClusterData) -> str:
    sentences = []
    if boost := strongest_boost(cluster.outlets.rows):
        sentences.append(render_text("cluster", "boosts", boost=boost, total=outlet_retweets(boost)))
    elif cluster.outlets.rows:
        sentences.append(render_text("cluster", "no_boost", cluster=cluster.rank))
    elif cluster.targets.rows:
        target = cluster.targets.rows[0]
        sentences.append(render_text("cluster", "no_outlets", cluster=cluster.rank, target=target))
    if cluster.evidence.rows:
        sentences.append(
            render_text("cluster", "evidence", evidence=cluster.evidence.rows[0], noun=cluster.noun, verb=cluster.verb)
        )
    return " ".join(sentences)


def _outlets(cluster: ClusterData, name: str) -> ReportTable:
    if cluster.outlets.rows or not cluster.targets.rows:
        columns = (
            "outlet", "state", "isBoost", "retweets", "retweeters", "shareOfCluster", "shareOfOutlet",
            "shareOfTopMember", "lift", "liftLow", "liftHigh", "noIntervalReason",
        )  # fmt: skip
        caption = render_text("cluster", "outlets_table")
        return make_table(f"{name}-outlets", caption, cluster.outlets, columns, most=OUTLETS_SHOWN)
    caption = render_text("cluster", "targets_table")
    shown = ("target", "handle", "isMember", "retweets", "retweeters", "shareOfCluster", "shareOfTarget", "lift")
    return make_table(f"{name}-targets", caption, cluster.targets, shown)


def _posts(cluster: ClusterData, name: str) -> ReportTable:
    columns = ("object", "author", "actingMembers", "spanSeconds", "firstAt", "lastAt", "handles", "text")
    caption = render_text("cluster", "evidence_table", noun=cluster.noun, verb=cluster.verb, handles=HANDLES_SHOWN)
    return make_table(f"{name}-posts", caption, cluster.evidence, columns)


def _members(cluster: ClusterData, name: str) -> ReportTable:
    joined = ("joined",) if cluster.about["joinedMembers"] else ()
    columns = (
        "handle", "account", "verdict", "role", *joined, "stability", "degree", "strength", "retweets", "status",
        "createdDay", "operator",
    )  # fmt: skip
    return make_table(
        f"{name}-members",
        render_text("cluster", "members_table"),
        cluster.members,
        columns,
        most=MEMBERS_SHOWN,
        total=cluster.about["members"],
    )


def _activity(cluster: ClusterData, name: str) -> Figure:
    rows = cluster.timeline.rows
    busiest = max(rows, key=lambda row: row["retweets"], default=None)
    words = partial(render_text, "figures/cluster_activity", busiest=busiest, unit=cluster.unit)
    columns = ("startAt", "retweets", "activeMembers", "retweetedAccounts")
    return make_figure(
        f"{name}-activity",
        words,
        lambda: plots.activity(as_frame(rows)),
        table=make_table(f"{name}-activity-table", words("table"), cluster.timeline, columns),
        missing="" if rows else words("missing"),
        description="reading",
    )


def _created(cluster: ClusterData, name: str) -> Figure:
    members = cluster.members.rows
    months = Counter(day.replace(day=1) for row in members if isinstance(day := row["createdDay"], date))
    rows: list[Row] = [{"month": month, "accounts": count} for month, count in sorted(months.items())]
    words = partial(
        render_text,
        "figures/cluster_created",
        read=len(members),
        members=cluster.about["members"],
        busiest=max(rows, key=lambda row: row["accounts"], default=None),
        dated=months.total(),
    )
    return make_figure(
        f"{name}-created",
        words,
        lambda: plots.created(as_frame(rows)),
        table=make_table(f"{name}-created-table", words("table"), rows, ("month", "accounts")),
        missing="" if rows else words("missing"),
        description="reading",
    )


def _hours(cluster: ClusterData, name: str) -> Figure:
    hours = cluster.hours
    rows: list[Row] = (
        [{"hour": hour, "acts": acts} for hour, acts in enumerate(hours["actionsByHour"])] if hours else []
    )
    words = partial(render_text, "figures/cluster_hours", hours=hours)
    return make_figure(
        f"{name}-hours",
        words,
        lambda: plots.hours(as_frame(rows)),
        table=make_table(f"{name}-hours-table", words("table"), rows, ("hour", "acts")),
        missing="" if rows else words("missing"),
        description="reading",
    )
