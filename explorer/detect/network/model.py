"""The network of accounts that do the same things at the same time: its edges, their statistics, what was left out."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

ALLOW_LISTED: Final = "accounts on the allow list"
"""The cause of an `Exclusion` of these accounts."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What one cap or filter took away.

    Attributes:
        by: the cap or filter with its value, for people.
        accounts: accounts left out.
        objects: objects left out.
        events: events left out.
        edges: edges taken away.

    Where all are None, the filter was applied while counting: what it left out was never built.
    """

    by: str
    accounts: int | None = None
    objects: int | None = None
    events: int | None = None
    edges: int | None = None

    def counts(self) -> dict[str, int]:
        """Return what is counted, by its name."""
        return {f.name: value for f in fields(self) if isinstance(value := getattr(self, f.name), int)}

    def __str__(self) -> str:
        """Return the line for a command's output."""
        told = " and ".join(f"{count:,} {what}" for what, count in self.counts().items())
        return f"{self.by}: {told or 'never built, so not counted,'} left out"


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
    removed: tuple[Exclusion, ...] = ()
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
