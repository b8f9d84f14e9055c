"""The main job's middle: events out of the graph, the network, its clusters, the run back into the graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import numpy as np
import polars as pl

from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.communities.clusters import Clusters, find_clusters
from explorer.communities.layers import Layer, share_accounts
from explorer.detect.network.model import Network
from explorer.detect.significance.significance import Significance, find_edges
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.lock import write_lock
from explorer.graph.rollups import refresh_rollups
from explorer.graph.runs.runs import write_run
from explorer.model.nodes import SIGNAL_PARAMETERS
from explorer.runs.events import SignalEvents, allow_list_fingerprint, join_fingerprints, left_out_accounts, read_layer
from explorer.runs.parameters import DetectionParameters


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
    with write_lock(graph, progress=progress):
        return _detect(graph, parameters, progress)


def _detect(graph: Connection, parameters: DetectionParameters, progress: Progress) -> Run:
    refresh_rollups(graph, progress=progress)
    allowed = left_out_accounts(graph, parameters)
    networks, facts, significance, left_out = [], [], [], []
    coarse: list[str] = []
    for signal in parameters.signals:
        read = read_layer(graph, parameters, signal, without_accounts=allowed, progress=progress)
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


def _facts(read: SignalEvents, *, timeless: bool) -> dict[str, Any]:
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


def run_id(parameters: str, fingerprint: str, allow_list: str | None) -> str:
    """Return the id of a run: the same for the same question about the same data.

    Args:
        parameters: `DetectionParameters.as_json`.
        fingerprint: Fingerprint of the events.
        allow_list: Fingerprint of the allow list, if its accounts are left out. A different list is a different
            question, even if it leaves out the same events.
    """
    question = " ".join([parameters, fingerprint, *([] if allow_list is None else [allow_list])])
    return sha256(question.encode()).hexdigest()[:12]


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
    allow_list = allow_list_fingerprint(allowed) if parameters.leave_out_allowed else None
    listed = {} if allow_list is None else {"allowed": len(allowed), "allowList": allow_list}
    return {
        "runId": run_id(text, fingerprint, allow_list),
        "signal": parameters.signal,
        "weighting": parameters.network.weighting,
        "window": parameters.network.window,
        "minWeight": parameters.network.min_weight,
        **{
            SIGNAL_PARAMETERS[name].name: float(value)
            for signal in parameters.signals
            for name, value in signal.settings.items()
        },
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
        properties["auditAwake"] = [audit.activity for audit in audits]
        properties["auditReaction"] = [audit.reaction for audit in audits]
    return properties
