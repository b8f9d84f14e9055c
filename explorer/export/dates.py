"""Compute when the accounts of a run's edges first and last acted together, from the events of the run."""

import json
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from explorer.common.errors import ExplorerError
from explorer.common.progress import Progress, silent
from explorer.detect.network.edge_times import NEVER, coincidences
from explorer.detect.network.filters import without_popular_objects
from explorer.graph.connection.connect import Connection
from explorer.runs.events import allow_list_fingerprint, join_fingerprints, left_out_accounts, read_layer
from explorer.runs.parameters import DetectionParameters

_UNKNOWN: Final = "The edges have no times: "


def date_edges(
    graph: Connection, run: Mapping[str, Any], edges: pl.DataFrame, *, progress: Progress = silent
) -> tuple[pl.DataFrame, str]:
    """Return edges with the columns firstAt and lastAt: the first and last co-action of their accounts.

    An edge's own window counts if the run scanned several.

    The run does not store these times. They are computed from the data, if these have not changed since the run.

    Args:
        graph: The graph.
        run: The properties of the run.
        edges: The edges, with the columns source, target, signal and window among others.
        progress: Called with the number of records and edges.

    Returns:
        The edges in their order. Unknown times are null. If all times are unknown, also the reason.
    """
    undated = edges.with_columns(firstAt=pl.lit(None, _TIME), lastAt=pl.lit(None, _TIME))
    if not (run.get("parameters") and run.get("fingerprint")):
        return undated, _UNKNOWN + "the run's parameters or data fingerprint are unknown."
    parameters = DetectionParameters.from_json(json.loads(run["parameters"]))
    without = left_out_accounts(graph, parameters)
    prints, dated = [], []
    for signal in parameters.signals:
        try:
            events = read_layer(graph, parameters, signal, without_accounts=without, progress=progress).events
        except ExplorerError as error:
            return undated, _UNKNOWN + error.message
        prints.append(events.fingerprint())
        own = edges.filter(pl.col("signal") == signal.name).select("source", "target", "signal", "window")
        if signal.timeless or not set(own["source"]).union(own["target"]) <= set(events.accounts):
            continue
        if parameters.network.max_accounts_per_object is not None:
            events, _ = without_popular_objects(events, parameters.network.max_accounts_per_object)
        names = pl.Enum(events.accounts)
        source, target = (own[end].cast(names).to_physical().cast(pl.UInt32).to_numpy() for end in ("source", "target"))
        window = own.select(pl.col("window").fill_null(parameters.network.window))["window"].to_numpy()
        first, last = coincidences(events, source, target, window, progress=progress)
        dated.append(own.drop("window").with_columns(firstAt=_times(first), lastAt=_times(last)))
    if join_fingerprints(prints) != run["fingerprint"]:
        # the allow list is part of the fingerprint
        listed = allow_list_fingerprint(without) if parameters.leave_out_allowed else None
        changed = "data" if listed == run.get("allowList") else "allow list"
        return undated, f"{_UNKNOWN}the {changed} changed after the run."
    if not dated:
        return undated, _UNKNOWN + "the signal does not use times."
    return edges.join(pl.concat(dated), on=["source", "target", "signal"], how="left", maintain_order="left"), ""


_TIME: Final = pl.Datetime("ms", "UTC")


def _times(milliseconds: Any) -> pl.Series:
    return pl.Series(milliseconds).replace(NEVER, None).cast(_TIME)
