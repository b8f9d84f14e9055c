"""The main job's middle: events out of the graph, the network, its clusters, the run back into the graph."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Self, get_type_hints

import numpy as np
import polars as pl

from explorer import __version__
from explorer.communities import ClusterParameters, Clusters, Layer, find_clusters, share_accounts
from explorer.detect.events import Events
from explorer.detect.filters import ALLOW_LISTED, Removed
from explorer.detect.network import Network
from explorer.detect.parameters import NetworkParameters, check_resolution, is_resolved
from explorer.detect.records import Records
from explorer.detect.signals import CO_RETWEET, Signal, as_parameters, nothing_found
from explorer.detect.significance import Significance, SignificanceParameters, find_edges
from explorer.errors import GraphError, UsageError
from explorer.graph.connect import Connection
from explorer.graph.judgements import ALLOWED, read_account_judgements
from explorer.graph.lock import only_writer
from explorer.graph.read import Source, kinds_in, read_records, read_sources
from explorer.graph.rollups import refresh_rollups
from explorer.graph.runs import write_run
from explorer.parameters import read_parameters
from explorer.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class DetectionParameters:
    """All that a run's outcome depends on besides the data.

    Attributes:
        signals: what counts as doing the same; of several, each makes a network of its own, a layer.
        layer_weights: how much each layer counts for the clusters, one per signal; empty: 1 each.
        network: weighting, window and filters, the same for every signal.
        significance: how sure edges are to be; None for fixed weights.
        clusters: how communities are sought in the layers together.
        platform: only accounts of this platform; None for all.
        leave_out_coarse: leave out imports whose times are coarser than the window, instead of refusing.
        leave_out_allowed: leave out what accounts on the allow list did; what others did with their posts stays.

    Raises:
        UsageError: if there is no signal, one is named twice, or the weights do not fit.
    """

    signals: tuple[Signal, ...] = (CO_RETWEET,)
    layer_weights: tuple[float, ...] = ()
    network: NetworkParameters = field(default_factory=NetworkParameters)
    significance: SignificanceParameters | None = None
    clusters: ClusterParameters = field(default_factory=ClusterParameters)
    platform: str | None = None
    leave_out_coarse: bool = False
    leave_out_allowed: bool = False

    def __post_init__(self) -> None:
        """Refuse layers that do not fit together."""
        names = [signal.name for signal in self.signals]
        if not names or len(set(names)) < len(names):
            raise UsageError(f"The signals are {', '.join(names) or 'none'}.", hint="Name one or more, each once: a,b.")
        if self.layer_weights and len(self.layer_weights) != len(names):
            raise UsageError(
                f"{len(names)} signals have {len(self.layer_weights)} layer weights.",
                hint="Give one weight for each signal, in the same order: 1,0.5",
            )
        if not all(0 < weight < float("inf") for weight in self.layer_weights):
            raise UsageError("A layer's weight is not above 0.", hint="Leave out the signal that is not to count.")

    @property
    def signal(self) -> str:
        """The signals' names, with commas between them."""
        return ",".join(signal.name for signal in self.signals)

    def as_json(self) -> str:
        """Return the parameters as JSON, the same text for the same parameters."""
        network, clusters = asdict(self.network), asdict(self.clusters)
        flat: dict[str, Any] = {
            "platform": self.platform,
            "leave_out_coarse": self.leave_out_coarse,
            "layer_weights": self.layer_weights,
        }
        # told only where it is asked for: runs of before there was an allow list keep their ids
        if self.leave_out_allowed:
            flat["leave_out_allowed"] = True
        for signal in self.signals:
            flat |= as_parameters(signal)
        flat |= network | network["filters"] | clusters | {"signal": self.signal}
        del flat["filters"]
        if self.clusters.resolution is None:
            flat["resolution"] = "scan"
        # the seed is one, told once
        flat["significance"] = self.significance and {"rate": self.significance.rate, "draws": self.significance.draws}
        return json.dumps(flat, sort_keys=True)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return the parameters that `as_json` told, decoded.

        Raises:
            InputError: if they are not of that form.
            UsageError: if a value is out of range.
        """
        simple = {name: kind for name, kind in get_type_hints(cls).items() if kind in (bool, str, str | None)}
        return cls(**read_parameters(told, simple))


@dataclass(frozen=True, slots=True)
class Run:
    """A finished detection: what was written to the graph.

    Attributes:
        properties: of the Run node.
        networks: of each signal, edges of tier B included, which are in no cluster.
        significance: of each signal, what its edges' statistics rest on; None where fixed weights decide.
        clusters: of all signals together.
        left_out: of each signal, records that do not carry it: the reason and how many.
        left_out_files: imports whose times are coarser than the window.
    """

    properties: dict[str, Any]
    networks: tuple[Network, ...]
    significance: tuple[Significance | None, ...]
    clusters: Clusters
    left_out: tuple[Mapping[str, int], ...]
    left_out_files: tuple[str, ...]


def detect(graph: Connection, parameters: DetectionParameters, *, progress: Progress = silent) -> Run:
    """Find clusters of coordinated accounts and write them to the graph as a run.

    The same parameters on the same data give the same runId and replace the earlier result in one step. Waits while
    another command writes to the graph, and keeps others waiting: what is read must be there when the run is written.

    Raises:
        UsageError: if the window is finer than the data's times.
        GraphError: if there are no retweets to analyse, an import broke off, or Neo4j cannot be reached.
    """
    with only_writer(graph, progress=progress):
        return _detect(graph, parameters, progress)


def _detect(graph: Connection, parameters: DetectionParameters, progress: Progress) -> Run:
    refresh_rollups(graph, progress=progress)
    allowed = left_out_accounts(graph, parameters)
    networks, facts, significance, left_out = [], [], [], []
    coarse: list[str] = []
    for signal in parameters.signals:
        read = read_signal(
            graph,
            signal,
            parameters.network.window,
            platform=parameters.platform,
            leave_out_coarse=parameters.leave_out_coarse,
            without_accounts=allowed,
            progress=progress,
        )
        network, rests_on = find_edges(read.events, parameters.network, parameters.significance, progress=progress)
        networks.append(replace(network.undirected(), removed=(*read.removed, *network.removed)))
        significance.append(rests_on)
        left_out.append(read.left_out)
        facts.append(_facts(read, timeless=signal.timeless))
        coarse.extend(source.file for source in read.coarse)
        del read, network
    networks = share_accounts(networks)
    layers = [
        Layer(network, weight, None if network.statistics is None else network.statistics.expected)
        for network, weight in zip(
            (network.tier("A") for network in networks),
            parameters.layer_weights or [1.0] * len(networks),
            strict=True,
        )
    ]
    clusters = find_clusters(layers, parameters.clusters, progress=progress)
    run = _run_properties(parameters, facts, [layer.network for layer in layers], clusters, allowed) | _how_sure(
        parameters, networks, significance
    )
    edges = [
        network.edges().with_columns(
            *([pl.Series("moments", network.statistics.moments)] if network.statistics else []),
            objects=pl.Series(network.objects),
            signal=pl.lit(signal.name),
        )
        for signal, network in zip(parameters.signals, networks, strict=True)
    ]
    write_run(
        graph,
        run=run,
        edges=pl.concat(edges),
        clusters=clusters.clusters,
        members=clusters.members,
        progress=progress,
    )
    return Run(run, tuple(networks), tuple(significance), clusters, tuple(left_out), tuple(dict.fromkeys(coarse)))


@dataclass(frozen=True, slots=True)
class Read:
    """A signal's events in the graph.

    Attributes:
        events: the events.
        left_out: records that do not carry the signal: the reason and how many.
        coarse: imports that were left out, because their times are coarser than the window.
        resolution: seconds, how finely the others tell time.
        removed: what the accounts that were to be left out did.
    """

    events: Events
    left_out: Mapping[str, int]
    coarse: tuple[Source, ...]
    resolution: int
    removed: tuple[Removed, ...] = ()


def read_signal(
    graph: Connection,
    signal: Signal,
    window: int,
    *,
    platform: str | None = None,
    leave_out_coarse: bool = False,
    without_accounts: Collection[str] = (),
    progress: Progress = silent,
) -> Read:
    """Read a signal's events.

    Args:
        graph: the graph.
        signal: what counts as doing the same.
        window: milliseconds; imports whose times are coarser are refused, or left out.
        platform: only accounts of this platform; None for all.
        leave_out_coarse: whether they are left out.
        without_accounts: keys of accounts on the allow list, whose acts are left out.
        progress: told of records read.

    Raises:
        UsageError: if the window is finer than the times of an import.
        GraphError: if there is no event, or an import broke off.
    """
    sources = read_sources(graph, signal.kind, platform=platform)
    coarse = [] if signal.timeless else [s for s in sources if not is_resolved(window, s.resolution)]
    if not leave_out_coarse:
        for source in coarse:
            check_resolution(window, source.resolution)
    records = read_records(
        graph,
        signal.kind,
        platform=platform,
        without_imports=tuple(source.import_id for source in coarse),
        progress=progress,
    )
    records, removed = _without(records, without_accounts)
    found = signal.find(records, progress=progress)
    if found.events.is_empty():
        if coarse:
            raise GraphError("All imports are coarser than the window.", hint="Choose a wider --window.")
        where = f"the graph on platform {platform!r}" if platform else "the graph"
        message, hint = nothing_found(signal, where, found.left_out, kinds_in(graph))
        raise GraphError(message, hint=hint or "Import some: explorer import --help")
    resolution = max((source.resolution for source in sources if source not in coarse), default=1)
    return Read(Events.from_frame(found.events, found.told), found.left_out, tuple(coarse), resolution, removed)


def _without(records: Records, accounts: Collection[str]) -> tuple[Records, tuple[Removed, ...]]:
    """Return the records without what accounts on the allow list did: signals must not build on it, either."""
    if not accounts:
        return records, ()
    listed = records.acts["account"].is_in(pl.Series(accounts, dtype=pl.String).implode()).fill_null(False)
    gone = records.acts.filter(listed)
    removed = Removed(ALLOW_LISTED, accounts=gone["account"].n_unique(), events=gone.height)
    return replace(records, acts=records.acts.filter(~listed)), (removed,)


def _facts(read: Read, *, timeless: bool) -> dict[str, Any]:
    events = read.events
    first, last = (datetime.fromtimestamp(int(t) / 1000, UTC) for t in (events.time.min(), events.time.max()))
    return {
        "fingerprint": events.fingerprint(),
        "events": len(events),
        "leftOut": sum(read.left_out.values()),
        "resolution": read.resolution,
        "platforms": events.accounts.str.split(":").list.first().unique().to_list(),
        "period": () if timeless else (first, last),
    }


def left_out_accounts(graph: Connection, parameters: DetectionParameters) -> tuple[str, ...]:
    """Return the keys of the accounts whose acts are left out: those on the allow list, where that is asked for."""
    return tuple(read_account_judgements(graph, verdict=ALLOWED)["account"]) if parameters.leave_out_allowed else ()


def join_fingerprints(prints: Sequence[str]) -> str:
    """Return the fingerprint of a run's data: that of its signal's events, or one of several signals together."""
    return prints[0] if len(prints) == 1 else sha256(" ".join(prints).encode()).hexdigest()[:32]


def allow_list_fingerprint(allowed: Sequence[str]) -> str:
    """Return the fingerprint of what `left_out_accounts` returns."""
    return sha256("\n".join(allowed).encode()).hexdigest()[:32]


def _run_properties(
    parameters: DetectionParameters,
    facts: list[dict[str, Any]],
    networks: list[Network],
    clusters: Clusters,
    allowed: Sequence[str],
) -> dict[str, Any]:
    fingerprint = join_fingerprints([told["fingerprint"] for told in facts])
    text = parameters.as_json()
    times = [time for told in facts for time in told["period"]]
    question, listed = f"{text} {fingerprint}", {}
    if parameters.leave_out_allowed:
        listed = {"allowed": len(allowed), "allowList": allow_list_fingerprint(allowed)}
        # another list is another question, even where it leaves out the same events
        question += f" {listed['allowList']}"
    return {
        "runId": sha256(question.encode()).hexdigest()[:12],
        "signal": parameters.signal,
        "weighting": parameters.network.weighting,
        "window": parameters.network.window,
        "minWeight": parameters.network.min_weight,
        "parameters": text,
        "seed": parameters.clusters.seed,
        "fingerprint": fingerprint,
        "version": __version__,
        "events": sum(told["events"] for told in facts),
        "leftOut": sum(told["leftOut"] for told in facts),
        "accounts": len(np.unique(np.concatenate([ends for n in networks for ends in (n.source, n.target)]))),
        "edges": sum(map(len, networks)),
        "removed": [str(removed) for network in networks for removed in network.removed],
        "clusters": clusters.clusters.height,
        "modularity": clusters.modularity,
        "clusterResolution": clusters.resolution,
        "platforms": sorted({platform for told in facts for platform in told["platforms"]}),
        "resolution": max(told["resolution"] for told in facts),
        **listed,
    } | ({"dataFrom": min(times), "dataUntil": max(times)} if times else {})


def _how_sure(
    parameters: DetectionParameters, networks: Sequence[Network], significance: Sequence[Significance | None]
) -> dict[str, Any]:
    found = [told for told in significance if told]
    if not found or parameters.significance is None:
        return {}
    properties: dict[str, Any] = {
        "significance": parameters.significance.rate,
        "tierB": sum(len(network.tier("B")) for network in networks),
        "hypotheses": [told.hypotheses for told in found],
        "cut": [told.cut for told in found],
        "originsTold": [told.origins_told for told in found],
    }
    audits = [told.audit for told in found if told.audit]
    if len(audits) == len(found):
        properties["auditAwake"] = [audit.awake for audit in audits]
        properties["auditReaction"] = [audit.reaction for audit in audits]
    return properties
