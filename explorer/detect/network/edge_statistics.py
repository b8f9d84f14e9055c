"""Significance of edges: p-values, tiers, and the common triggers that could not be excluded."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.common.durations import format_duration

A: Final = 0
B: Final = 1
TRIGGER: Final = 2
JOINED: Final = 3
TIER_NAMES: Final = ("A", "B", "trigger", "joined")
"""Names of the tiers, by code."""

NO_TRIGGER: Final = 0
PRECURSOR: Final = 1
CLOCK: Final = 2
SOURCE: Final = 3
CROWD: Final = 4
UNKNOWN_ORIGIN: Final = 5
NO_ACCOUNT: Final = -1

_PHRASES: Final[dict[int, Callable[[int, int, str], str]]] = {
    PRECURSOR: lambda count, of, time: f"{count} of {of} co-actions follow the same account within {time}",
    CLOCK: lambda count, of, time: f"{count} of {of} co-actions fall into the same part of every {time}",
    SOURCE: lambda count, of, _: f"the group acts on {count} of {of} posts of its authors",
    CROWD: lambda count, of, _: f"a crowd of {of} accounts acts at these moments, {count} at a time",
    UNKNOWN_ORIGIN: lambda count, of, _: f"the origin is unknown, and other accounts make {count} of {of} actions",
}


@dataclass(frozen=True, slots=True)
class Triggers:
    """The likely common trigger of each edge of the tier ``trigger``, one value per edge.

    Attributes:
        kind: uint8, `NO_TRIGGER` outside that tier.
        account: int64, code of the account that is the trigger, `NO_ACCOUNT` if none is.
        count: int64, the first number of the trigger's phrase.
        of: int64, the second number.
        time: int64, milliseconds, the lag or the period; 0 for triggers without one.
    """

    kind: npt.NDArray[np.uint8]
    account: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]
    of: npt.NDArray[np.int64]
    time: npt.NDArray[np.int64]

    @classmethod
    def none(cls, edges: int) -> Self:
        """Return no trigger for this many edges."""
        nothing = np.zeros(edges, np.int64)
        return cls(np.zeros(edges, np.uint8), np.full(edges, NO_ACCOUNT), nothing, nothing.copy(), nothing.copy())

    def mark(self, edges: npt.NDArray[np.int64], kind: int, count: int, of: int) -> None:
        """Give the edges at these places a trigger without account and time."""
        self.kind[edges], self.count[edges], self.of[edges] = kind, count, of

    def put(self, edges: npt.NDArray[np.bool_], triggers: Self) -> None:
        """Replace the triggers of the edges where ``edges``, bool (edges), is true."""
        for column in fields(self):
            getattr(self, column.name)[edges] = getattr(triggers, column.name)

    def keep(self, stays: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Self:
        """Return the triggers of the edges where ``stays``, bool (edges), is true, or at these places."""
        return type(self)(*(getattr(self, column.name)[stays] for column in fields(self)))

    def followed_by(self, others: Self) -> Self:
        """Return these triggers, and those of other edges after them."""
        names = [column.name for column in fields(self)]
        return type(self)(*(np.concatenate([getattr(self, name), getattr(others, name)]) for name in names))

    def phrases(self) -> list[str | None]:
        """Return the evidence for the trigger of each edge, None if it has none."""
        rows = zip(self.kind.tolist(), self.count.tolist(), self.of.tolist(), self.time.tolist(), strict=True)
        return [
            None if kind == NO_TRIGGER else _PHRASES[kind](count, of, format_duration(time))
            for kind, count, of, time in rows
        ]

    def names(self, accounts: pl.Series) -> pl.Series:
        """Return the name of each edge's trigger account, null if there is none."""
        codes = pl.Series(self.account)
        return accounts.gather(codes.set(codes == NO_ACCOUNT, None))


@dataclass(frozen=True, slots=True)
class EdgeStatistics:
    """Significance of each edge, one value per edge; see `explorer.detect.significance.significance`.

    Attributes:
        shared: uint32, objects on which both accounts have an event, at any times.
        expected_chance: float64, expected weight for accounts that are active in the same hours.
        expected_sync: float64, expected weight from the accounts' reaction times on the objects that they share.
        expected_third: float64, expected weight from the times at which third accounts act on the same objects.
        p_chance: float64, probability of at least as many moments under the first model.
        p_sync: float64, the same under the second model.
        p_third: float64, the same under the third model.
        q: float64, smallest false-discovery rate, over edges and over accounts, at which the edge is reported.
        moments: int64, coincidences that are 15 minutes or more apart.
        tier: uint8, index into `TIER_NAMES`.
        triggers: The likely triggers of the edges of the tier ``trigger``.
        window: int64, milliseconds, the window of all other columns; None if only one window was tested.
    """

    shared: npt.NDArray[np.uint32]
    expected_chance: npt.NDArray[np.float64]
    expected_sync: npt.NDArray[np.float64]
    expected_third: npt.NDArray[np.float64]
    p_chance: npt.NDArray[np.float64]
    p_sync: npt.NDArray[np.float64]
    p_third: npt.NDArray[np.float64]
    q: npt.NDArray[np.float64]
    moments: npt.NDArray[np.int64]
    tier: npt.NDArray[np.uint8]
    triggers: Triggers
    window: npt.NDArray[np.int64] | None = None

    def keep(self, stays: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "EdgeStatistics":
        """Return the statistics of the edges where ``stays``, bool (edges), is true, or at these places."""
        values = (getattr(self, column.name) for column in fields(self))
        kept: list[Any] = [
            value[stays] if isinstance(value, np.ndarray) else value and value.keep(stays) for value in values
        ]
        return EdgeStatistics(*kept)

    def followed_by(self, others: "EdgeStatistics") -> "EdgeStatistics":
        """Return these statistics, and those of other edges after them."""
        joined: list[Any] = []
        for column in fields(self):
            one, other = getattr(self, column.name), getattr(others, column.name)
            joined.append(
                np.concatenate([one, other]) if isinstance(one, np.ndarray) else one and one.followed_by(other)
            )
        return EdgeStatistics(*joined)

    @property
    def expected(self) -> npt.NDArray[np.float64]:
        """The largest expectation of each edge's weight."""
        return np.maximum(np.maximum(self.expected_chance, self.expected_sync), self.expected_third)

    def columns(self, accounts: pl.Series) -> list[pl.Series]:
        """Return the statistics as columns: shared to q, tier, the trigger with its account, and the window.

        Trigger and account are null if there is none; there is no window if only one was tested.

        Args:
            accounts: Names of the accounts, by code.
        """
        names = ("shared", "expected_chance", "expected_sync", "expected_third", "p_chance", "p_sync", "p_third", "q")
        return [
            *(pl.Series(name, getattr(self, name)) for name in names),
            pl.Series("tier", np.array(TIER_NAMES)[self.tier], pl.String),
            pl.Series("trigger", self.triggers.phrases(), pl.String),
            self.triggers.names(accounts).alias("trigger_account"),
            *([] if self.window is None else [pl.Series("window", self.window)]),
        ]
