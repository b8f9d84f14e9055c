"""The network of accounts that do the same things at the same time."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from queue import SimpleQueue
from typing import Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.detect import kernel
from explorer.detect.arrays import lent
from explorer.detect.events import Events
from explorer.detect.threads import processors, run_blocks
from explorer.durations import format_duration
from explorer.errors import UsageError
from explorer.progress import Progress, silent

Weighting = Literal["objects", "pairs", "messages"]
WEIGHTINGS: Final[dict[Weighting, str]] = {
    "objects": "distinct objects that two accounts share within the window",
    "pairs": "pairs of events on one object within the window (CooRTweet)",
    "messages": "directed: distinct events of the source with an event of the target in the window "
    "(coordination-network-toolkit)",
}


@dataclass(frozen=True, slots=True)
class NetworkParameters:
    """What the network depends on besides the events.

    Attributes:
        weighting: how an edge's weight is counted.
        window: milliseconds that may lie between two events of a pair, inclusive; 0 or more.
        min_weight: edges below it are dropped; 1 or more.
        min_participation: accounts with fewer events are dropped before pairs are sought; afterwards an edge stays
            when at least one of its accounts has this many events that take part in a pair (CooRTweet's rule).

    Raises:
        UsageError: if a value is out of range.
    """

    weighting: Weighting = "objects"
    window: int = 60_000
    min_weight: int = 2
    min_participation: int = 1

    def __post_init__(self) -> None:
        """Refuse values that ask nothing."""
        if self.weighting not in get_args(Weighting):
            raise UsageError(
                f"There is no weighting {self.weighting!r}.", hint=f"Weightings are: {', '.join(WEIGHTINGS)}"
            )
        if self.window < 0:
            raise UsageError("The window is negative.", hint="Give a time such as 60s, 5m or 1h.")
        for name, value in (("weight", self.min_weight), ("participation", self.min_participation)):
            if value < 1:
                raise UsageError(f"The minimum {name} is {value}.", hint="It is 1 or more; 1 keeps everything.")


@dataclass(frozen=True, slots=True)
class EdgeStatistics:
    """How sure each edge is, one value per edge; see `explorer.detect.significance`.

    Attributes:
        shared: uint32, objects on which both accounts have an event, at whatever times.
        expected_chance: float64, weight expected of accounts that are awake in the same hours.
        expected_sync: float64, weight expected of the accounts' reaction times, given what they share.
        p_chance: float64, probability of the weight or more under the first.
        p_sync: float64, the same under the second.
        q: float64, least false-discovery rate at which the edge passes both tests.
        tier_a: bool, whether it passes both; the others pass the first only.
    """

    shared: npt.NDArray[np.uint32]
    expected_chance: npt.NDArray[np.float64]
    expected_sync: npt.NDArray[np.float64]
    p_chance: npt.NDArray[np.float64]
    p_sync: npt.NDArray[np.float64]
    q: npt.NDArray[np.float64]
    tier_a: npt.NDArray[np.bool_]

    def keep(self, chosen: npt.NDArray[np.bool_]) -> "EdgeStatistics":
        """Return those of the chosen edges."""
        return EdgeStatistics(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Network:
    """Edges between accounts, sorted by (source, target).

    Attributes:
        accounts: names, sorted as strings; every account of the events, with or without an edge.
        source: uint32 codes into ``accounts``; below ``target`` unless ``directed``.
        target: uint32 codes into ``accounts``.
        weight: int64, by the parameters' weighting.
        objects: uint32, distinct objects that the two accounts share within the window.
        directed: whether an edge speaks of its source only (weighting messages).
        statistics: how sure each edge is; None where the weight alone decides.
    """

    accounts: pl.Series
    source: npt.NDArray[np.uint32]
    target: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.int64]
    objects: npt.NDArray[np.uint32]
    directed: bool
    statistics: EdgeStatistics | None = None

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.weight)

    def keep(self, chosen: npt.NDArray[np.bool_]) -> "Network":
        """Return the network with the chosen edges only (bool, one per edge)."""
        return replace(
            self,
            source=self.source[chosen],
            target=self.target[chosen],
            weight=self.weight[chosen],
            objects=self.objects[chosen],
            statistics=self.statistics and self.statistics.keep(chosen),
        )

    def with_edge(self) -> npt.NDArray[np.bool_]:
        """Tell for each account whether it has an edge."""
        found = np.zeros(len(self.accounts), np.bool_)
        found[self.source] = found[self.target] = True
        return found

    def undirected(self) -> "Network":
        """Return the network with one edge for each pair of accounts, source < target; itself if it is so already.

        The weight is the sum of both directions; a direction that stayed below the minimum weight adds nothing.
        The shared objects are those of either direction: what two accounts share has no direction.
        """
        if not self.directed:
            return self
        both = (
            pl.DataFrame(
                {
                    "source": np.minimum(self.source, self.target),
                    "target": np.maximum(self.source, self.target),
                    "weight": self.weight,
                    "objects": self.objects,
                }
            )
            .group_by("source", "target")
            .agg(pl.col("weight").sum(), pl.col("objects").max())
            .sort("source", "target")
        )
        source, target, weight, objects = (both[name].to_numpy() for name in both.columns)
        return Network(self.accounts, source, target, weight, objects, directed=False)

    def edges(self) -> pl.DataFrame:
        """Return the edges by name: source, target (strings), weight (int64), in the network's order.

        Accounts are sorted as strings, so that source < target as strings in an undirected network.
        """
        return pl.DataFrame(
            [
                self.accounts.gather(self.source).alias("source"),
                self.accounts.gather(self.target).alias("target"),
                pl.Series("weight", self.weight, pl.Int64),
            ]
        )


def check_resolution(window: int, resolution: int) -> None:
    """Hold a detection window against the fineness of the data's times.

    A window of 0 asks for times that are equal as written, which times in seconds can answer.

    Args:
        window: milliseconds.
        resolution: seconds, see `explorer.tables.Resolution`.

    Raises:
        UsageError: if the window is finer than the times.
    """
    if window >= resolution * 1000 or (window == 0 and resolution <= 1):
        return
    unit = {1: "seconds", 60: "minutes", 3600: "hours", 86_400: "days"}.get(resolution)
    times = f"whole {unit}" if unit else f"multiples of {format_duration(resolution * 1000)}"
    raise UsageError(
        f"The times in this data are {times}, so whether two events lie within {format_duration(window)} "
        "of each other cannot be known.",
        hint=f"Take a window of at least {format_duration(resolution * 1000)}, or data with finer times.",
    )


def build_network(
    events: Events, parameters: NetworkParameters, *, threads: int | None = None, progress: Progress = silent
) -> Network:
    """Find the accounts that act on the same objects within the window of each other.

    Args:
        events: the events.
        parameters: window, weighting and thresholds.
        threads: threads to use; None: one per processor. The result does not depend on it.
        progress: told of the comparisons made, stage "comparing events".

    Returns:
        The network; an empty one if no edge reaches the thresholds.
    """
    account, objects, time = events.account, events.object, events.time
    n_accounts = len(events.accounts)
    if parameters.min_participation > 1:
        active = np.bincount(account, minlength=n_accounts) >= parameters.min_participation
        account, objects, time = _choose(active[account], account, objects, time)
    low, high = kernel.neighbour_ranges(*lent(objects, time), parameters.window)
    paired = kernel.has_neighbour(*lent(account, low, high))
    eligible = np.bincount(account[paired], minlength=n_accounts) >= parameters.min_participation

    # Events without a neighbour are in no pair, and an account that shares fewer objects than the minimum weight has
    # no edge by objects: leaving them out changes no edge. It may leave others alone, so this repeats while it pays.
    while True:
        if parameters.weighting == "objects":
            shared = kernel.count_objects(*lent(account, objects, paired), n_accounts)
            paired &= (shared >= parameters.min_weight)[account]
        if np.count_nonzero(paired) >= 0.9 * len(paired):
            break
        account, objects, time = _choose(paired, account, objects, time)
        low, high = kernel.neighbour_ranges(*lent(objects, time), parameters.window)
        paired = kernel.has_neighbour(*lent(account, low, high))
    del time, paired

    # the accounts that are left get codes without gaps, in the same order
    names = np.flatnonzero(np.bincount(account, minlength=n_accounts)).astype(np.uint32)
    codes = np.zeros(n_accounts, np.uint32)
    codes[names] = np.arange(len(names), dtype=np.uint32)
    blocks = _Blocks(codes[account], objects, low, high, eligible[names], parameters)
    del account, objects, low, high, codes
    source, target, weight, shared = blocks.run(threads or processors(), progress)
    return Network(
        events.accounts,
        names[source],
        names[target],
        weight,
        shared,
        directed=parameters.weighting == "messages",
    )


Edges = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.uint32]]


class _Blocks:
    """The accounts in blocks of about equal work, counted by several threads."""

    LARGEST = 20_000_000  # comparisons: a fraction of a second, so that bars move and Ctrl-C is heard
    SMALLEST = 1_000_000  # below this a block costs more to hand out than to count
    WEIGHTINGS: Final[dict[Weighting, int]] = {
        "objects": kernel.OBJECTS,
        "pairs": kernel.PAIRS,
        "messages": kernel.MESSAGES,
    }

    def __init__(
        self,
        account: kernel.Codes,
        objects: kernel.Codes,
        low: kernel.Codes,
        high: kernel.Codes,
        eligible: kernel.Flags,
        parameters: NetworkParameters,
    ) -> None:
        self.accounts = len(eligible)
        start, order, self.work = kernel.group_by_account(*lent(account, low, high), self.accounts)
        self.arrays = lent(start, order, account, objects, low, high, eligible)
        self.weighting = self.WEIGHTINGS[parameters.weighting]
        self.min_weight = parameters.min_weight

    def run(self, threads: int, progress: Progress) -> Edges:
        """Return all edges, sorted by (source, target)."""
        total = int(self.work[-1])
        size = max(self.SMALLEST, min(self.LARGEST, total // (8 * threads)))
        bounds = np.searchsorted(self.work, np.arange(size, total, size))
        bounds = np.unique([0, *bounds, self.accounts])
        spans = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
        free: SimpleQueue[_Scratch] = SimpleQueue()
        for _ in range(min(threads, len(spans))):
            free.put(_Scratch(self.accounts, self.weighting))

        def count(span: tuple[int, int]) -> list[Edges]:
            scratch = free.get()
            try:
                return list(self._count(span, scratch))
            finally:
                free.put(scratch)

        parts = run_blocks(
            count,
            spans,
            threads=threads,
            progress=progress,
            stage="comparing events",
            weight=lambda span: int(self.work[span[1]] - self.work[span[0]]),
        )
        return _joined([edges for part in parts for edges in part])

    def _count(self, span: tuple[int, int], scratch: "_Scratch") -> Iterator[Edges]:
        first, last = span
        while first < last:
            first, size = kernel.count_edges(
                (first, last),
                *self.arrays,
                self.weighting,
                self.min_weight,
                scratch.cells,
                scratch.reached,
                scratch.ends,
                scratch.totals,
            )
            source, target = scratch.ends[:, :size]
            order = np.argsort(source.astype(np.uint64) << np.uint64(32) | target)
            yield (
                source[order],
                target[order],
                scratch.totals[0, :size][order],
                scratch.totals[1, :size][order].astype(np.uint32),
            )


class _Scratch:
    """What one thread writes into; see `kernel.count_edges`."""

    def __init__(self, accounts: int, weighting: int) -> None:
        room = max(accounts, 65_536)
        self.cells = np.zeros((accounts, kernel.COLUMNS[weighting]), np.uint32)
        self.reached = np.empty(accounts, np.uint32)
        self.ends = np.empty((2, room), np.uint32)
        self.totals = np.empty((2, room), np.int64)


def _joined(parts: list[Edges]) -> Edges:
    if not parts:
        codes = np.empty(0, np.uint32)
        return codes, codes, np.empty(0, np.int64), codes
    source, target, weight, shared = zip(*parts, strict=True)
    return np.concatenate(source), np.concatenate(target), np.concatenate(weight), np.concatenate(shared)


def _choose(chosen: kernel.Flags, *arrays: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    return [array[chosen] for array in arrays]
