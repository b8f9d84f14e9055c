"""The first and the last time at which the accounts of each edge coincide."""

import numpy as np

from explorer.common.progress import Progress, silent
from explorer.detect.kernels.arrays import Codes, Counts, read_only_views
from explorer.detect.kernels.edge_times_kernel import NEVER, find_spans
from explorer.detect.kernels.threads import even_spans, run_blocks
from explorer.detect.network.events import Events

__all__ = ["NEVER", "coincidences"]


def coincidences(
    events: Events, source: Codes, target: Codes, window: int | Counts, *, progress: Progress = silent
) -> tuple[Counts, Counts]:
    """Return the first and the last time at which the accounts of each edge coincide.

    These are the earliest and the latest event of either account that has an event of the other account on the same
    object within the window.

    Args:
        events: The events of the network.
        source: uint32 (edges), codes of accounts.
        target: uint32 (edges).
        window: Milliseconds, inclusive: one for all edges, or int64 (edges).
        progress: Called with the number of edges done, stage "dating edges".

    Returns:
        int64 (edges) each, UTC milliseconds; `NEVER` if the accounts of an edge do not coincide.
    """
    order = np.argsort(events.account, kind="stable")
    start = np.searchsorted(events.account[order], np.arange(len(events.accounts) + 1)).astype(np.int64)
    first, last = np.empty(len(source), np.int64), np.empty(len(source), np.int64)
    windows = np.full(len(source), window, np.int64)
    arrays = read_only_views(source, target, start, events.object[order], events.time[order], windows)
    run_blocks(
        lambda span: find_spans(span, *arrays, first, last),
        even_spans(len(source), 20_000),
        progress=progress,
        stage="dating edges",
    )
    return first, last
