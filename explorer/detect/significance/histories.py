"""Events of the accounts of some edges, ordered so that two accounts can be compared."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from explorer.detect.kernels import coincidence_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Counts, read_only_views
from explorer.detect.kernels.threads import even_spans, run_blocks
from explorer.detect.network.events import Events

APART: Final = 900_000
"""Least time between two coincidences that count separately, unless the window is longer: 15 minutes, in milliseconds.

Somebody who looks in for a few minutes shares everything that is new at once, and coincides on all of it with everybody
who looks in at the same time. That is one coincidence, not five.
"""


@dataclass(frozen=True, slots=True)
class Histories:
    """Events by account, those of an account ordered by (author, object).

    Attributes:
        events: At most one event per account and object.
        start: int64 (accounts + 1), account u has the places ``start[u]:start[u + 1]``; none without an edge.
        objects: uint32, codes in the order of (author, object).
        author: uint32, of the object.
        position: uint32, in ``events``.
    """

    events: Events
    start: Counts
    objects: Codes
    author: Codes
    position: Codes

    @classmethod
    def of(cls, events: Events, source: Codes, target: Codes) -> Self:
        """Order the events of the accounts that are an end of an edge."""
        accounts = len(events.accounts)
        chosen = np.zeros(accounts, np.bool_)
        chosen[source] = chosen[target] = True
        # objects get codes in the order of (author, code), so that a single sort orders an account's events
        by_author = np.argsort(events.author, kind="stable").astype(np.uint32)
        rank = np.empty(len(by_author), np.uint32)
        rank[by_author] = np.arange(len(by_author), dtype=np.uint32)
        mine = np.flatnonzero(chosen[events.account]).astype(np.uint32)
        key = events.account[mine].astype(np.uint64) << np.uint64(32) | rank[events.object[mine]]
        order = np.argsort(key)
        position = mine[order]
        objects = (key[order] & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        start = np.searchsorted(events.account[position], np.arange(accounts + 1)).astype(np.int64)
        return cls(events, start, objects, events.author[by_author][objects], position)

    def count_coincidences(
        self, source: Codes, target: Codes, window: int, *, threads: int | None = None
    ) -> tuple[Counts, Counts, Counts]:
        """Return how often the accounts of each edge coincide, and how often their delays match across objects, int64.

        Args:
            source: uint32 (edges).
            target: uint32 (edges).
            window: Milliseconds; if it is longer than `APART`, moments are at least one window apart.
            threads: Threads to use; None: one per processor.

        Returns:
            Moments: coincidences at least `APART` from each other. Crossed: pairs of two different shared objects
            where one account's delay on the first and the other's on the second differ by the window or less. Mixed:
            all pairs of two different shared objects. Both leave out objects without an origin.
        """
        moments, crossed, mixed = (np.empty(len(source), np.int64) for _ in range(3))
        time = self.events.time[self.position]
        delay = np.where(self.events.without_origin()[self.events.object], -1, self.events.delays())[self.position]
        arrays = read_only_views(source, target, self.start, self.objects, time, delay)
        run_blocks(
            lambda span: kernel.count_coincidences(span, *arrays, window, max(APART, window), moments, crossed, mixed),
            even_spans(len(source), 20_000),
            threads=threads,
        )
        return moments, crossed, mixed
