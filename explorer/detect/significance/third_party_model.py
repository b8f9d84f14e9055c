"""Chance, given when third accounts act: how often two accounts would coincide if others' times explain theirs.

Accounts that share a trigger (a feed, a broadcast, an influencer) act at the same moments as many others do. For an
event of account u on an object o, the third accounts are those with an event on o that coincide with u less than twice
in all data. If c of their n events on o fall within the window of u's event, then

    (c + KAPPA pi) / (n + KAPPA)

is the probability that any event on o falls close to it; pi, the probability of the reaction-time model, counts as
`KAPPA` events. The probability of a pair on one of its shared objects, pi_3, is the mean over these objects and both
accounts, and p_third = P(BetaBinomial(C, pi s, (1 - pi) s) >= moments) as in `explorer.detect.significance.
reaction_model`, with the larger of pi and pi_3. Accounts that coincide at least twice are no third accounts, because
the other members of a group would otherwise explain the group.
"""

from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final, Self

import numpy as np

from explorer.detect.kernels import third_party_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Counts, Reals, read_only_views
from explorer.detect.kernels.network_kernel import neighbour_ranges
from explorer.detect.kernels.threads import Span, even_spans, processors, run_blocks
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.significance.histories import Histories

KAPPA: Final = 2.0


@dataclass(frozen=True, slots=True)
class ThirdParties:
    """What third accounts do on the objects of the accounts of some edges.

    Attributes:
        histories: The events of these accounts and of their neighbours.
        others: uint32 (places of ``histories``), events of third accounts on the same object; 0 for neighbours.
        close: uint32 (places), how many of them are within the window.
    """

    histories: Histories
    others: Codes
    close: Codes

    @classmethod
    def of(cls, events: Events, network: Network, edges: Network, window: int, *, threads: int | None = None) -> Self:
        """Count the events of third accounts for the accounts of ``edges``.

        Args:
            events: At most one event per account and object.
            network: All pairs that coincide at least twice.
            edges: Some of these pairs.
            window: Milliseconds, inclusive.
            threads: Threads to use; None: one per processor.
        """
        wanted = edges.with_edge()
        visited = np.flatnonzero(wanted).astype(np.uint32)
        near = network.keep(wanted[network.source] | wanted[network.target])
        histories = Histories.of(events, near.source, near.target)
        of, neighbours = (np.concatenate(ends) for ends in ((near.source, near.target), (near.target, near.source)))
        order = np.argsort(of, kind="stable")
        of, neighbours = of[order], neighbours[order]
        first_neighbour = np.searchsorted(of, visited).astype(np.int64)
        last_neighbour = np.searchsorted(of, visited, side="right").astype(np.int64)
        neighbours_at_any_time = np.zeros(len(histories.position), np.uint32)
        neighbours_close = np.zeros(len(histories.position), np.uint32)
        position = histories.position
        on_object = np.bincount(events.object, minlength=len(events.objects)).astype(np.uint32)
        arrays = read_only_views(
            visited,
            first_neighbour,
            last_neighbour,
            neighbours,
            histories.start,
            histories.objects,
            events.time[position],
            events.object[position],
            np.concatenate([[0], np.cumsum(on_object, dtype=np.int64)]),
            events.account,
            events.time,
        )
        free: SimpleQueue[tuple[Counts, Codes]] = SimpleQueue()
        for _ in range(threads or processors()):
            free.put((np.full(len(events.objects), -1), np.zeros(len(events.accounts), np.uint32)))

        def count(span: Span) -> None:
            scratch = free.get()
            kernel.count_neighbour_events(span, *arrays, window, *scratch, neighbours_at_any_time, neighbours_close)
            free.put(scratch)

        run_blocks(count, even_spans(len(visited), 50), threads=threads)
        low, high = neighbour_ranges(*read_only_views(events.object, events.time), window)
        asked = wanted[events.account[position]]
        others = np.where(asked, on_object[events.object[position]] - 1 - neighbours_at_any_time, 0)
        close = np.where(asked, (high - low)[position] - 1 - neighbours_close, 0)
        return cls(histories, others.astype(np.uint32), close.astype(np.uint32))

    def expected(self, edges: Network, chance: Reals, *, threads: int | None = None) -> Reals:
        """Return pi_3 of each edge, float64.

        Args:
            edges: The edges, or some of them.
            chance: float64 (edges), pi.
            threads: Threads to use; None: one per processor.
        """
        expected = np.empty(len(edges), np.float64)
        arrays = read_only_views(
            edges.source, edges.target, self.histories.start, self.histories.objects, self.others, self.close, chance
        )
        run_blocks(
            lambda span: kernel.expected_by_third_parties(span, *arrays, KAPPA, expected),
            even_spans(len(edges), 20_000),
            threads=threads,
        )
        return expected
