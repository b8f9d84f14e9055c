"""Time precision of a source, determined from the distribution of its times."""

import math
from dataclasses import dataclass
from typing import ClassVar, Final

_OMITTED: Final = 1 / 60
"""Share of times that are expected to be written without seconds by a program that leaves out ``:00``, as Java does."""
_LEVEL: Final = 0.05
"""A distribution that is less likely than this is not attributed to chance."""
_EXACT_UP_TO: Final = 3_000
"""Number of times up to which the binomial distribution is summed; the normal distribution replaces it above."""
_UNITS: Final = {60: "minutes", 900: "quarter hours", 3_600: "hours", 86_400: "days"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """Time precision of a source. ``a | b`` is the precision of two parts of one source; the operator is associative.

    It follows from counts, so one odd value does not decide for a file:

    - **Notation.** A program that writes seconds may leave them out where they are ``:00``, which happens in one of 60
      times. The precision is coarser if more times are written without seconds than this explains: if at least half
      are, or if a binomial test (share 1/60) rejects it at a level of 5 %. Fewer than half may be more than the test
      allows if no other time is written with ``:00`` although some should be: then the program leaves them out, and
      the times are round because posts were scheduled. Dates without a time of day are tested in the same way, but
      without this exception.
    - **Values.** An export may write times with a precision of minutes or days as ``10:20:00`` or ``00:00:00``. If nine
      of ten times, and at least `ENOUGH` times, are multiples of one of `STEPS`, that step is the precision. Times with
      a precision of seconds are multiples of 60 s in one of 60 cases. Scheduled posts raise this share, but seldom to
      nine of ten.

    Attributes:
        values: Number of times read.
        dates: Number of times that are written as a date without a time of day.
        minutes: Number of times that are written without seconds.
        full_minutes: Number of times that are written with seconds, which are ``:00``.
        multiples: Number of times that are multiples of each of `STEPS`, in the source's time zone.
    """

    values: int = 0
    dates: int = 0
    minutes: int = 0
    full_minutes: int = 0
    multiples: tuple[int, ...] = (0, 0, 0, 0)

    ENOUGH: ClassVar[int] = 20
    SHARE: ClassVar[float] = 0.9
    STEPS: ClassVar[tuple[int, ...]] = (60, 900, 3_600, 86_400)
    """Seconds; each divides the next. Dates of another time zone, written in UTC, fall on hours or quarter hours."""

    def __or__(self, other: "Resolution") -> "Resolution":
        """Return the combined precision of two parts of one source."""
        return Resolution(
            self.values + other.values,
            self.dates + other.dates,
            self.minutes + other.minutes,
            self.full_minutes + other.full_minutes,
            tuple(mine + others for mine, others in zip(self.multiples, other.multiples, strict=True)),
        )

    @property
    def declared(self) -> int:
        """Precision of the notation in seconds: 86,400 for dates, 60 for hh:mm, otherwise 1."""
        short = self.dates + self.minutes
        if self._is_frequent(self.dates):
            return 86_400
        return 60 if self._is_frequent(short) and not self._leaves_out_zeros(short) else 1

    @property
    def observed(self) -> int:
        """Largest step of which the times are multiples, in seconds; 1 if there are fewer than `ENOUGH`."""
        if self.values < self.ENOUGH:
            return 1
        steps = (s for s, n in zip(self.STEPS, self.multiples, strict=True) if n >= self.values * self.SHARE)
        return max(steps, default=1)

    @property
    def seconds(self) -> int:
        """The precision to use, in seconds."""
        return max(self.declared, self.observed)

    @property
    def reason(self) -> str | None:
        """Why the precision is not seconds, or why it is although some times are shorter; None if nothing is odd."""
        declared, observed = self.declared, self.observed
        short = self.dates + self.minutes
        if observed > declared:
            multiples = self.multiples[self.STEPS.index(observed)]
            return f"{self._share(multiples)} whole {_UNITS[observed]}"
        if declared == 86_400:
            return f"{self._share(self.dates)} dates without a time of day"
        if declared == 60:
            return f"{self._share(short)} written without seconds"
        if short:
            return f"{self._share(short)} written without seconds, which is no more than :00 left out"
        return None

    def _share(self, part: int) -> str:
        verb = "is" if part == 1 else "are"
        return f"all {part:,} times are" if part == self.values > 1 else f"{part:,} of {self.values:,} times {verb}"

    def _is_frequent(self, short: int) -> bool:
        """Whether more times are in a shorter notation than a program that leaves out ``:00`` explains."""
        return 2 * short >= self.values > 0 or short > _most_by_chance(self.values)

    def _leaves_out_zeros(self, short: int) -> bool:
        """Whether a minority is written without seconds, and ``:00`` is missing from the others although expected."""
        others = self.values - short
        return short < others and not self.full_minutes and (1 - _OMITTED) ** others < _LEVEL


def _most_by_chance(values: int) -> int:
    """Return the highest number of times, out of ``values``, without seconds that is not unlikely."""
    if values > _EXACT_UP_TO:
        return math.floor(values * _OMITTED + 1.645 * math.sqrt(values * _OMITTED * (1 - _OMITTED)))
    number, probability = 0, (1 - _OMITTED) ** values
    at_most = probability
    while 1 - at_most >= _LEVEL:
        probability *= (values - number) / (number + 1) * _OMITTED / (1 - _OMITTED)
        number += 1
        at_most += probability
    # more than ``number`` times have a probability below the level
    return number
