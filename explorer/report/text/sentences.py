"""What the report says in sentences: its findings, what was analysed, how, and how to do it again."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from explorer.common.durations import format_duration
from explorer.communities.parameters import OBJECTIVES
from explorer.detect.network.parameters import WEIGHTINGS
from explorer.detect.signals.registry import SIGNALS
from explorer.report.data.gather import Data
from explorer.report.data.queries import Row
from explorer.report.figures.parts import ENOUGH, number, percent, span, strongest
from explorer.report.text import caveats
from explorer.runs.parameters import DetectionParameters

LITERATURE: Final = (
    "Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical "
    "Society B "
    "57, 289-300.",
    "Cochran, W. G. (1977). Sampling Techniques, 3rd edition, sections 6.4 and 6.5.",
    "Giglietto, F., Righetti, N., Rossi, L. & Marino, G. (2020). It takes a village to manipulate the media. "
    "Information, "
    "Communication & Society 23, 867-891.",
    "Graham, T., Bruns, A., Zhu, G. & Campbell, R. (2020). Like a virus: the coordinated spread of coronavirus "
    "disinformation. The Australia Institute.",
    "Luceri, L., Pantè, V., Burghardt, K. & Ferrara, E. (2024). Unmasking the web of deceit. WWW 2024.",
    "Newman, M. E. J. (2006). Modularity and community structure in networks. PNAS 103, 8577-8582.",
    "Pacheco, D., Hui, P.-M., Torres-Lugo, C., Truong, B. T., Flammini, A. & Menczer, F. (2021). Uncovering "
    "coordinated "
    "networks on social media. ICWSM 2021.",
    "Simes, R. J. (1986). An improved Bonferroni procedure for multiple tests of significance. Biometrika 73, 751-754.",
    "Traag, V. A., Waltman, L. & van Eck, N. J. (2019). From Louvain to Leiden. Scientific Reports 9, 5233.",
    "Weber, D. & Neumann, F. (2021). Amplifying influence through coordinated behaviour in social networks. Social "
    "Network "
    "Analysis and Mining 11, 111.",
)


TIMES: Final = 100
"""Times that have to be looked at before all of them being even tells something."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A headline, and the id of the part of the page that it rests on."""

    text: str
    rests_on: str


def findings(data: Data) -> Iterator[Finding]:
    """Yield the headline findings that the data carry, the most important first."""
    run = data.run
    if not data.clusters:
        yield Finding("The run found no cluster: nothing is said below about coordination.", "method")
        return
    rate = run.get("significance")
    how = (
        f", with a false-discovery rate of {percent(rate)}"
        if rate is not None
        else ", by a fixed weight whose error is not known"
    )
    shown = len(data.clusters)
    cut = f" The {shown:,} with the highest score are shown here." if shown < run["clusters"] else ""
    yield Finding(
        f"{_many(run['clusters'], 'cluster')} of accounts that did the same things{near_in_time(data)}, in a network "
        f"of {_many(run['accounts'], 'account')} and {_many(run['edges'], 'edge')} between two of them{how}.{cut}",
        "clusters",
    )
    for row in _boosts(data):
        yield Finding(
            f"Cluster {row['cluster']} ({row['size']:,} accounts) made {percent(row['ofOutlet'])} of the retweets of "
            f"{row['outlet']} in these data ({row['retweets']:,}), {number(row['lift'])} times the usual share (95 "
            f"percent interval "
            f"{number(row['low'])} to {number(row['high'])}).",
            f"cluster-{row['cluster']}",
        )
    for top in data.concentration.rows:
        yield Finding(
            f"The most active 1 percent of the accounts made {percent(top['topShare'])} of the retweets of outlets.",
            "concentration",
        )
    yield from _suspensions(data)
    yield from _speed(data)


def near_in_time(data: Data) -> str:
    """Return what is said of their times."""
    return " at nearly the same time" if data.window else ""


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _boosts(data: Data) -> list[Row]:
    """Return two boosts at most: the one most beyond the usual, and the largest part of an outlet that is beyond it."""
    most = strongest(data.boosts.rows)
    sure = [row for row in data.boosts.rows if strongest([row])]
    part = max(sure, key=lambda row: (row["ofOutlet"], row["retweets"], -row["cluster"]), default=None)
    return [row for row in (most, part if part is not most else None) if row]


