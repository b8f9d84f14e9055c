"""The events in the graph that a run is made of, and the fingerprints by which it is told whether they are the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import polars as pl

from explorer.common.errors import GraphError
from explorer.common.progress import Progress, silent
from explorer.detect.network.events import Events
from explorer.detect.network.model import ALLOW_LISTED, Exclusion
from explorer.detect.network.parameters import check_resolution, is_resolved
from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.records import Records
from explorer.detect.signals.registry import explain_no_events
from explorer.detect.signals.signal import Signal
from explorer.graph.connection.connect import Connection
from explorer.graph.records import EventImport, read_event_imports, read_records, recorded_kinds
from explorer.graph.runs.judgements import ALLOW_LIST_VERDICT, read_account_judgements
from explorer.runs.parameters import DetectionParameters


def left_out_accounts(graph: Connection, parameters: DetectionParameters) -> tuple[str, ...]:
    """Return the keys of the accounts whose acts are left out: those on the allow list, where that is asked for."""
    return (
        tuple(read_account_judgements(graph, verdict=ALLOW_LIST_VERDICT)["account"])
        if parameters.leave_out_allowed
        else ()
    )


def join_fingerprints(prints: Sequence[str]) -> str:
    """Return the fingerprint of a run's data: that of its signal's events, or one of several signals together."""
    return prints[0] if len(prints) == 1 else sha256(" ".join(prints).encode()).hexdigest()[:32]


def allow_list_fingerprint(allowed: Sequence[str]) -> str:
    """Return the fingerprint of what `left_out_accounts` returns."""
    return sha256("\n".join(allowed).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class SignalEvents:
    """A signal's events in the graph.

    Attributes:
        events: the events.
        left_out: records that do not carry the signal: the reason and how many.
        coarse: imports that were left out, because their times are coarser than the window.
        resolution: seconds, how finely the others tell time.
        removed: what the accounts that were to be left out did.
    """

    events: Events
    left_out: Mapping[str, int]
    coarse: tuple[EventImport, ...]
    resolution: int
    removed: tuple[Exclusion, ...] = ()


def read_signal(
    graph: Connection,
    signal: Signal,
    window: int,
    *,
    platform: str | None = None,
    leave_out_coarse: bool = False,
    without_accounts: Collection[str] = (),
    progress: Progress = silent,
) -> SignalEvents:
    """Read a signal's events.

    Args:
        graph: the graph.
        signal: what counts as doing the same.
        window: milliseconds; imports whose times are coarser are refused, or left out.
        platform: only accounts of this platform; None for all.
        leave_out_coarse: whether they are left out.
        without_accounts: keys of accounts on the allow list, whose acts are left out.
        progress: told of records read.

    Raises:
        UsageError: if the window is finer than the times of an import.
        GraphError: if there is no event, or an import broke off.
    """
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
    records, removed = _without(records, without_accounts)
    extracted = extract_events(signal, records, progress=progress)
    if extracted.events.is_empty():
        if coarse:
            raise GraphError("All imports are coarser than the window.", hint="Choose a wider --window.")
        where = f"the graph on platform {platform!r}" if platform else "the graph"
        message, hint = explain_no_events(signal, where, extracted.left_out, recorded_kinds(graph))
        raise GraphError(message, hint=hint or "Import some: explorer import --help")
    resolution = max((source.resolution for source in sources if source not in coarse), default=1)
    events = Events.from_frame(extracted.events, extracted.objects)
    return SignalEvents(events, extracted.left_out, tuple(coarse), resolution, removed)


def read_layer(
    graph: Connection,
    parameters: DetectionParameters,
    signal: Signal,
    *,
    without_accounts: Collection[str],
    window: int | None = None,
    progress: Progress = silent,
) -> SignalEvents:
    """Read the events of one of a run's signals.

    Args:
        graph: the graph.
        parameters: of the run.
        signal: one of its signals.
        without_accounts: what `left_out_accounts` returned, the same for every signal.
        window: milliseconds, instead of the run's.
        progress: told of records read.

    Raises:
        UsageError, GraphError: as `read_signal`.
    """
    return read_signal(
        graph,
        signal,
        parameters.network.window if window is None else window,
        platform=parameters.platform,
        leave_out_coarse=parameters.leave_out_coarse,
        without_accounts=without_accounts,
        progress=progress,
    )


def _without(records: Records, accounts: Collection[str]) -> tuple[Records, tuple[Exclusion, ...]]:
    """Return the records without what accounts on the allow list did: signals must not build on it, either."""
    if not accounts:
        return records, ()
    listed = records.acts["account"].is_in(pl.Series(accounts, dtype=pl.String).implode()).fill_null(False)
    gone = records.acts.filter(listed)
    removed = Exclusion(ALLOW_LISTED, accounts=gone["account"].n_unique(), events=gone.height)
    return replace(records, acts=records.acts.filter(~listed)), (removed,)
