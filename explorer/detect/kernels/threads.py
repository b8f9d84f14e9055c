"""Run work in blocks on several threads: compiled loops release the GIL, and results keep their order."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from explorer.common.progress import Progress, silent

T = TypeVar("T")
Span = tuple[int, int]


def processors() -> int:
    """Return the number of processors that this process may use."""
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
    """Return ``work(span)`` for every span, in the order of spans, for any number of threads.

    Args:
        work: Called from several threads at once.
        spans: (first, one after the last).
        threads: Threads to use; None: one per processor.
        progress: Called with the amount of work done.
        stage: Name of the stage for ``progress``.
        weight: Amount of work of a span.
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
        # after Ctrl-C, blocks that have not started are cancelled
        pool.shutdown(cancel_futures=True)


def even_spans(total: int, size: int) -> list[Span]:
    """Cut ``range(total)`` into spans of at most ``size``."""
    return [(first, min(first + size, total)) for first in range(0, total, size)]
