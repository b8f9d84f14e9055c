"""Random draws for the campaign ``prc-2021``: integers with an exact sum, posts of a feed, times in waking hours.

Times are whole seconds since 1970, UTC, in int64.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.model.tables import TIME
from explorer.simulate.prc2021.plan import DAY, END, START

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_SPAN: Final = END - START
HOUR: Final = 3_600
WAKING_HOURS: Final = (7, 23)
"""Local hours between which accounts of the crowd are awake."""


def draw_integers(
    rng: np.random.Generator, weights: Floats, total: int, *, least: int = 0, most: int | None = None
) -> Ints:
    """Return integers that are approximately proportional to the weights and sum to ``total`` exactly.

    Args:
        rng: Random number generator, which distributes the remainder of rounding.
        weights: Weights, 0 or more, not all 0.
        total: Sum of the integers.
        least: Minimum of each integer.
        most: Maximum of each integer.

    Raises:
        ValueError: If no such integers exist.
    """
    count = len(weights)
    limit = total if most is None else most
    if not least * count <= total <= limit * count:
        raise ValueError(f"{count} numbers from {least} to {most} cannot sum to {total}")
    numbers: Ints = least + np.floor(weights * ((total - least * count) / weights.sum())).astype(np.int64)
    numbers = np.minimum(numbers, limit)
    while (missing := total - int(numbers.sum())) > 0:
        room = np.flatnonzero(numbers < limit)
        numbers[rng.choice(room, min(missing, len(room)), replace=False)] += 1
    return numbers


class Feed:
    """Posts sorted by author and time, from which readers pick a post of an author within a time span."""

    def __init__(self, author: Ints, time: Ints, weight: Floats) -> None:
        self.author, self.time = author, time
        self._key = author * (_SPAN + 1) + (time - START)
        self._cumulated = np.concatenate([[0.0], np.cumsum(weight)])

    def __len__(self) -> int:
        """Return the number of posts."""
        return len(self.time)

    def pick(self, rng: np.random.Generator, author: Ints, first: Ints, last: Ints) -> Ints:
        """Draw a post by ``author`` with ``first <= time < last`` for each reader, by weight; -1 if there is none."""
        base = author * (_SPAN + 1)
        low = np.searchsorted(self._key, base + np.clip(first - START, 0, _SPAN))
        high = np.searchsorted(self._key, base + np.clip(last - START, 0, _SPAN))
        floor, ceiling = self._cumulated[low], self._cumulated[high]
        drawn = floor + rng.random(len(author)) * (ceiling - floor)
        position = np.searchsorted(self._cumulated, drawn, side="right") - 1
        return np.where(high > low, np.clip(position, low, np.maximum(high - 1, low)), -1)


def move_to_waking_hours(rng: np.random.Generator, time: Ints, zone: Ints) -> Ints:
    """Return the times, with times at which the account is asleep moved to the next morning.

    Args:
        rng: Random number generator.
        time: Time of each retweet.
        zone: Time zone of its account, in hours ahead of UTC.
    """
    local = (time + zone * HOUR) % DAY
    until = (WAKING_HOURS[0] * HOUR - local) % DAY
    asleep = (local < WAKING_HOURS[0] * HOUR) | (local >= WAKING_HOURS[1] * HOUR)
    return np.where(asleep, time + until + rng.exponential(1.5 * HOUR, len(time)).astype(np.int64), time)


def move_to_working_hours(rng: np.random.Generator, time: Ints, opens: Ints | int, hours: int) -> Ints:
    """Return the times, moved into daily shifts of ``hours`` that begin at ``opens`` (seconds after midnight UTC)."""
    since = (time - opens) % DAY
    off = since >= hours * HOUR
    return np.where(off, time - since + DAY + rng.integers(0, hours * HOUR // 2, len(time)), time)


def redraw_outside(rng: np.random.Generator, time: Ints, first: Ints, last: Ints) -> Ints:
    """Return ``time`` if ``first <= time < last``, otherwise a time drawn uniformly from that span."""
    drawn = first + np.floor(rng.random(len(time)) * (last - first)).astype(np.int64)
    return np.where((time >= first) & (time < last), time, drawn)


def time_column(values: Ints) -> pl.Series:
    """Convert seconds to the time type of the canonical tables."""
    return pl.Series(values * 1000).cast(TIME)
