"""Declaration of a signal and its parameters, and of combined signals. Imports nothing heavy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

from explorer.common.errors import UsageError
from explorer.detect.signals.kinds import RecordKind

Evidence = Literal["as analysed", "as written"]
"""How the pack queries show what two accounts share: normalised as in the analysis, or as written in the posts."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A numeric parameter of a signal.

    Attributes:
        name: Name in runs and messages; the option is the same with hyphens.
        default: Value if none is given.
        least: Smallest value.
        most: Largest value.
        description: For analysts, without a full stop.
        whole: Whether the command line takes whole numbers only.
    """

    name: str
    default: float
    least: float
    most: float
    description: str
    whole: bool = False

    @property
    def option(self) -> str:
        """The command-line option."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A kind of co-action of two accounts.

    The function of the same name in `explorer.detect.signals.extractors` (``co_retweet`` for ``co-retweet``) creates
    events from the records. Its keyword arguments are the parameters.

    Attributes:
        name: Name on the command line and in runs.
        object: What the two accounts share, in a few words.
        noun: The same as one noun, in the singular, for counts ("3 links").
        description: One sentence for analysts, in lower case and without a full stop.
        use: When to use it, as an imperative, in lower case and without a full stop.
        needs: What the data must contain.
        kind: The records that it reads.
        misleads: What else looks the same and can mislead.
        parameters: Parameters of the extraction.
        timeless: Whether its records have no times, so that the window does not apply.
        literature: Publications that introduced it, by author and year, separated by semicolons.
        evidence: How the pack queries boosts/evidence and boosts/cluster-evidence show it; None if they cannot,
            because what the accounts share is computed during detection and not stored.
        caution: Warning that is printed with every result. A signal with a caution is never suggested.
        values: Values given for its parameters, sorted by name; the others have their defaults.
    """

    name: str
    object: str
    noun: str
    description: str
    use: str
    needs: str
    kind: RecordKind
    misleads: str
    parameters: tuple[Parameter, ...] = ()
    timeless: bool = False
    literature: str = ""
    evidence: Evidence | None
    caution: str = ""
    values: tuple[tuple[str, float], ...] = ()

    @property
    def parts(self) -> "tuple[Signal, ...]":
        """The signal itself, see `CombinedSignals.parts`."""
        return (self,)

    @property
    def settings(self) -> dict[str, float]:
        """All parameters with their values."""
        return {parameter.name: parameter.default for parameter in self.parameters} | dict(self.values)

    @property
    def objects_are_posts(self) -> bool:
        """Whether the objects of its events are posts."""
        return self.noun == self.kind.key == "post"

    def with_parameters(self, values: Mapping[str, float | None]) -> Self:
        """Return the signal with the given parameter values; None keeps the default.

        Raises:
            UsageError: If a value is out of range.
        """
        given = {name: value for name, value in values.items() if value is not None}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if not parameter.least <= value <= parameter.most:
                raise UsageError(
                    f"{parameter.option} must be between {parameter.least:g} and {parameter.most:g}, not {value:g}.",
                    hint=f"The default is {parameter.default:g}.",
                )
        return replace(self, values=tuple(sorted(given.items())))


@dataclass(frozen=True, slots=True)
class CombinedSignals:
    """Several signals whose events are pooled, so that a pair of accounts has one test for all of them.

    Attributes:
        parts: The signals.

    Raises:
        UsageError: If a signal is named twice, or has no times.
    """

    parts: tuple[Signal, ...]

    def __post_init__(self) -> None:
        """Validate that the signals can be combined."""
        if len({part.name for part in self.parts}) < len(self.parts):
            raise UsageError(f"{self.name} names a signal twice.", hint="Name each signal once.")
        if timeless := [part.name for part in self.parts if part.timeless]:
            raise UsageError(
                f"{timeless[0]} has no times, so it cannot be combined with other signals.",
                hint=f"Separate it with a comma instead, for example --signals co-retweet,{timeless[0]}.",
            )

    @property
    def name(self) -> str:
        """The names of the signals, joined by plus signs."""
        return "+".join(part.name for part in self.parts)

    @property
    def needs(self) -> str:
        """What the data must contain."""
        return "; ".join(dict.fromkeys(part.needs for part in self.parts))

    @property
    def caution(self) -> str:
        """Warnings that are printed with every result."""
        return " ".join(part.caution for part in self.parts if part.caution)

    @property
    def timeless(self) -> bool:
        """Whether there are no times, so that the window does not apply."""
        return False

    @property
    def settings(self) -> dict[str, float]:
        """All parameters with their values."""
        return {name: value for part in self.parts for name, value in part.settings.items()}


AnySignal = Signal | CombinedSignals
"""What one layer of a network is made of."""