def _suspensions(data: Data) -> Iterator[Finding]:
    weeks = data.weekly.rows
    total, later = (
        sum(row["retweets"] for row in weeks),
        sum(row["suspendedMembers"] + row["bySuspended"] for row in weeks),
    )
    if later:
        yield Finding(
            f"Accounts suspended since made {percent(later / total)} of all retweets of outlets ({later:,} of "
            f"{total:,}).",
            "weekly",
        )
    known = sum(cluster.about.get("known") or 0 for cluster in data.clusters)
    suspended = sum(
        (cluster.about.get("suspended") or 0) * (cluster.about.get("known") or 0) for cluster in data.clusters
    )
    outside = next(iter(data.status.rows), None)
    if known and outside and outside["known"]:
        yield Finding(
            f"{percent(suspended / known)} of these clusters' members of known status are suspended, of all accounts "
            f"that retweet "
            f"outlets {percent(outside['suspended'] / outside['known'])}.",
            "wave-clusters",
        )


def _speed(data: Data) -> Iterator[Finding]:
    timed = [row for row in data.delays.rows if row["known"] and row["known"] >= ENOUGH]
    usual = next((row["median"] for row in data.everyone.rows if row["known"]), None)
    if timed and usual is not None:
        fastest = min(timed, key=lambda row: (row["median"], row["cluster"]))
        if fastest["median"] < usual:
            yield Finding(
                f"Of these clusters, {fastest['cluster']} retweets soonest: half of its retweets come within "
                f"{span(fastest['median'])} "
                f"of the post, of everyone's within {span(usual)}.",
                "delays",
            )


def method(data: Data) -> Iterator[str]:
    """Yield how the run came about, paragraph by paragraph."""
    run, told = data.run, data.parameters
    for name in str(run["signal"]).split(","):
        if signal := SIGNALS.get(name):
            source = f" Known from: {signal.literature}." if signal.literature else ""
            yield f"Signal {name}: {signal.description}.{source} What else looks like it: {signal.misleads}."
    within = f" within {format_duration(data.window)} of each other" if data.window else ", whenever it was"
    if run["window"] == 0:
        within = " at the same moment"
    yield (
        f"Two accounts are a pair where they did so{within}. An edge's weight counts "
        f"{WEIGHTINGS.get(run.get('weighting', 'objects'), run.get('weighting'))}; it is at least "
        f"{run.get('minWeight', 1):g}."
    )
    for removed in run.get("removed", ()):
        yield f"{removed}."
    yield from _error(run)
    if told:
        objective = told["objective"]
        yield (
            f"Clusters are communities by {objective}, {OBJECTIVES[objective]}, found with the Leiden algorithm (Traag "
            f"et al. "
            f"2019) at resolution {run.get('clusterResolution', 1):g}, the best of {told['seeds']} seeds (seed "
            f"{run['seed']}); "
            f"communities of fewer than {told['min_size']} accounts are left out. The modularity is "
            f"{run['modularity']:.3f}. Stability is how often members stay together with other seeds; rank 1 has the "
            f"highest score, "
            "which is edge weight inside beyond what is expected, per member."
        )
    yield (
        "Lift is the outlet's share of the cluster's retweets over its share of all retweets on the run's platforms. "
        "Its "
        "interval takes the cluster's members as the observations, not their retweets, which hang together: the "
        "variance of a "
        "ratio of sums (Cochran 1977, section 6.4), at least that of a Poisson count, on the scale of logarithms, by "
        "Student's t. "
        "It tells how much hangs on single members; it does not tell what other data would show."
    )


