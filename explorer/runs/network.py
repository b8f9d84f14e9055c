"""The network without a database: the same signals and kernels as for the graph, with the edges in a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from explorer.common.errors import InputError, UsageError
from explorer.common.files import write_atomically
from explorer.common.progress import Progress, silent
from explorer.common.text import count
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import NetworkParameters, check_resolution
from explorer.detect.network.pooling import pool_events
from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.registry import explain_no_events
from explorer.detect.signals.signal import AnySignal, Signal
from explorer.importing.jobs import Job
from explorer.model.keys import account_key
from explorer.output.graphml import graphml_lines
from explorer.output.xml_rows import write_lines
from explorer.runs.files import FileRecords, read_files
from explorer.runs.triggers import likely_triggers, trigger_accounts

TABLE_SUFFIXES: Final = (".csv", ".parquet")
EDGE_FILE_SUFFIXES: Final = (*TABLE_SUFFIXES, ".graphml")


@dataclass(frozen=True, slots=True)
class FileEvents:
    """The events of a signal in some files, or the pooled events of several combined.

    Attributes:
        events: The events.
        left_out: Reasons why records do not carry the signal, with numbers.
        readings: The records of each kind that was read. Accounts have the same names in all of them.
    """

    events: Events
    left_out: Mapping[str, int]
    readings: tuple[FileRecords, ...]


def read_events(
    jobs: Sequence[Job], signal: AnySignal, parameters: NetworkParameters, *, progress: Progress = silent
) -> FileEvents:
    """Read the events of a signal, or those of several combined, from files.

    Args:
        jobs: From `explorer.importing.jobs.find_jobs`. Their files are read once for each kind of records.
        signal: What counts as doing the same.
        parameters: Parameters of the network.
        progress: Called with the number of bytes read, then of texts compared.

    Raises:
        UsageError: If the window is finer than the times.
        InputError: If a file cannot be read, or no record carries one of the signals.
    """
    readings = {
        kind: read_files(jobs, kind, progress=progress) for kind in dict.fromkeys(part.kind for part in signal.parts)
    }
    left_out: dict[str, int] = {}
    parts = {}
    for part in signal.parts:
        parts[part.name], reasons = find_events(readings[part.kind], part, parameters, progress=progress)
        left_out |= reasons
    if isinstance(signal, Signal):
        return FileEvents(parts[signal.name], left_out, tuple(readings.values()))
    if len({reading.platform for reading in readings.values()}) > 1:
        for part in signal.parts:
            parts[part.name] = _with_keys(parts[part.name], readings[part.kind].platform)
        readings = {kind: replace(reading, platform=None) for kind, reading in readings.items()}
    return FileEvents(pool_events(parts), left_out, tuple(readings.values()))


def _with_keys(events: Events, platform: str | None) -> Events:
    """Return the events with the keys of the accounts; ``platform`` is None if they are named by keys already."""
    if platform is None:
        return events
    keys = events.accounts.to_frame("account").select(account_key(pl.lit(platform), pl.col("account")).alias("account"))
    return replace(events, accounts=keys["account"])


def find_events(
    records: FileRecords, signal: Signal, parameters: NetworkParameters, *, progress: Progress = silent
) -> tuple[Events, Mapping[str, int]]:
    """Return the events of a signal in some files, and reasons why records do not carry it, with numbers.

    Args:
        records: From `explorer.runs.files.read_files`, of the signal's kind.
        signal: What counts as doing the same.
        parameters: Parameters of the network.
        progress: Called with the number of texts compared, for signals that compare texts.

    Raises:
        UsageError: If the window is finer than the times.
        InputError: If no record carries the signal.
    """
    if not signal.timeless:
        check_resolution(parameters.window, records.resolution.seconds)
    extracted = extract_events(signal, records.records, progress=progress)
    if extracted.events.is_empty():
        message, hint = explain_no_events(signal, records.name, extracted.left_out, records.kinds)
        rejected = "; ".join(f"{count(rows, 'row')} rejected: {reason}" for reason, rows in records.reasons[:3])
        raise InputError(message, hint=rejected or hint or "explorer formats lists what each format contains.")
    return Events.from_frame(extracted.events, extracted.objects), extracted.left_out


def describe_triggers(network: Network, records: FileRecords) -> list[str]:
    """Return the likely common triggers with the most edges, as text with the handles that the records know."""
    triggers = likely_triggers(network)
    names = pl.DataFrame({"name": trigger_accounts(triggers)}, schema={"name": pl.String})
    # accounts of a single platform are named by their ids
    key = pl.col("name") if records.platform is None else account_key(pl.lit(records.platform), pl.col("name"))
    known = names.with_columns(account=key).join(records.handles, on="account")
    handles = dict(known.select("name", "handle").iter_rows())
    return [trigger.describe(handles) for trigger in triggers]


def check_suffix(path: Path, suffixes: Sequence[str] = EDGE_FILE_SUFFIXES) -> None:
    """Validate the suffix of a file to write.

    Raises:
        UsageError: If the suffix is not one of ``suffixes``.
    """
    if path.suffix not in suffixes:
        raise UsageError(f"{path.name} has {f'the unknown suffix {path.suffix}' if path.suffix else 'no suffix'}.",
                         hint=f"Use one of these suffixes: {', '.join(suffixes)}")  # fmt: skip


def write_edges(network: Network, path: Path, records: FileRecords) -> None:
    """Write the edges, with the columns of `Network.edges`, atomically; the suffix decides the format.

    Args:
        network: The network.
        path: The file.
        records: Records that the network was built from; they know the accounts' keys and handles for GraphML.

    Raises:
        UsageError: If the suffix is not one of `EDGE_FILE_SUFFIXES`.
        InputError: If the folder cannot be written to.
    """
    check_suffix(path)
    edges = network.edges()
    if path.suffix in TABLE_SUFFIXES:
        write_table(edges, path)
    else:
        lines = _graphml(edges, records, directed=network.directed)
        write_atomically(path, lambda part: write_lines(part, lines))


def write_table(rows: pl.DataFrame, path: Path) -> None:
    """Write rows atomically; the suffix decides the format.

    Raises:
        UsageError: If the suffix is not one of `TABLE_SUFFIXES`.
        InputError: If the folder cannot be written to.
    """
    check_suffix(path, TABLE_SUFFIXES)
    write_atomically(path, rows.write_csv if path.suffix == ".csv" else rows.write_parquet)


def _graphml(edges: pl.DataFrame, records: FileRecords, *, directed: bool) -> Iterator[str]:
    """Yield GraphML with the ids and labels of `explorer.export`: account keys and handles."""
    if records.platform is not None:
        edges = edges.with_columns(
            account_key(pl.lit(records.platform), pl.col(end)).alias(end) for end in ("source", "target")
        )
    nodes = (
        pl.DataFrame({"account": pl.concat([edges["source"], edges["target"]]).unique().sort()})
        .join(records.handles, on="account", how="left", maintain_order="left")
        .select("account", pl.coalesce("handle", "account").alias("label"), "handle")
    )
    description = f"Network of accounts in {records.name}. It does not show who is behind the accounts."
    return graphml_lines(nodes, edges, description=description, directed=directed)
