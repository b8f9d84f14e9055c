"""The main job's middle: events out of the graph, the network, its clusters, the run back into the graph."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import numpy as np
import polars as pl

from explorer import __version__
from explorer.communities import Clusters, find_clusters
from explorer.detect.events import Events
from explorer.detect.network import Network, NetworkParameters, build_network, check_resolution
from explorer.detect.signals import CO_RETWEET, Signal, as_parameters, nothing_found
from explorer.errors import GraphError
from explorer.graph.connect import Graph
from explorer.graph.lock import only_writer
from explorer.graph.read import kinds_in, read_records, read_sources
from explorer.graph.rollups import refresh_rollups
from explorer.graph.runs import write_run
from explorer.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class DetectionParameters:
    """All that a run's outcome depends on besides the data.

    Attributes:
        signal: what counts as doing the same.
        network: weighting, window and filters.
        min_cluster_size: smaller communities are not kept as clusters.
        resolution: of modularity; above 1 gives more and smaller clusters.
        seed: of the community detection.
        platform: only accounts of this platform; None for all.
        leave_out_coarse: leave out imports whose times are coarser than the window, instead of refusing.
    """

    signal: Signal = CO_RETWEET
    network: NetworkParameters = field(default_factory=NetworkParameters)
    min_cluster_size: int = 3
    resolution: float = 1.0
    seed: int = 0
    platform: str | None = None
    leave_out_coarse: bool = False

    def as_json(self) -> str:
        """Return the parameters as JSON, the same text for the same parameters."""
        flat = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "network"}
        flat |= as_parameters(self.signal) | asdict(self.network)
        return json.dumps(flat, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Run:
    """A finished detection: what was written to the graph, and the network and clusters themselves.

    Attributes:
        properties: of the Run node.
        network: the edges.
        clusters: the clusters.
        left_out: records that do not carry the signal: the reason and how many.
        left_out_files: imports whose times are coarser than the window.
    """

    properties: dict[str, Any]
    network: Network
    clusters: Clusters
    left_out: Mapping[str, int]
    left_out_files: tuple[str, ...]


def detect(graph: Graph, parameters: DetectionParameters, *, progress: Progress = silent) -> Run:
    """Find clusters of coordinated accounts and write them to the graph as a run.

    The same parameters on the same data give the same runId and replace the earlier result in one step. Waits while
    another command writes to the graph, and keeps others waiting: what is read must be there when the run is written.

    Raises:
        UsageError: if the window is finer than the data's times.
        GraphError: if there are no retweets to analyse, an import broke off, or Neo4j cannot be reached.
    """
    with only_writer(graph, progress=progress):
        return _detect(graph, parameters, progress)


def _detect(graph: Graph, parameters: DetectionParameters, progress: Progress) -> Run:
    refresh_rollups(graph, progress=progress)
    signal = parameters.signal
    sources = read_sources(graph, signal.kind, platform=parameters.platform)
    window_seconds = parameters.network.window / 1000
    coarse = [] if signal.timeless else [s for s in sources if s.resolution > 1 and s.resolution > window_seconds]
    if not parameters.leave_out_coarse:
        for source in coarse:
            check_resolution(parameters.network.window, source.resolution)
        coarse = []
    records = read_records(
        graph,
        signal.kind,
        platform=parameters.platform,
        without_imports=tuple(source.import_id for source in coarse),
        progress=progress,
    )
    found = signal.find(records, progress=progress)
    del records
    if found.events.is_empty():
        raise _nothing_to_analyse(graph, parameters, found.left_out, coarse=bool(coarse))
    events = Events.from_frame(found.events, found.told)
    left_out = found.left_out
    del found
    network = build_network(events, parameters.network, progress=progress)
    undirected = network.undirected()
    clusters = find_clusters(
        undirected,
        resolution=parameters.resolution,
        seed=parameters.seed,
        min_size=parameters.min_cluster_size,
    )
    used = [source for source in sources if source not in coarse]
    run = _run_properties(parameters, events, undirected, clusters) | {
        "leftOut": sum(left_out.values()),
        "resolution": max((source.resolution for source in used), default=1),
    }
    write_run(
        graph,
        run=run,
        edges=undirected.edges().with_columns(objects=pl.Series(undirected.objects)),
        clusters=clusters.clusters,
        members=clusters.members,
        progress=progress,
    )
    return Run(run, network, clusters, left_out, tuple(source.file for source in coarse))


def _run_properties(
    parameters: DetectionParameters, events: Events, network: Network, clusters: Clusters
) -> dict[str, Any]:
    fingerprint = events.fingerprint()
    text = parameters.as_json()
    first, last = (datetime.fromtimestamp(int(t) / 1000, UTC) for t in (events.time.min(), events.time.max()))
    period = {} if parameters.signal.timeless else {"dataFrom": first, "dataUntil": last}
    return {
        "runId": sha256(f"{text} {fingerprint}".encode()).hexdigest()[:12],
        "signal": parameters.signal.name,
        "weighting": parameters.network.weighting,
        "window": parameters.network.window,
        "minWeight": parameters.network.min_weight,
        "parameters": text,
        "seed": parameters.seed,
        "fingerprint": fingerprint,
        "version": __version__,
        "events": len(events),
        "accounts": len(np.union1d(network.source, network.target)),
        "edges": len(network),
        "clusters": clusters.clusters.height,
        "modularity": clusters.modularity,
        "platforms": events.accounts.str.split(":").list.first().unique().sort().to_list(),
        **period,
    }


def _nothing_to_analyse(
    graph: Graph, parameters: DetectionParameters, left_out: Mapping[str, int], *, coarse: bool
) -> GraphError:
    if coarse:
        return GraphError("All imports are coarser than the window.", hint="Choose a wider --window.")
    where = f"the graph on platform {parameters.platform!r}" if parameters.platform else "the graph"
    message, hint = nothing_found(parameters.signal, where, left_out, kinds_in(graph))
    return GraphError(message, hint=hint or "Import some: explorer import --help")
