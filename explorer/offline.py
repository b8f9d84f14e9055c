"""The network without a database: the same signals and the same kernel as in the graph, edges into a file."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import igraph
import polars as pl

from explorer.detect.events import Events
from explorer.detect.network import Network, NetworkParameters, build_network, check_resolution
from explorer.detect.signals import Signal, nothing_found
from explorer.errors import InputError, UsageError
from explorer.progress import Progress, silent
from explorer.reading import Reading

SUFFIXES: Final = (".csv", ".parquet", ".graphml")


def find_network(
    reading: Reading, signal: Signal, parameters: NetworkParameters, *, progress: Progress = silent
) -> tuple[Network, Mapping[str, int]]:
    """Return the network of these records, and which of them do not carry the signal: the reason and how many.

    Args:
        reading: from `explorer.reading.read_files`, of the signal's kind.
        signal: what counts as doing the same.
        parameters: of the network.
        progress: told of events compared.

    Raises:
        UsageError: if the window is finer than the times.
        InputError: if no record carries the signal.
    """
    if not signal.timeless:
        check_resolution(parameters.window, reading.resolution.seconds)
    found = signal.find(reading.records, progress=progress)
    if found.events.is_empty():
        message, hint = nothing_found(signal, reading.name, found.left_out, reading.kinds)
        rejected = "; ".join(f"{count:,} rows rejected: {reason}" for reason, count in reading.reasons[:3])
        raise InputError(message, hint=rejected or hint or "What each format carries: explorer formats")
    return build_network(Events.from_frame(found.events, found.told), parameters, progress=progress), found.left_out


def check_out(path: Path) -> None:
    """Refuse a name that says no known form of edges.

    Raises:
        UsageError: if the suffix is not one of `SUFFIXES`.
    """
    if path.suffix not in SUFFIXES:
        raise UsageError(f"{path.name}: edges cannot be written as {path.suffix or 'a file without suffix'!r}.",
                         hint=f"Name the file *{', *'.join(SUFFIXES)}.")  # fmt: skip


def write_edges(network: Network, path: Path) -> None:
    """Write the edges (source, target, weight) whole or not at all; the suffix says how.

    Raises:
        UsageError: if the suffix is not one of `SUFFIXES`.
        InputError: if the folder cannot be written to.
    """
    check_out(path)
    edges = network.edges()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", hint="Name another folder.") from error
    os.close(handle)
    part = Path(name)
    try:
        if path.suffix == ".csv":
            edges.write_csv(part)
        elif path.suffix == ".parquet":
            edges.write_parquet(part)
        else:
            _as_igraph(edges, directed=network.directed).write_graphml(name)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", hint="Is the disk full?") from error
    finally:
        part.unlink(missing_ok=True)


def _as_igraph(edges: pl.DataFrame, *, directed: bool) -> igraph.Graph:
    return igraph.Graph.TupleList(edges.iter_rows(), directed=directed, edge_attrs=["weight"])


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
