"""The network of accounts that do the same things at the same time."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.common.progress import Progress, silent
from explorer.detect.kernels import network_kernel as kernel
from explorer.detect.kernels.arrays import read_only_views
from explorer.detect.network.cosine import cosines, distinct_pairs, object_vectors
from explorer.detect.network.counting import Counting
from explorer.detect.network.events import Events
from explorer.detect.network.filters import MIN_OBJECTS, Removed, apply_filters, without_popular_objects
from explorer.detect.network.parameters import NetworkParameters, Weighting


@dataclass(frozen=True, slots=True)
class EdgeStatistics:
    """How sure each edge is, one value per edge; see `explorer.detect.significance.significance`.

    Attributes:
        shared: uint32, objects on which both accounts have an event, at whatever times.
        expected_chance: float64, weight expected of accounts that are awake in the same hours.
        expected_sync: float64, weight expected of the accounts' reaction times, given what they share.
        p_chance: float64, probability of the weight or more under the first.
        p_sync: float64, the same under the second.
        q: float64, least false-discovery rate, over edges and over accounts, at which the edge is reported.
        tier_a: bool, whether it passes both; the others pass the first only.
        moments: int64, coincidences a quarter of an hour or more apart, which is what the probabilities are of.
    """

    shared: npt.NDArray[np.uint32]
    expected_chance: npt.NDArray[np.float64]
    expected_sync: npt.NDArray[np.float64]
    p_chance: npt.NDArray[np.float64]
    p_sync: npt.NDArray[np.float64]
    q: npt.NDArray[np.float64]
    tier_a: npt.NDArray[np.bool_]
    moments: npt.NDArray[np.int64]

    def keep(self, stays: npt.NDArray[np.bool_]) -> "EdgeStatistics":
        """Return those of the edges that ``stays``, bool (edges), tells."""
        return EdgeStatistics(*(getattr(self, column.name)[stays] for column in fields(self)))

    @property
    def expected(self) -> npt.NDArray[np.float64]:
        """The larger expectation of each edge's weight."""
        return np.maximum(self.expected_chance, self.expected_sync)

    def columns(self) -> list[pl.Series]:
        """Return the statistics as columns: shared to q, and tier, A or B."""
        names = ("shared", "expected_chance", "expected_sync", "p_chance", "p_sync", "q")
        told = [pl.Series(name, getattr(self, name)) for name in names]
        return [*told, pl.Series("tier", np.where(self.tier_a, "A", "B"), pl.String)]


