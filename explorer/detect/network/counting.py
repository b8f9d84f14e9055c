"""Count edges in several threads, in blocks of accounts with about equal work, and estimate the cost beforehand."""

from collections.abc import Iterator
from queue import SimpleQueue
from typing import Final

import numpy as np
import numpy.typing as npt
import psutil

from explorer.common.errors import UsageError
from explorer.common.progress import Progress
from explorer.detect.kernels import network_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Flags, read_only_views
from explorer.detect.kernels.threads import Span, processors, run_blocks

Edges = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.uint32]]
"""Source, target, weight, shared objects."""


class Counting:
    """Arguments of the kernel that counts the edges of accounts, whose codes have no gaps."""

    LARGEST_BLOCK: Final = 20_000_000  # comparisons: a fraction of a second, so that bars move and Ctrl-C works
    SMALLEST_BLOCK: Final = 1_000_000  # comparisons: smaller blocks cost more to schedule than to count
    MOST_COMPARISONS: Final = 1_000_000_000_000  # comparisons: a processor makes at most about one per nanosecond
    BYTES_PER_EDGE: Final = 100  # while counting, and later in columns and clusters
    DRAWS: Final = 400

    def __init__(
        self,
        account: Codes,
        objects: Codes,
        low: Codes,
        high: Codes,
        eligible: Flags,
        *,
        weighting: int,
        min_weight: int,
    ) -> None:
        """Sort the events by account; see `explorer.detect.kernels.network_kernel.count_edges` for the arrays."""
        self.accounts = len(eligible)
        self.busiest = int((high - low).max(initial=0))
        start, order, self.work = kernel.group_by_account(*read_only_views(account, low, high), self.accounts)
        self.arrays = read_only_views(start, order, account, objects, low, high, eligible)
        self.weighting = weighting
        self.min_weight = min_weight

    def check_cost(self) -> None:
        """Raise an error if counting would need too much memory or time, before it starts.

        The number of comparisons is known. The number of edges is estimated from accounts drawn with probabilities
        proportional to their comparisons (Hansen and Hurwitz 1943, "On the theory of sampling from finite
        populations"): the edges of each are counted and divided by its share of the comparisons. The draws are the same
        every time.

        Raises:
            UsageError: With the alternatives.
        """
        comparisons = int(self.work[-1])
        free = psutil.virtual_memory().available
        if comparisons * self.BYTES_PER_EDGE <= free and comparisons <= self.MOST_COMPARISONS:
            return  # there are no more edges than comparisons
        hint = (
            f"One object has {self.busiest:,} events within one window. Exclude popular objects with "
            "--max-accounts-per-object, raise --min-weight, or shorten --window."
        )
        if comparisons > self.MOST_COMPARISONS:
            raise UsageError(f"The network needs {comparisons:,} comparisons of events, which takes hours.", hint=hint)
        needed = self.expected_edges() * self.BYTES_PER_EDGE
        if needed > free:
            raise UsageError(
                f"The network would have about {needed / self.BYTES_PER_EDGE:,.0f} edges and need about "
                f"{needed / 1e9:,.0f} GB of memory; {free / 1e9:,.0f} GB are free.",
                hint=hint,
            )

    def expected_edges(self) -> float:
        """Return an unbiased estimate of the number of edges; see `check_cost`."""
        total = int(self.work[-1])
        places = np.random.default_rng(0).integers(0, total, self.DRAWS)
        drawn, times = np.unique(np.searchsorted(self.work, places, side="right") - 1, return_counts=True)
        scratch = _Scratch(self.accounts, self.weighting)
        edges = 0.0
        for u, drawn_times in zip(drawn.tolist(), times.tolist(), strict=True):
            share = int(self.work[u + 1] - self.work[u]) / total
            edges += drawn_times * self._block((u, u + 1), scratch)[1] / share
        return edges / self.DRAWS

    def run(self, threads: int | None, progress: Progress) -> Edges:
        """Return all edges, sorted by (source, target); ``progress`` is called with the number of comparisons."""
        threads = threads or processors()
        total = int(self.work[-1])
        size = max(self.SMALLEST_BLOCK, min(self.LARGEST_BLOCK, total // (8 * threads)))
        bounds = np.searchsorted(self.work, np.arange(size, total, size))
        bounds = np.unique([0, *bounds, self.accounts])
        spans = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
        free: SimpleQueue[_Scratch] = SimpleQueue()
        for _ in range(min(threads, len(spans))):
            free.put(_Scratch(self.accounts, self.weighting))

        def count(span: Span) -> list[Edges]:
            scratch = free.get()
            try:
                return list(self._count(span, scratch))
            finally:
                free.put(scratch)

        blocks = run_blocks(
            count,
            spans,
            threads=threads,
            progress=progress,
            stage="comparing events",
            weight=lambda span: int(self.work[span[1]] - self.work[span[0]]),
        )
        return _joined([part for parts in blocks for part in parts])

    def _block(self, span: Span, scratch: "_Scratch") -> tuple[int, int]:
        first, size = kernel.count_edges(
            span,
            *self.arrays,
            self.weighting,
            self.min_weight,
            scratch.cells,
            scratch.reached,
            scratch.ends,
            scratch.totals,
        )
        return int(first), int(size)

    def _count(self, span: Span, scratch: "_Scratch") -> Iterator[Edges]:
        first, last = span
        while first < last:
            first, size = self._block((first, last), scratch)
            source, target = scratch.ends[:, :size]
            order = np.argsort(source.astype(np.uint64) << np.uint64(32) | target)
            yield (
                source[order],
                target[order],
                scratch.totals[0, :size][order],
                scratch.totals[1, :size][order].astype(np.uint32),
            )


class _Scratch:
    """Arrays for one thread, see `kernel.count_edges`."""

    def __init__(self, accounts: int, weighting: int) -> None:
        room = max(accounts, 65_536)
        self.cells = np.zeros((accounts, kernel.CELL_COLUMNS[weighting]), np.uint32)
        self.reached = np.empty(accounts, np.uint32)
        self.ends = np.empty((2, room), np.uint32)
        self.totals = np.empty((2, room), np.int64)


def _joined(parts: list[Edges]) -> Edges:
    if not parts:
        codes = np.empty(0, np.uint32)
        return codes, codes, np.empty(0, np.int64), codes
    source, target, weight, shared = zip(*parts, strict=True)
    return np.concatenate(source), np.concatenate(target), np.concatenate(weight), np.concatenate(shared)
