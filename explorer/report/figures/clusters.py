"""The section of each cluster: who is in it, whom it boosts, when, on which posts, and what became of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from explorer.output import plots
from explorer.report.data.gather import ClusterData
from explorer.report.data.queries import Row
from explorer.report.figures.draw import Chart, as_frame, with_picture
from explorer.report.figures.parts import Figure, Table, number, percent, span, strongest, table
from explorer.report.text import caveats

SHOWN: Final = 25
"""Members shown, the most strongly tied."""
OUTLETS: Final = 10
"""Outlets shown, the most retweeted."""


@dataclass(frozen=True, slots=True)
class Section:
    """A cluster on the page.

    Attributes:
        rank: its rank, and the name of its section.
        heading: for people.
        verdict: what a person judged of it, '' where nobody did.
        facts: names and values, in order.
        summary: a sentence or two.
        tables: members, outlets or targets, posts.
        figures: the small ones.
        caveats: what it demands to be said.
    """

    rank: int
    heading: str
    verdict: str
    facts: list[tuple[str, str]]
    summary: str
    tables: list[Table]
    figures: list[Figure]
    caveats: list[str]


def section(cluster: ClusterData) -> Section:
    """Return the section of a cluster."""
    about = cluster.about
    name = f"cluster-{cluster.rank}"
    return Section(
        rank=cluster.rank,
        heading=f"Cluster {cluster.rank}: {about['size']:,} accounts",
        verdict="" if about["verdict"] in {None, "withdrawn"} else about["verdict"],
        facts=list(_facts(cluster)),
        summary=_summary(cluster),
        tables=[_outlets(cluster, name), _posts(cluster, name), _members(cluster, name)],
        figures=[_activity(cluster, name), _created(cluster, name), _hours(cluster, name)],
        caveats=caveats.of_cluster(about, cluster.boosts.rows),
    )


def _facts(cluster: ClusterData) -> Iterator[tuple[str, str]]:
    about = cluster.about
    if about["verdict"]:
        carried = f", carried from {about['carriedFrom']}" if about["carriedFrom"] else ""
        why = f": {about['note']}" if about["note"] else ""
        who = f" by {about['judgedBy']}" if about["judgedBy"] else ""
        yield "judged", f"{about['verdict']}{who} on {about['judgedAt']:%Y-%m-%d}{carried}{why}"
    yield "score", number(float(about["score"]))
    yield "edges", f"{about['edges']:,}, {percent(about['density'])} of the pairs of members"
    if about["stability"] is not None:
        yield "stability", f"{about['stability']:.2f}"
    yield "core", f"{about['core']:,} of {about['size']:,} members"
    if about["retweets"] is not None:
        yield "retweets", f"{about['retweets']:,}"
    if about.get("known"):
        # a share of those whose status is known
        suspended = round(about["suspended"] * about["known"])
        yield "suspended", f"{suspended:,} of {about['known']:,} of known status ({percent(about['suspended'])})"
    else:
        yield "suspended", "no status is known"
    ages = cluster.ages
    if ages and ages["dated"]:
        yield (
            "created",
            f"{ages['dated']:,} known, on {ages['days']:,} days; most on {ages['busiest']} ({ages['onBusiest']:,})",
        )
    if about.get("location"):
        yield "claim to be in", f"{about['location']} ({about['claiming']:,} of {about['located']:,} that name a place)"


def _summary(cluster: ClusterData) -> str:
    told = []
    if boost := strongest(cluster.boosts.rows):
        told.append(
            f"It boosts {boost['outlet']}: {boost['retweets']:,} retweets by {boost['accounts']:,} of its members, "
            f"{percent(boost['ofOutlet'])} of what the outlet got in these data, {number(boost['lift'])} times the "
            f"usual share "
            f"(95 percent interval {number(boost['low'])} to {number(boost['high'])})."
        )
    elif cluster.boosts.rows:
        told.append("It retweets outlets, but none of them often enough to say that it does so more than others do.")
    elif cluster.targets.rows:
        first = cluster.targets.rows[0]
        told.append(
            f"It retweets no outlet of the registry; most often it retweets {first['handle'] or first['target']}: "
            f"{first['retweets']:,} times by {first['accounts']:,} of its members."
        )
    if cluster.evidence.rows:
        best = cluster.evidence.rows[0]
        told.append(f"{best['members']:,} of its members met on one {cluster.noun} within {span(best['seconds'])}.")
    return " ".join(told)


def _outlets(cluster: ClusterData, name: str) -> Table:
    if cluster.boosts.rows or not cluster.targets.rows:
        return table(
            f"{name}-outlets",
            "Outlets it boosts, the most retweeted first",
            cluster.boosts,
            ("outlet", "state", "retweets", "accounts", "ofCluster", "ofOutlet", "ofMost", "lift", "low", "high"),
            most=OUTLETS,
        )
    return table(
        f"{name}-targets",
        "Accounts it retweets most; none is run by an outlet of the registry",
        cluster.targets,
        ("target", "handle", "member", "retweets", "accounts", "ofCluster", "ofTarget", "lift", "start"),
    )


def _posts(cluster: ClusterData, name: str) -> Table:
    return table(
        f"{name}-posts",
        f"Its tightest {cluster.noun}s: where most members met within the run's window, of equals the closest",
        cluster.evidence,
        ("object", "author", "members", "seconds", "first", "last", "handles", "text"),
    )


def _members(cluster: ClusterData, name: str) -> Table:
    return table(
        f"{name}-members",
        "Members, the most strongly tied first",
        cluster.members,
        (
            "handle",
            "account",
            "verdict",
            "role",
            "stability",
            "degree",
            "strength",
            "retweets",
            "status",
            "created",
            "outlet",
        ),
        most=SHOWN,
        total=cluster.about["size"],
    )


def _activity(cluster: ClusterData, name: str) -> Figure:
    rows = cluster.timeline.rows
    busiest = max(rows, key=lambda row: row["retweets"], default=None)
    when = "on" if cluster.unit == "day" else "in the week from"
    finding = (
        f"Most {when} {busiest['start']:%Y-%m-%d}: {busiest['retweets']:,} retweets by {busiest['active']:,} members."
        if busiest
        else ""
    )
    return _small(
        Figure(
            f"{name}-activity",
            "When it was active",
            f"Retweets by its members, of anyone, over time. {finding}",
            None,
            table(
                f"{name}-activity-table",
                "Its retweets over time",
                cluster.timeline,
                ("start", "retweets", "active", "targets"),
            ),
            missing="" if rows else "None of its retweets is known one by one.",
        ),
        lambda: plots.activity(as_frame(rows)),
    )


def _created(cluster: ClusterData, name: str) -> Figure:
    months = Counter(day.replace(day=1) for row in cluster.members.rows if isinstance(day := row["created"], date))
    rows: list[Row] = [{"month": month, "accounts": count} for month, count in sorted(months.items())]
    most = max(rows, key=lambda row: row["accounts"], default=None)
    read, size = len(cluster.members.rows), cluster.about["size"]
    who = "Members" if read == size else f"The {read:,} most strongly tied of {size:,} members"
    return _small(
        Figure(
            f"{name}-created",
            "When its accounts were created",
            f"{who} by the month of their creation."
            + (f" Most in {most['month']:%Y-%m}: {most['accounts']:,} of {sum(months.values()):,}." if most else ""),
            None,
            table(f"{name}-created-table", "Its members by the month of their creation", rows, ("month", "accounts")),
            missing="" if rows else "Of no member is it known when it was created.",
        ),
        lambda: plots.created(as_frame(rows)),
    )


def _hours(cluster: ClusterData, name: str) -> Figure:
    told = cluster.hours
    rows: list[Row] = [{"hour": hour, "acts": acts} for hour, acts in enumerate(told["hours"])] if told else []
    quiet = (
        f"The eight quietest hours from {told['quietFrom'][0]:02}:00 on hold {percent(told['quietest'])}; a third "
        "would be no rhythm."
        if told
        else ""
    )
    return _small(
        Figure(
            f"{name}-hours",
            "At which hours it acts",
            f"Retweets and posts of its members by the hour of the day, UTC. {quiet}",
            None,
            table(f"{name}-hours-table", "Its acts by the hour of the day, UTC", rows, ("hour", "acts")),
            missing="" if rows else "The hour of none of its acts is known.",
        ),
        lambda: plots.hours(as_frame(rows)),
    )


def _small(figure: Figure, chart: Callable[[], Chart]) -> Figure:
    """Return a small figure, whose reading tells the finding, too."""
    return with_picture(figure, chart, figure.reading)