@dataclass(frozen=True, slots=True)
class Network:
    """Edges between accounts, sorted by (source, target).

    Attributes:
        accounts: names, sorted as strings; every account of the events, with or without an edge.
        source: uint32 codes into ``accounts``; below ``target`` unless ``directed``.
        target: uint32 codes into ``accounts``.
        weight: by the parameters' weighting: int64 where it is counted, float64 where it is a cosine or a decayed sum.
        objects: uint32, distinct objects that the two accounts share within the window.
        directed: whether an edge speaks of its source only (weighting messages).
        removed: what caps and filters took away, in the order in which they were applied.
        slices: uint32, slices of time in which the edge is there; None where time was not sliced.
        statistics: how sure each edge is; None where weights and filters alone decide.
    """

    accounts: pl.Series
    source: npt.NDArray[np.uint32]
    target: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.int64] | npt.NDArray[np.float64]
    objects: npt.NDArray[np.uint32]
    directed: bool
    removed: tuple[Removed, ...] = ()
    slices: npt.NDArray[np.uint32] | None = None
    statistics: EdgeStatistics | None = None

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.weight)

    def keep(self, stays: npt.NDArray[np.bool_]) -> "Network":
        """Return the network with the edges that ``stays``, bool (edges), tells; accounts keep their codes."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        kept: dict[str, Any] = {name: value[stays] for name, value in values if isinstance(value, np.ndarray)}
        return replace(self, **kept, statistics=self.statistics and self.statistics.keep(stays))

    def with_edge(self) -> npt.NDArray[np.bool_]:
        """Tell for each account whether it has an edge, bool (accounts)."""
        found = np.zeros(len(self.accounts), np.bool_)
        found[self.source] = found[self.target] = True
        return found

    def tier(self, name: str) -> "Network":
        """Return the network of the edges of tier ``A`` or ``B``; itself where edges have no statistics."""
        if self.statistics is None:
            return self
        return self.keep(self.statistics.tier_a if name == "A" else ~self.statistics.tier_a)

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
        return Network(self.accounts, source, target, weight, objects, directed=False, removed=self.removed)

    def edges(self) -> pl.DataFrame:
        """Return the edges by name, in the network's order: source, target (strings), weight (int64 or float64),
        slices (uint32) where time was sliced, and their statistics where they have some.

        Accounts are sorted as strings, so that source < target as strings in an undirected network.
        """
        columns = [
            self.accounts.gather(self.source).alias("source"),
            self.accounts.gather(self.target).alias("target"),
            pl.Series("weight", self.weight),
        ]
        if self.slices is not None:
            columns.append(pl.Series("slices", self.slices))
        if self.statistics is not None:
            columns.extend(self.statistics.columns())
        return pl.DataFrame(columns)


def build_network(
    events: Events, parameters: NetworkParameters, *, threads: int | None = None, progress: Progress = silent
) -> Network:
    """Find the accounts that act on the same objects within the window of each other.

    In this order: popular objects are left out, accounts with too few events, by cosine rare objects; edges are
    counted, down to the minimum weight; the filters follow.

    Args:
        events: the events.
        parameters: window, weighting, thresholds and filters.
        threads: threads to use; None: one per processor. The result does not depend on it.
        progress: told of the comparisons made, stage "comparing events", by cosine then "comparing accounts".

    Returns:
        The network; an empty one if no edge reaches the thresholds.

    Raises:
        UsageError: if memory cannot hold the network, or it takes hours; told before it is tried.
    """
    removed: tuple[Removed, ...] = ()
    if parameters.max_accounts_per_object is not None:
        events, popular = without_popular_objects(events, parameters.max_accounts_per_object)
        removed = (popular,)
    filters = parameters.filters
    network = _count(events, parameters, threads, progress)
    removed += network.removed
    if parameters.counts_objects and filters.min_objects > 1:
        removed += (Removed(MIN_OBJECTS.name(filters)),)
        filters = replace(filters, min_objects=1)
    return apply_filters(replace(network, removed=removed), filters)


def _count(events: Events, parameters: NetworkParameters, threads: int | None, progress: Progress) -> Network:
    account, objects, time = events.account, events.object, events.time
    n_accounts = len(events.accounts)
    cosine = parameters.weighting == "cosine"
    removed: tuple[Removed, ...] = ()
    if parameters.min_participation > 1:
        rows = np.bincount(account, minlength=n_accounts)
        few = (rows > 0) & (rows < parameters.min_participation)
        by = f"accounts with fewer than {parameters.min_participation:,} events"
        removed += (Removed(by, accounts=int(np.count_nonzero(few)), events=int(rows[few].sum())),)
        account, objects, time = _choose(~few[account], account, objects, time)
    if parameters.min_df > 1:
        _, touched, _ = distinct_pairs(account, objects)
        touching = np.bincount(touched, minlength=len(events.objects))
        rare = (touching > 0) & (touching < parameters.min_df)
        stays = ~rare[objects]
        by = f"objects that fewer than {parameters.min_df:,} accounts touch"
        removed += (Removed(by, objects=int(np.count_nonzero(rare)), events=int(np.count_nonzero(~stays))),)
        account, objects, time = _choose(stays, account, objects, time)
    if cosine:
        vectors = object_vectors(account, objects, n_accounts, tf=parameters.tf or "sublinear")
    low, high = kernel.neighbour_ranges(*read_only_views(objects, time), parameters.window)
    paired = kernel.has_neighbour(*read_only_views(account, low, high))
    taking_part = np.bincount(account[paired], minlength=n_accounts)
    eligible = taking_part >= (1 if cosine else parameters.min_participation)

    # Events without a neighbour are in no pair, and an account that shares fewer objects than any edge needs has no
    # edge: leaving them out changes no edge. It may leave others alone, so this repeats while it pays.
    fewest = parameters.fewest_objects
    while True:
        if fewest > 1:
            shared = kernel.count_objects(*read_only_views(account, objects, paired), n_accounts)
            paired &= (shared >= fewest)[account]
        if np.count_nonzero(paired) >= 0.9 * len(paired):
            break
        account, objects, time = _choose(paired, account, objects, time)
        low, high = kernel.neighbour_ranges(*read_only_views(objects, time), parameters.window)
        paired = kernel.has_neighbour(*read_only_views(account, low, high))
    del time, paired

    # the accounts that are left get codes without gaps, in the same order
    names = np.flatnonzero(np.bincount(account, minlength=n_accounts)).astype(np.uint32)
    codes = np.zeros(n_accounts, np.uint32)
    codes[names] = np.arange(len(names), dtype=np.uint32)
    counting = Counting(
        codes[account],
        objects,
        low,
        high,
        eligible[names],
        weighting=_COUNTED[parameters.weighting],
        min_weight=fewest if parameters.counts_objects else int(parameters.min_weight),
    )
    del account, objects, low, high, codes
    counting.check_cost()
    source, target, weight, shared = counting.run(threads, progress)
    network = Network(
        events.accounts,
        names[source],
        names[target],
        weight,
        shared,
        directed=parameters.weighting == "messages",
        removed=removed,
    )
    if not cosine:
        return network
    network = replace(
        network, weight=cosines(network.source, network.target, vectors, threads=threads, progress=progress)
    )
    return network.keep(network.weight >= parameters.min_weight)


_COUNTED: Final[dict[Weighting, int]] = {
    "objects": kernel.OBJECTS,
    "pairs": kernel.PAIRS,
    "messages": kernel.MESSAGES,
    "cosine": kernel.OBJECTS,  # whom to compare at all
}


def _choose(chosen: kernel.Flags, *arrays: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    return [array[chosen] for array in arrays]
