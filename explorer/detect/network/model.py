"""The network of accounts that do the same things at the same time: its edges, their statistics, what was left out."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.detect.network.edge_statistics import TIER_NAMES, EdgeStatistics

ALLOW_LISTED: Final = "accounts on the allow list"
"""The cause of an `Exclusion` of these accounts."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What one cap or filter left out.

    Attributes:
        cause: The cap or filter with its value, for people.
        accounts: Number of accounts left out.
        objects: Number of objects left out.
        events: Number of events left out.
        edges: Number of edges left out.

    If all are None, the filter was applied while counting, and what it left out was never built.
    """

    cause: str
    accounts: int | None = None
    objects: int | None = None
    events: int | None = None
    edges: int | None = None

    def counts(self) -> dict[str, int]:
        """Return the numbers that are known, by name."""
        return {f.name: value for f in fields(self) if isinstance(value := getattr(self, f.name), int)}

    def __str__(self) -> str:
        """Return the line for a command's output."""
        counts = " and ".join(f"{count:,} {what}" for what, count in self.counts().items())
        return f"{self.cause}: {counts or 'never built, so not counted,'} left out"


@dataclass(frozen=True, slots=True)
class Network:
    """Edges between accounts, sorted by (source, target).

    Attributes:
        accounts: Names, sorted as strings; every account of the events, with or without an edge.
        source: uint32 codes into ``accounts``; below ``target`` unless ``directed``.
        target: uint32 codes into ``accounts``.
        weight: By the parameters' weighting: int64 for counts, float64 for cosines and decayed sums.
        objects: uint32, distinct objects that the two accounts share within the window.
        directed: Whether an edge describes its source only (weighting messages).
        exclusions: What caps and filters left out, in the order of application.
        slices: uint32, number of time slices that have the edge; None if time was not sliced.
        statistics: Significance of the edges; None if weights and filters alone decide.
    """

    accounts: pl.Series
    source: npt.NDArray[np.uint32]
    target: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.int64] | npt.NDArray[np.float64]
    objects: npt.NDArray[np.uint32]
    directed: bool
    exclusions: tuple[Exclusion, ...] = ()
    slices: npt.NDArray[np.uint32] | None = None
    statistics: EdgeStatistics | None = None

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.weight)

    def keep(self, stays: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "Network":
        """Return the network of the edges where ``stays``, bool (edges), is true, or at these places in this order.

        Accounts keep their codes.
        """
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        kept: dict[str, Any] = {name: value[stays] for name, value in values if isinstance(value, np.ndarray)}
        return replace(self, **kept, statistics=self.statistics and self.statistics.keep(stays))

    def updated(self, others: "Network") -> "Network":
        """Return this network's edges and those of another one, which count where both have a pair.

        Args:
            others: A network of the same accounts, with statistics if this one has some.
        """
        mine = self.keep(~np.isin(edge_keys(self), edge_keys(others)))
        columns = ("source", "target", "weight", "objects")
        joined: dict[str, Any] = {
            name: np.concatenate([getattr(mine, name), getattr(others, name)]) for name in columns
        }
        statistics = others.statistics and mine.statistics and mine.statistics.followed_by(others.statistics)
        network = replace(self, **joined, statistics=statistics)
        return network.keep(np.argsort(edge_keys(network)))

    def with_edge(self) -> npt.NDArray[np.bool_]:
        """Return whether each account has an edge, bool (accounts)."""
        connected = np.zeros(len(self.accounts), np.bool_)
        connected[self.source] = connected[self.target] = True
        return connected

    @property
    def tested(self) -> EdgeStatistics:
        """The statistics of the edges.

        Raises:
            ValueError: If the edges have none.
        """
        if self.statistics is None:
            raise ValueError("the edges of this network were not tested")
        return self.statistics

    def tier(self, name: str) -> "Network":
        """Return the network of the edges of a tier, one of `TIER_NAMES`; the same network without statistics."""
        if self.statistics is None:
            return self
        return self.keep(self.statistics.tier == TIER_NAMES.index(name))

    def undirected(self) -> "Network":
        """Return the network with one edge for each pair of accounts, source < target; the same network if undirected.

        The weight is the sum of both directions; a direction below the minimum weight adds nothing. The number of
        shared objects is the larger of both directions, since what two accounts share has no direction.
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
        return Network(self.accounts, source, target, weight, objects, directed=False, exclusions=self.exclusions)

    def edges(self) -> pl.DataFrame:
        """Return the edges by name, in the network's order: source, target (strings), weight (int64 or float64),
        slices (uint32) if time was sliced, and their statistics if they have some.

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
            columns.extend(self.statistics.columns(self.accounts))
        return pl.DataFrame(columns)


def edge_keys(network: Network) -> npt.NDArray[np.uint64]:
    """Return one number for each edge, uint64: source in the upper 32 bits, target in the lower."""
    return network.source.astype(np.uint64) << np.uint64(32) | network.target
