"""The size of a run's network over other windows and minimum weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl

from explorer.common.durations import ALL_TIME
from explorer.common.errors import ExplorerError
from explorer.common.progress import Progress, silent
from explorer.detect.network.parameters import Filters, is_resolved
from explorer.detect.signals.registry import SIGNALS, signal_names
from explorer.graph.connection.connect import Connection
from explorer.runs.events import left_out_accounts, read_layer
from explorer.runs.parameters import DetectionParameters
from explorer.runs.sensitivity import CELL_SCHEMA, sweep

FEW_EVENTS: Final = 500_000
"""Number of events up to which the grid takes seconds, and is computed unless it is turned off."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The size of a network over windows and minimum weights.

    Attributes:
        missing: Why there is no grid: a block of the template figures/sensitivity. Empty if there is one.
        details: The values that this block mentions.
        cells: As `explorer.runs.sensitivity.sweep` returns them.
        filtered: Whether the run has filters. The grid is computed without them.
        other_events: Whether the grid's events differ from the run's.
    """

    missing: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELL_SCHEMA))
    filtered: bool = False
    other_events: bool = False


def meaningful_window(run: Mapping[str, Any]) -> int | None:
    """Return the run's window in milliseconds. None if times do not count, or if any two times are near enough."""
    timeless = any(SIGNALS[name].timeless for name in signal_names(run["signal"]) if name in SIGNALS)
    return None if timeless or run["window"] in {0, ALL_TIME} else int(run["window"])


def read_grid(
    graph: Connection,
    run: Mapping[str, Any],
    parameters: Mapping[str, Any],
    *,
    wanted: bool | None,
    pseudonymous: bool = False,
    progress: Progress = silent,
) -> Grid:
    """Return the grid around a run's window or its scanned windows, and its minimum weight, or why there is none.

    Args:
        graph: The graph.
        run: The properties of the run.
        parameters: The run's parameters, decoded.
        wanted: Whether to compute the grid. None computes it if that takes seconds.
        pseudonymous: Whether to hide an error message, which may name a file.
        progress: Called with the number of events read and compared.
    """
    if wanted is False:
        return Grid("not_requested")
    if not parameters:
        return Grid("no_parameters")
    if "," in run["signal"]:
        return Grid("several_signals")
    if parameters["weighting"] == "cosine" or not meaningful_window(run):
        return Grid("no_steps")
    if wanted is None and run["events"] > FEW_EVENTS:
        return Grid("too_many_events", {"events": run["events"]})
    detection = DetectionParameters.from_json(parameters)
    windows = list(detection.windows) or [
        window for factor in (1, 3, 6, 12, 30) if is_resolved(window := run["window"] * factor // 6, run["resolution"])
    ]
    weights = sorted({2, 3, 5, 10, int(run["minWeight"])})
    # the result of a filter depends on all other edges, so the grid has none
    network = replace(detection.network, filters=Filters())
    try:
        layer = read_layer(
            graph,
            detection,
            detection.signals[0],
            without_accounts=left_out_accounts(graph, detection),
            window=windows[0],
            progress=progress,
        )
        min_size = detection.clusters.min_size
        cells = sweep(layer.events, windows, weights, network, min_size=min_size, seed=run["seed"], progress=progress)
    except ExplorerError as error:
        return Grid("unreadable", {"error": None if pseudonymous else error.message, "window": windows[0]})
    return Grid(
        cells=cells,
        filtered=detection.network.filters != Filters(),
        other_events=layer.events.fingerprint() != run.get("fingerprint"),
    )
