"""The network without a database: the same signals and the same kernel as in the graph, edges into a file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import igraph
import polars as pl

from explorer.common.errors import InputError, UsageError
from explorer.common.files import write_whole
from explorer.common.progress import Progress, silent
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import NetworkParameters, check_resolution
from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.registry import explain_no_events
from explorer.detect.signals.signal import Signal
from explorer.runs.files import FileRecords

TABLE_SUFFIXES: Final = (".csv", ".parquet")
SUFFIXES: Final = (*TABLE_SUFFIXES, ".graphml")


def find_events(
    reading: FileRecords, signal: Signal, parameters: NetworkParameters, *, progress: Progress = silent
) -> tuple[Events, Mapping[str, int]]:
    """Return the events of a signal in these records, and which of them do not carry it: the reason and how many.

    Args:
        reading: from `explorer.runs.files.read_files`, of the signal's kind.
        signal: what counts as doing the same.
        parameters: of the network that the events are for.
        progress: told of texts compared, where a signal does that.

    Raises:
        UsageError: if the window is finer than the times.
        InputError: if no record carries the signal.
    """
    if not signal.timeless:
        check_resolution(parameters.window, reading.resolution.seconds)
    extracted = extract_events(signal, reading.records, progress=progress)
    if extracted.events.is_empty():
        message, hint = explain_no_events(signal, reading.name, extracted.left_out, reading.kinds)
        rejected = "; ".join(f"{count:,} rows rejected: {reason}" for reason, count in reading.reasons[:3])
        raise InputError(message, hint=rejected or hint or "What each format carries: explorer formats")
    return Events.from_frame(extracted.events, extracted.objects), extracted.left_out


def check_suffix(path: Path, suffixes: Sequence[str] = SUFFIXES) -> None:
    """Refuse a name that says no known form.

    Raises:
        UsageError: if the suffix is not one of ``suffixes``.
    """
    if path.suffix not in suffixes:
        raise UsageError(f"{path.name}: this cannot be written as {path.suffix or 'a file without suffix'!r}.",
                         hint=f"Name the file *{', *'.join(suffixes)}.")  # fmt: skip


def write_edges(network: Network, path: Path) -> None:
    """Write the edges, with the columns of `Network.edges`, whole or not at all; the suffix says how.

    Raises:
        UsageError: if the suffix is not one of `SUFFIXES`.
        InputError: if the folder cannot be written to.
    """
    check_suffix(path)
    edges = network.edges()
    if path.suffix in TABLE_SUFFIXES:
        write_table(edges, path)
    else:
        write_whole(path, lambda part: _as_igraph(edges, directed=network.directed).write_graphml(str(part)))


def write_table(rows: pl.DataFrame, path: Path) -> None:
    """Write rows whole or not at all; the suffix says how.

    Raises:
        UsageError: if the suffix is not one of `TABLE_SUFFIXES`.
        InputError: if the folder cannot be written to.
    """
    check_suffix(path, TABLE_SUFFIXES)
    write_whole(path, rows.write_csv if path.suffix == ".csv" else rows.write_parquet)


def _as_igraph(edges: pl.DataFrame, *, directed: bool) -> igraph.Graph:
    return igraph.Graph.TupleList(edges.iter_rows(), directed=directed, edge_attrs=edges.columns[2:])
