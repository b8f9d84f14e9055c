"""The events in the graph that a run analyses, and the fingerprints that identify them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import polars as pl

from explorer.common.errors import GraphError
from explorer.common.progress import Progress, silent
from explorer.detect.network.events import Events
from explorer.detect.network.model import ALLOW_LISTED, Exclusion
from explorer.detect.network.parameters import check_resolution, is_resolved
from explorer.detect.network.pooling import pool_events
from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.records import Records
from explorer.detect.signals.registry import explain_no_events
from explorer.detect.signals.signal import AnySignal, Signal
from explorer.graph.connection.connect import Connection
from explorer.graph.records import EventImport, read_event_imports, read_records, recorded_kinds
from explorer.graph.runs.judgements import read_account_judgements
from explorer.model.verdicts import ALLOW_LIST_VERDICT
from explorer.runs.parameters import DetectionParameters


def left_out_accounts(graph: Connection, parameters: DetectionParameters) -> tuple[str, ...]:
    """Return the keys of the accounts on the allow list if the parameters exclude their actions, else none."""
    return (
        tuple(read_account_judgements(graph, verdict=ALLOW_LIST_VERDICT)["account"])
        if parameters.leave_out_allowed
        else ()
    )


def join_fingerprints(prints: Sequence[str]) -> str:
    """Return the fingerprint of a run's data: that of its signal's events, or a hash of those of several signals."""
    return prints[0] if len(prints) == 1 else sha256(" ".join(prints).encode()).hexdigest()[:32]


def allow_list_fingerprint(allowed: Sequence[str]) -> str:
    """Return the fingerprint of the accounts that `left_out_accounts` returns."""
    return sha256("\n".join(allowed).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class SignalEvents:
    """The events of a signal in the graph, or the pooled events of several combined.

    Attributes:
        events: The events.
        left_out: Number of excluded records for each reason.
        coarse: Imports that were excluded because their times are too coarse for the window.
        resolution: Time precision of the other imports, in seconds.
        exclusions: Accounts and events excluded by the allow list.
    """

    events: Events
    left_out: Mapping[str, int]
    coarse: tuple[EventImport, ...]
    resolution: int
    exclusions: tuple[Exclusion, ...] = ()


def read_signal(
    graph: Connection,
    signal: AnySignal,
    window: int,
    *,
    platform: str | None = None,
    leave_out_coarse: bool = False,
    without_accounts: Collection[str] = (),
    progress: Progress = silent,
) -> SignalEvents:
    """Read the events of a signal, or the pooled events of several combined.

    Args:
        graph: The graph.
        signal: What counts as doing the same.
        window: Milliseconds; imports with coarser times raise an error or are left out.
        platform: Only accounts of this platform; None for all.
        leave_out_coarse: Whether imports with coarser times are left out.
        without_accounts: Keys of accounts on the allow list, whose acts are left out.
        progress: Called with the number of records read.

    Raises:
        UsageError: If the window is finer than the times of an import.
        GraphError: If there is no event of one of the signals, or an import is incomplete.
    """
    parts = {
        part.name: _read_part(
            graph,
            part,
            window,
            platform=platform,
            leave_out_coarse=leave_out_coarse,
            without_accounts=without_accounts,
            progress=progress,
        )
        for part in signal.parts
    }
    if isinstance(signal, Signal):
        return parts[signal.name]
    return SignalEvents(
        pool_events({name: part.events for name, part in parts.items()}),
        {reason: count for part in parts.values() for reason, count in part.left_out.items()},
        tuple(dict.fromkeys(source for part in parts.values() for source in part.coarse)),
        max(part.resolution for part in parts.values()),
        tuple(exclusion for part in parts.values() for exclusion in part.exclusions),
    )


def _read_part(
    graph: Connection,
    signal: Signal,
    window: int,
    *,
    platform: str | None,
    leave_out_coarse: bool,
    without_accounts: Collection[str],
    progress: Progress,
) -> SignalEvents:
    sources = read_event_imports(graph, signal.kind, platform=platform)
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
    records, exclusions = _without(records, without_accounts)
    extracted = extract_events(signal, records, progress=progress)
    if extracted.events.is_empty():
        if coarse:
            raise GraphError("The times of all imports are too coarse for the window.", hint="Set a wider --window.")
        where = f"the graph on platform {platform!r}" if platform else "the graph"
        message, hint = explain_no_events(signal, where, extracted.left_out, recorded_kinds(graph))
        raise GraphError(message, hint=hint or "Import data with explorer import.")
    resolution = max((source.resolution for source in sources if source not in coarse), default=1)
    events = Events.from_frame(extracted.events, extracted.objects)
    return SignalEvents(events, extracted.left_out, tuple(coarse), resolution, exclusions)


def read_layer(
    graph: Connection,
    parameters: DetectionParameters,
    signal: AnySignal,
    *,
    without_accounts: Collection[str],
    window: int | None = None,
    progress: Progress = silent,
) -> SignalEvents:
    """Read the events of one of a run's signals.

    Args:
        graph: The graph.
        parameters: Parameters of the run.
        signal: One of its signals.
        without_accounts: Result of `left_out_accounts`, the same for every signal.
        window: Milliseconds, instead of the run's window, or of the shortest window that it scans.
        progress: Called with the number of records read.

    Raises:
        UsageError, GraphError: As `read_signal`.
    """
    return read_signal(
        graph,
        signal,
        parameters.shortest_window if window is None else window,
        platform=parameters.platform,
        leave_out_coarse=parameters.leave_out_coarse,
        without_accounts=without_accounts,
        progress=progress,
    )


def _without(records: Records, accounts: Collection[str]) -> tuple[Records, tuple[Exclusion, ...]]:
    """Return the records without the actions of accounts on the allow list, before signals build on them."""
    if not accounts:
        return records, ()
    listed = records.acts["account"].is_in(pl.Series(accounts, dtype=pl.String).implode()).fill_null(False)
    excluded = records.acts.filter(listed)
    exclusion = Exclusion(ALLOW_LISTED, accounts=excluded["account"].n_unique(), events=excluded.height)
    return replace(records, acts=records.acts.filter(~listed)), (exclusion,)
