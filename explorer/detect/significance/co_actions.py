"""The co-actions of some edges, one by one."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from explorer.detect.kernels import co_action_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Counts, read_only_views
from explorer.detect.kernels.threads import even_spans, run_blocks
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.significance.histories import Histories


@dataclass(frozen=True, slots=True)
class CoActions:
    """The co-actions of edges.

    Attributes:
        events: At most one event per account and object.
        edges: The edges.
        edge: int64 (co-actions), place of the edge.
        of_source: uint32 (co-actions), position in ``events`` of the source's event.
        of_target: uint32 (co-actions), position in ``events`` of the target's event.
    """

    events: Events
    edges: Network
    edge: Counts
    of_source: Codes
    of_target: Codes

    @classmethod
    def of(cls, events: Events, edges: Network, window: int, *, threads: int | None = None) -> Self:
        """Find the co-actions of edges whose weight is their number of co-actions; ``window`` is in milliseconds."""
        histories = Histories.of(events, edges.source, edges.target)
        position = histories.position
        count = edges.weight.astype(np.int64)
        first = np.concatenate([[0], np.cumsum(count)])
        places = np.empty(first[-1], np.uint32), np.empty(first[-1], np.uint32)
        arrays = read_only_views(edges.source, edges.target, histories.start, histories.objects, events.time[position])
        run_blocks(
            lambda span: kernel.find_co_actions(span, *arrays, window, first, *places),
            even_spans(len(edges), 20_000),
            threads=threads,
        )
        return cls(events, edges, np.repeat(np.arange(len(edges)), count), *(position[place] for place in places))

    def keep(self, stays: npt.NDArray[np.bool_]) -> "CoActions":
        """Return the co-actions of the edges where ``stays``, bool (edges), is true."""
        chosen = stays[self.edge]
        place = np.cumsum(stays) - 1
        return CoActions(
            self.events,
            self.edges.keep(stays),
            place[self.edge[chosen]],
            self.of_source[chosen],
            self.of_target[chosen],
        )

    def acting(self, chosen: npt.NDArray[np.bool_] | slice = slice(None)) -> Counts:
        """Return the positions of the events that are part of the chosen co-actions, ascending, each once, int64."""
        acts = np.zeros(len(self.events), np.bool_)
        acts[self.of_source[chosen]] = acts[self.of_target[chosen]] = True
        return np.flatnonzero(acts)