def _error(run: dict[str, Any] | Any) -> Iterator[str]:
    rate = run.get("significance")
    if rate is None:
        yield "A minimum weight alone decided: how many of these edges are chance is not known."
        return
    pairs = ", ".join(f"{count:,}" for count in run["hypotheses"])
    yield (
        f"Each of {pairs} pairs of accounts was held against what waking hours and reaction times explain; an edge is "
        f"of tier A if "
        f"neither does, at a false-discovery rate of {percent(rate)} over edges and over accounts (Benjamini and "
        f"Hochberg 1995; Simes 1986). "
        f"Clusters are made of tier A alone. {run.get('tierB', 0):,} edges of tier B, which reaction times or a short "
        f"campaign may "
        "explain, are in no cluster."
    )
    if run.get("auditAwake"):
        worst = max(*run["auditAwake"], *run["auditReaction"])
        yield (
            "Audit: the data were shuffled, accounts among the acts of their hours and delays among the acts of their "
            "accounts, and "
            f"searched by the same cut. That found at most {percent(worst)} of as many edges as the data."
        )
    else:
        yield "No audit was made: the rate rests on formulas alone."
    if (told := min(run.get("originsTold", [1.0]))) < 1:
        yield (
            f"When an object was published is known of {percent(told)}; for the others reaction times count from its "
            f"first event."
        )


def command(data: Data) -> str:
    """Return the command that makes the run anew from the same data; '' where the run does not tell its parameters."""
    if not data.parameters:
        return ""
    told = dict(data.parameters)
    usual = json.loads(DetectionParameters().as_json())
    parts = ["explorer detect", f"--signal {data.run['signal']}", f"--window {format_duration(data.run['window'])}"]
    rate = told.pop("significance", None)
    parts.append(f"--significance {rate['rate']:g} --audit-draws {rate['draws']}" if rate else "--significance off")
    if "seed" in data.run:
        parts.append(f"--seed {data.run['seed']}")
    names = {"min_size": "min-cluster-size"}
    for name in sorted(told.keys() - {"signal", "window", "seed"}):
        value = told[name]
        if value in (usual.get(name), None, [], ()):
            continue
        option = f"--{names.get(name, name.replace('_', '-'))}"
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        parts.append(option if value is True else f"{option} {shlex.quote(text)}")
    return " ".join(parts)


def limits(data: Data) -> Iterator[str]:
    """Yield what these data cannot carry."""
    run = data.run
    if data.simulated:
        yield "Simulated data are among these: nothing in them is real, whatever names they bear."
    resolution = run.get("resolution", 1)
    if resolution > 1:
        yield (
            f"Times are told to {resolution:,} seconds only: within less nothing can be said of who was first or how "
            f"fast."
        )
    for row in data.times.rows:
        # a few times may be even by chance
        if row["declared"] and row["observed"] > row["declared"] and row["sample"] >= TIMES:
            yield (
                f"All {row['sample']:,} times of {row['of']} that were looked at in {row['file'] or 'one import'} fall "
                f"on multiples of {row['observed']:,} seconds, though its format tells finer ones: they may have been "
                "rounded."
            )
    stubs = sum(row["ofStubs"] for row in data.stubs.rows)
    if stubs:
        yield f"Of {stubs:,} retweets only the retweeted account is known, not the post."
    if run.get("leftOut"):
        yield f"{run['leftOut']:,} records do not tell what the signal needs and were left out."
    first = next(iter(data.status.rows), None)
    if first is None or not first["known"]:
        yield "Of no account that retweets outlets is the status known: nothing can be said of suspensions."
    elif first["share"] < 1:
        observed = f", observed from {first['from']} to {first['to']}" if first["from"] else ""
        yield (
            f"Of {first['accounts']:,} accounts that retweet outlets the status of {first['known']:,} is known "
            f"({percent(first['share'])})"
            f"{observed}."
        )
    if not any(row["known"] for row in [*data.delays.rows, *data.everyone.rows]):
        yield "When posts were published is not known: nothing can be said of how fast accounts react."
    if not data.boosts.rows:
        yield caveats.no_boosts(data)
    yield from caveats.of_changes(data)
    if not data.imports.rows:
        yield "The graph does not say which files it holds, so that their rows cannot be accounted for."
