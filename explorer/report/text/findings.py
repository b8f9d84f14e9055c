"""The headline findings of the report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.report.data.boosts import ENOUGH_RETWEETS, outlet_retweets, strongest_boost
from explorer.report.data.queries import Row
from explorer.report.data.report_data import ReportData
from explorer.report.text.prose import render_text


@dataclass(frozen=True, slots=True)
class Finding:
    """A headline finding.

    Attributes:
        text: The finding, one to three sentences.
        evidence: The id of the part of the page that shows the evidence.
    """

    text: str
    evidence: str


def needs_several_objects(run: Mapping[str, Any]) -> bool:
    """Return whether an edge of the run needs several objects that both accounts acted on."""
    return bool(run.get("weighting", "objects") == "objects" and (run.get("minWeight") or 1) > 1)


def findings(data: ReportData) -> Iterator[Finding]:
    """Yield the headline findings that the data support, the most important first."""
    run = data.run
    if not data.clusters:
        yield Finding(render_text("findings", "no_clusters"), "method")
        return
    headline = render_text(
        "findings",
        "clusters",
        clusters=run["clusters"],
        accounts=run["accounts"],
        edges=run["edges"],
        shown=len(data.clusters),
        retweets=run["signal"] == "co-retweet",
        repeated=needs_several_objects(run),
        noun=data.clusters[0].noun,
        window=data.window,
        scanned=run.get("windows"),
        rate=run.get("significance"),
    )
    yield Finding(headline, "clusters")
    for boost in _headline_boosts(data):
        text = render_text("findings", "boost", boost=boost, total=outlet_retweets(boost))
        yield Finding(text, f"cluster-{boost['cluster']}")
    for row in data.concentration.rows:
        yield Finding(render_text("findings", "concentration", top=row), "concentration")
    yield from _suspensions(data)
    yield from _speed(data)


def _headline_boosts(data: ReportData) -> list[Row]:
    """Return the boost with the most excess retweets, and the one with the largest share of an outlet."""
    strongest = strongest_boost(data.outlets.rows)
    enough = (row for row in data.outlets.rows if row["isBoost"] and row["retweets"] >= ENOUGH_RETWEETS)
    largest = max(enough, key=lambda row: (row["shareOfOutlet"], row["retweets"], -row["cluster"]), default=None)
    return [row for row in (strongest, largest if largest is not strongest else None) if row]


def _suspensions(data: ReportData) -> Iterator[Finding]:
    weeks = data.weekly.rows
    suspended = sum(row["suspendedMemberRetweets"] + row["otherSuspendedRetweets"] for row in weeks)
    if suspended:
        retweets = sum(row["retweets"] for row in weeks)
        yield Finding(render_text("findings", "suspended_retweets", suspended=suspended, all=retweets), "weekly")
    known = sum(cluster.about.get("membersWithStatus") or 0 for cluster in data.clusters)
    members = sum(
        (cluster.about.get("suspendedKnownShare") or 0) * (cluster.about.get("membersWithStatus") or 0)
        for cluster in data.clusters
    )
    amplifiers = next(iter(data.status.rows), None)
    if known and amplifiers and amplifiers["accountsWithStatus"]:
        text = render_text(
            "findings",
            "suspended_members",
            clusters=len(data.clusters),
            suspended=members,
            known=known,
            suspended_amplifiers=amplifiers["suspendedAccounts"],
            known_amplifiers=amplifiers["accountsWithStatus"],
        )
        yield Finding(text, "wave-clusters")


def _speed(data: ReportData) -> Iterator[Finding]:
    timed = [
        row for row in data.delays.rows if row["retweetsWithDelay"] and row["retweetsWithDelay"] >= ENOUGH_RETWEETS
    ]
    usual = next((row["medianDelay"] for row in data.everyone.rows if row["retweetsWithDelay"]), None)
    if timed and usual is not None:
        fastest = min(timed, key=lambda row: (row["medianDelay"], row["cluster"]))
        if fastest["medianDelay"] < usual:
            median = fastest["medianDelay"]
            text = render_text("findings", "speed", cluster=fastest["cluster"], median=median, usual=usual)
            yield Finding(text, "delays")
