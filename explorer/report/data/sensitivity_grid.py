"""The run's network over other windows and minimum weights: how much hangs on the ones that were chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl

from explorer.common.durations import ALL_TIME, format_duration
from explorer.common.errors import ExplorerError
from explorer.common.progress import Progress, silent
from explorer.detect.network.parameters import Filters, is_resolved
from explorer.detect.signals.registry import SIGNALS
from explorer.graph.connection.connect import Connection
from explorer.runs.events import left_out_accounts, read_layer
from explorer.runs.parameters import DetectionParameters
from explorer.runs.sensitivity import CELLS, sweep

SWEPT: Final = 500_000
"""Events up to which the grid is computed without being asked for: some seconds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The network's size over windows and weights.

    Attributes:
        missing: why there is none; '' where there is one.
        cells: as `explorer.runs.sensitivity.sweep` returns them.
        filtered: whether the run has filters, which a grid knows none of.
        other_events: whether its events are others than the run's.
    """

    missing: str = ""
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELLS))
    filtered: bool = False
    other_events: bool = False


def meaningful_window(run: Mapping[str, Any]) -> int | None:
    """Return the run's window, milliseconds; None where times do not count, or any two are near enough."""
    timeless = any(SIGNALS[name].timeless for name in run["signal"].split(",") if name in SIGNALS)
    return None if timeless or run["window"] in {0, ALL_TIME} else int(run["window"])


def read_grid(
    graph: Connection,
    run: Mapping[str, Any],
    told: Mapping[str, Any],
    *,
    wanted: bool | None,
    hides: bool = False,
    progress: Progress = silent,
) -> Grid:
    """Return the grid around a run's window and minimum weight, or why there is none.

    Args:
        graph: the graph.
        run: properties of the run.
        told: its parameters, decoded.
        wanted: whether it is computed; None: if it is a matter of seconds.
        hides: whether a reason that may name a file is left out.
        progress: told of the events read and compared.
    """
    if wanted is False:
        return Grid("It was not asked for.")
    if not told:
        return Grid("The run does not tell its parameters.")
    if "," in run["signal"]:
        return Grid("The run joins several signals, and a grid is of one.")
    if told["weighting"] == "cosine" or not meaningful_window(run):
        return Grid("Its weighting or its window has no steps that could be compared.")
    if wanted is None and run["events"] > SWEPT:
        return Grid(f"It takes long with {run['events']:,} events, and was not asked for: --sensitivity.")
    asked = DetectionParameters.from_json(told)
    windows = [
        window for factor in (1, 3, 6, 12, 30) if is_resolved(window := run["window"] * factor // 6, run["resolution"])
    ]
    weights = sorted({2, 3, 5, 10, int(run["minWeight"])})
    # what passes filters hangs on all other edges, so that a grid knows none
    network = replace(asked.network, filters=Filters())
    try:
        read = read_layer(
            graph,
            asked,
            asked.signals[0],
            without_accounts=left_out_accounts(graph, asked),
            window=windows[0],
            progress=progress,
        )
        events = read.events
        smallest = asked.clusters.min_size
        cells = sweep(events, windows, weights, network, min_size=smallest, seed=run["seed"], progress=progress)
    except ExplorerError as error:
        reason = "The data cannot be read." if hides else error.message
        return Grid(f"{reason} Windows were to begin with {format_duration(windows[0])}.")
    return Grid(
        cells=cells,
        filtered=asked.network.filters != Filters(),
        other_events=events.fingerprint() != run.get("fingerprint"),
    )
