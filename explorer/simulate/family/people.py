"""Habits of the family's accounts: when they are awake, and how fast they react.

Times are seconds since 1970, UTC, as float64.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DAY: Final = 86_400
HOUR: Final = 3_600
START: Final = 1_704_067_200  # a Monday, so that weekends are days 5 and 6 of every week


@dataclass(frozen=True, slots=True)
class People:
    """Habits of accounts, with one array entry per account.

    Attributes:
        zone: Time zone, in hours ahead of UTC.
        wake: Local hour at which the account wakes up.
        awake: Hours until it sleeps again.
        peak: Local hour at which it is most active.
        weekend: Probability that it keeps a retweet that falls on a weekend.
        pace: Logarithm of its median delay from post to retweet in seconds.
        spread: Standard deviation of the logarithm of its delays.
    """

    zone: Floats
    wake: Floats
    awake: Floats
    peak: Floats
    weekend: Floats
    pace: Floats
    spread: Floats

    def asleep(self, account: Ints, time: Floats) -> Bools:
        """Return whether each account is asleep at the given time."""
        return (self._hour(account, time) - self.wake[account]) % 24 >= self.awake[account]

    def until_awake(self, rng: np.random.Generator, account: Ints, time: Floats) -> Floats:
        """Return the times, with times at which the account is asleep moved to shortly after it wakes up."""
        wait = (self.wake[account] - self._hour(account, time)) % 24 * HOUR + rng.exponential(2_400, len(time))
        return time + np.where(self.asleep(account, time), wait, 0.0)

    def off(self, rng: np.random.Generator, account: Ints, time: Floats) -> Bools:
        """Return whether each account skips a retweet because it falls on a weekend in its time zone."""
        weekend = (time + self.zone[account] * HOUR - START) // DAY % 7 >= 5
        return weekend & (rng.random(len(time)) > self.weekend[account])

    def _hour(self, account: Ints, time: Floats) -> Floats:
        return (time / HOUR + self.zone[account]) % 24


def make_people(rng: np.random.Generator, zone: Floats) -> People:
    """Draw random habits for accounts in these time zones."""
    count = len(zone)
    wake = rng.normal(7.3, 1.4, count)
    awake = rng.normal(16.2, 1.2, count).clip(12, 20)
    return People(
        zone,
        wake,
        awake,
        peak=wake + awake * rng.beta(2.5, 2.0, count),
        weekend=np.where(rng.random(count) < 0.3, 0.3, rng.uniform(0.7, 1.0, count)),
        pace=rng.normal(np.log(2_700), 0.9, count),
        spread=rng.uniform(0.9, 1.8, count),
    )
