"""Work in blocks on several threads: compiled loops release Python's lock, and their results keep their order."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from explorer.common.progress import Progress, silent

T = TypeVar("T")
Span = tuple[int, int]


def processors() -> int:
    """Return how many processors this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_blocks(
    work: Callable[[Span], T],
    spans: Sequence[Span],
    *,
    threads: int | None = None,
    progress: Progress = silent,
    stage: str = "",
    weight: Callable[[Span], int] = lambda span: span[1] - span[0],
) -> list[T]:
    """Return ``work(span)`` of every span, in the order of spans, whatever the number of threads.

    Args:
        work: called from several threads at once.
        spans: (first, one after the last).
        threads: threads to use; None: one per processor.
        progress: told of the work done.
        stage: what progress calls it.
        weight: how much work a span is.
    """
    total = sum(map(weight, spans))
    done = 0
    progress(stage, done, total)
    pool = ThreadPoolExecutor(threads or processors(), "network")
    try:
        futures = {pool.submit(work, span): span for span in spans}
        for future in as_completed(futures):
            done += weight(futures[future])
            progress(stage, done, total)
        return [future.result() for future in futures]
    finally:
        # a Ctrl-C leaves the blocks that have not begun undone
        pool.shutdown(cancel_futures=True)


def even_spans(total: int, size: int) -> list[Span]:
    """Cut ``range(total)`` into spans of at most ``size``."""
    return [(first, min(first + size, total)) for first in range(0, total, size)]
