"""Labels of columns: the headings that people read, and how values below them are shown."""

from dataclasses import dataclass
from typing import Final

MAX_LENGTH: Final = 34
"""Maximum number of characters in a label."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A fraction that people see multiplied by 100, with one decimal and without a sign, as ``12.5``.

    Only 0 is shown as ``0.0`` and only 1 as ``100.0``.
    """

    fraction: float

    def __str__(self) -> str:
        if 0 < self.fraction < 0.0005:
            return "<0.1"
        if 0.9995 <= self.fraction < 1:
            return ">99.9"
        return f"{100 * self.fraction:.1f}"


def is_percentage(label: str) -> bool:
    """Return whether the values below a label are fractions from 0 to 1 that people see as percentages."""
    return label.startswith("%")


def for_people(label: str, value: object) -> object:
    """Return a value below a label as people see it: a fraction as a `Percentage`, any other value unchanged.

    A missing value (None) stays None. JSON, CSV and notebooks use the value itself.
    """
    if is_percentage(label) and isinstance(value, int | float) and not isinstance(value, bool):
        return Percentage(value)
    return value
