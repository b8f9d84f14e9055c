"""Run detection: read events from the graph, build the network, find its clusters, write the run to the graph."""

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
from explorer.communities.joined import add_joined_accounts
from explorer.communities.layers import Layer, share_accounts
from explorer.detect.network.model import Network
from explorer.detect.significance.result import Significance
from explorer.detect.significance.significance import find_edges
from explorer.graph.connection.connect import Connection
from explorer.graph.lock import write_lock
from explorer.graph.rollups import refresh_rollups
from explorer.graph.runs.run_tables import read_accounts
from explorer.graph.runs.runs import write_run
from explorer.model.run_nodes import SIGNAL_PARAMETERS
from explorer.runs.events import SignalEvents, allow_list_fingerprint, join_fingerprints, left_out_accounts, read_layer
from explorer.runs.parameters import DetectionParameters
from explorer.runs.triggers import likely_triggers, trigger_accounts


@dataclass(frozen=True, slots=True)
class DetectionResult:
    """A finished detection: what was written to the graph.

    Attributes:
        properties: Properties of the Run node.
        networks: Network of each signal, with the edges of all tiers.
        significance: For each signal, how the tiers of its edges were decided; None with fixed weights.
        triggers: For each signal, the likely common triggers with the most edges, as text.
        clusters: Clusters of all signals together.
        left_out: For each signal, reasons why records do not carry it, with numbers.
        left_out_files: Imports whose times are coarser than the window.
    """

    properties: dict[str, Any]
    networks: tuple[Network, ...]
    significance: tuple[Significance | None, ...]
    triggers: tuple[tuple[str, ...], ...]
    clusters: Clusters
    left_out: tuple[Mapping[str, int], ...]
    left_out_files: tuple[str, ...]


def detect(graph: Connection, parameters: DetectionParameters, *, progress: Progress = silent) -> DetectionResult:
    """Find clusters of accounts that appear coordinated, and write them to the graph as a run.

    The same parameters on the same data give the same runId and replace the earlier result in one transaction. Waits
    while another command writes to the graph, and makes others wait, so that the data does not change before the run is
    written.

    Raises:
        UsageError: If the window is finer than the data's times.
        GraphError: If there are no events to analyse, an import is incomplete, or Neo4j cannot be reached.
    """
    with write_lock(graph, progress=progress):
        return _detect(graph, parameters, progress)


def _detect(graph: Connection, parameters: DetectionParameters, progress: Progress) -> DetectionResult:
    refresh_rollups(graph, progress=progress)
    allowed = left_out_accounts(graph, parameters)
    networks, facts, significance, left_out = [], [], [], []
    coarse: list[str] = []
    for signal in parameters.signals:
        layer = read_layer(graph, parameters, signal, without_accounts=allowed, progress=progress)
        network, tested = find_edges(layer.events, parameters.network, parameters.significance, progress=progress)
        networks.append(replace(network.undirected(), exclusions=(*layer.exclusions, *network.exclusions)))
        significance.append(tested)
        left_out.append(layer.left_out)
        facts.append(_facts(layer, timeless=signal.timeless))
        coarse.extend(source.file for source in layer.coarse)
        del layer, network
    networks = share_accounts(networks)
    layers = [
        Layer(network, weight, None if network.statistics is None else network.statistics.expected)
        for network, weight in zip(
            (network.tier("A") for network in networks),
            parameters.layer_weights or [1.0] * len(networks),
            strict=True,
        )
    ]
    clusters = add_joined_accounts(
        find_clusters(layers, parameters.clusters, progress=progress),
        [network.tier("joined") for network in networks if network.statistics is not None],
    )
    triggers = _describe_triggers(graph, networks)
    run = _run_properties(
        parameters, facts, [layer.network for layer in layers], clusters, allowed
    ) | _significance_properties(parameters, networks, significance, triggers)
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
    return DetectionResult(
        run, tuple(networks), tuple(significance), triggers, clusters, tuple(left_out), tuple(dict.fromkeys(coarse))
    )


def _facts(layer: SignalEvents, *, timeless: bool) -> dict[str, Any]:
    events = layer.events
    first, last = (datetime.fromtimestamp(int(t) / 1000, UTC) for t in (events.time.min(), events.time.max()))
    return {
        "fingerprint": events.fingerprint(),
        "events": len(events),
        "leftOut": sum(layer.left_out.values()),
        "resolution": layer.resolution,
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
    fingerprint = join_fingerprints([layer["fingerprint"] for layer in facts])
    text = parameters.as_json()
    times = [time for layer in facts for time in layer["period"]]
    allow_list = allow_list_fingerprint(allowed) if parameters.leave_out_allowed else None
    listed = {} if allow_list is None else {"allowed": len(allowed), "allowList": allow_list}
    return {
        "runId": run_id(text, fingerprint, allow_list),
        "signal": parameters.signal,
        "weighting": parameters.network.weighting,
        "window": parameters.network.window,
        **({"windows": list(parameters.windows)} if parameters.windows else {}),
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
        "events": sum(layer["events"] for layer in facts),
        "leftOut": sum(layer["leftOut"] for layer in facts),
        "accounts": len(np.unique(np.concatenate([ends for n in networks for ends in (n.source, n.target)]))),
        "edges": sum(map(len, networks)),
        "removed": [str(exclusion) for network in networks for exclusion in network.exclusions],
        "clusters": clusters.clusters.height,
        "modularity": clusters.modularity,
        "clusterResolution": clusters.resolution,
        "platforms": sorted({platform for layer in facts for platform in layer["platforms"]}),
        "resolution": max(layer["resolution"] for layer in facts),
        **listed,
    } | ({"dataFrom": min(times), "dataUntil": max(times)} if times else {})


def _describe_triggers(graph: Connection, networks: Sequence[Network]) -> tuple[tuple[str, ...], ...]:
    found = [likely_triggers(network) for network in networks]
    names = trigger_accounts([trigger for triggers in found for trigger in triggers])
    handles = dict(read_accounts(graph, pl.Series(names, dtype=pl.String)).select("account", "handle").iter_rows())
    return tuple(tuple(trigger.describe(handles) for trigger in triggers) for triggers in found)


def _significance_properties(
    parameters: DetectionParameters,
    networks: Sequence[Network],
    significance: Sequence[Significance | None],
    triggers: Sequence[Sequence[str]],
) -> dict[str, Any]:
    tested = [layer for layer in significance if layer]
    if not tested or parameters.significance is None:
        return {}
    properties: dict[str, Any] = {
        "significance": parameters.significance.rate,
        **{
            name: sum(len(network.tier(tier)) for network in networks)
            for name, tier in (("tierB", "B"), ("tierTrigger", "trigger"), ("tierJoined", "joined"))
        },
        "hypotheses": [layer.hypotheses for layer in tested],
        "cut": [layer.cut for layer in tested],
        "originsTold": [layer.origins_known for layer in tested],
    }
    if listed := [text for texts in triggers for text in texts]:
        properties["triggers"] = listed
    audits = [layer.audit for layer in tested if layer.audit]
    if len(audits) == len(tested):
        properties["auditAwake"] = [audit.activity for audit in audits]
        properties["auditReaction"] = [audit.reaction for audit in audits]
    outsiders = [layer.outsiders for layer in tested if layer.outsiders is not None]
    if len(outsiders) == len(tested):
        properties["outsiders"] = outsiders
    return properties
