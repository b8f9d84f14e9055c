"""What a network depends on besides the events, and which windows the data's times allow. Imports nothing heavy."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from explorer.common.durations import format_duration
from explorer.common.errors import UsageError

Weighting = Literal["objects", "pairs", "messages", "cosine"]
WEIGHTINGS: Final[dict[Weighting, str]] = {
    "objects": "distinct objects that two accounts share within the window",
    "pairs": "pairs of actions on one object within the window (CooRTweet)",
    "messages": "directed: distinct actions of one account that have an action of the other within the window "
    "(coordination-network-toolkit)",
    "cosine": "TF-IDF cosine of all objects of two accounts that share at least one within the window (Pacheco, "
    "Luceri)",
}


Tf = Literal["sublinear", "binary"]
TFS: Final[dict[Tf, str]] = {
    "sublinear": "1 + ln(number of the account's actions on the object), as in Pacheco et al. 2021",
    "binary": "1 for every object of the account, as in Luceri et al. 2024",
}

PercentileRule = Literal["above", "at-least"]
RULES: Final[dict[PercentileRule, str]] = {
    "above": "heavier than the quantile (CooRTweet)",
    "at-least": "as heavy as the quantile or heavier (CooRnet, Pacheco's code)",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of edges, applied in the order of `FILTERS`. The defaults keep all edges.

    Attributes:
        min_objects: Minimum number of distinct objects that the two accounts share within the window.
        percentile: Quantile of the weights, 0 to 1.
        percentile_rule: See `RULES`.
        backbone: Significance level of the disparity filter, above 0, at most 1.
        centrality: Quantile of the accounts' eigenvector centrality, 0 to 1.

    Raises:
        UsageError: If a value is out of range.
    """

    min_objects: int = 1
    percentile: int | float | None = None
    percentile_rule: PercentileRule = "above"
    backbone: int | float | None = None
    centrality: int | float | None = None

    def __post_init__(self) -> None:
        """Validate ranges."""
        if self.min_objects < 1:
            raise UsageError(
                f"The minimum number of shared objects must be 1 or more, not {self.min_objects}.",
                hint="Set --min-objects, for example to 2.",
            )
        if self.percentile_rule not in get_args(PercentileRule):
            raise UsageError(
                f"Unknown percentile rule {self.percentile_rule!r}.",
                hint=f"Set --percentile-rule to one of: {', '.join(RULES)}",
            )
        for name, value in (("percentile", self.percentile), ("centrality", self.centrality)):
            if value is not None and not 0 <= value <= 1:
                raise UsageError(
                    f"The {name} must be a quantile between 0 and 1, not {value}.",
                    hint=f"Set --{name}, for example to 0.9.",
                )
        if self.backbone is not None and not 0 < self.backbone <= 1:
            raise UsageError(
                f"The backbone's significance level must be above 0 and at most 1, not {self.backbone}.",
                hint="Set --backbone, for example to 0.05.",
            )


@dataclass(frozen=True, slots=True)
class Filter:
    """What a filter declares about itself; `explorer.detect.network.filters` applies it.

    Attributes:
        field: Field of `Filters`; its default keeps all edges.
        title: What is removed, for reports, with the placeholders {value} and {rule}.
        description: What stays and who uses the filter, for analysts.
    """

    field: str
    title: str
    description: str

    def value(self, filters: Filters) -> Any:
        """Return the requested value, None if all edges stay."""
        value = getattr(filters, self.field)
        return None if value == getattr(Filters(), self.field) else value

    def name(self, filters: Filters) -> str:
        """Return the title with its value."""
        return self.title.format(value=self.value(filters), rule=filters.percentile_rule)


MIN_OBJECTS: Final = Filter(
    "min_objects",
    "fewer than {value} shared objects",
    "Minimum number of distinct objects that two accounts share. Use it with --weighting pairs, messages or cosine, "
    "whose weights do not count distinct objects.",
)
PERCENTILE: Final = Filter(
    "percentile",
    "weight not {rule} the quantile {value:g}",
    "Keep only edges above this quantile (0 to 1) of the weights. For example, 0.9 keeps about the "
    "heaviest 10%, as in CooRnet. Pacheco et al. use 0.995. See also --percentile-rule.",
)
BACKBONE: Final = Filter(
    "backbone",
    "not in the backbone at {value:g}",
    "Keep an edge only if it is unusually heavy for at least one of its two accounts, at this significance level. "
    "0.05 is typical (disparity filter, Serrano et al. 2009).",
)
CENTRALITY: Final = Filter(
    "centrality",
    "an account below the quantile {value:g} of centrality",
    "Keep edges between accounts whose eigenvector centrality is at or above this quantile. The centrality "
    "measures how well an account is connected. 0.9 is a good starting value (Luceri et al. 2024).",
)
FILTERS: Final = (MIN_OBJECTS, PERCENTILE, BACKBONE, CENTRALITY)
"""In the order of application."""


@dataclass(frozen=True, slots=True)
class NetworkParameters:
    """What the network depends on besides the events.

    Attributes:
        weighting: How the weight of an edge is counted.
        window: Maximum time between two events of a pair, in milliseconds, inclusive; 0 or more.
        min_weight: Lighter edges are dropped; a whole number from 1, for cosines a number from 0 to 1.
        min_participation: Accounts with fewer events are dropped before pairs are counted. Afterwards an edge stays if
            at least one of its accounts has this many events in a pair (CooRTweet's rule). For cosines only the first
            step applies, which is Pacheco's support filter.
        tf: Term frequency of cosines, required for them; see `TFS`.
        min_df: For cosines: objects that fewer accounts touch, after ``min_participation``, are left out.
        max_accounts_per_object: Objects that more accounts touch are left out before anything else; None for no limit.
        filters: Filters of edges.

    Raises:
        UsageError: If a value is out of range.
    """

    weighting: Weighting = "objects"
    window: int = 60_000
    min_weight: int | float = 2
    min_participation: int = 1
    tf: Tf | None = None
    min_df: int = 1
    max_accounts_per_object: int | None = None
    filters: Filters = field(default_factory=Filters)

    def __post_init__(self) -> None:
        """Validate ranges."""
        if self.weighting not in get_args(Weighting):
            raise UsageError(
                f"Unknown weighting {self.weighting!r}.", hint=f"Set --weighting to one of: {', '.join(WEIGHTINGS)}"
            )
        if self.window < 0:
            raise UsageError("The window must not be negative.", hint="Set --window to a time such as 60s, 5m or 1h.")
        if self.weighting == "cosine":
            if self.tf not in get_args(Tf):
                raise UsageError(
                    "The weighting cosine needs a term frequency.", hint=f"Set --tf to one of: {', '.join(TFS)}"
                )
            if not 0 <= self.min_weight <= 1:
                raise UsageError(
                    f"The minimum weight of a cosine must be between 0 and 1, not {self.min_weight}.",
                    hint="Set --min-weight, for example to 0.5.",
                )
        else:
            if self.tf or self.min_df > 1:
                raise UsageError(
                    f"--tf and --min-df have no effect with the weighting {self.weighting}.",
                    hint="Remove them, or set --weighting cosine.",
                )
            if self.min_weight < 1 or self.min_weight != int(self.min_weight):
                raise UsageError(
                    f"The minimum weight must be a whole number of 1 or more, not {self.min_weight}.",
                    hint="Set --min-weight, for example to 2; 1 keeps all edges.",
                )
        for name, value in (("participation", self.min_participation), ("df", self.min_df)):
            if value < 1:
                raise UsageError(
                    f"The minimum {name} must be 1 or more, not {value}.", hint=f"Set --min-{name}; 1 keeps everything."
                )
        if self.max_accounts_per_object is not None and self.max_accounts_per_object < 2:
            raise UsageError(
                f"The maximum number of accounts per object must be 2 or more, not {self.max_accounts_per_object}.",
                hint="Set --max-accounts-per-object, for example to 1000.",
            )

    @property
    def fewest_objects(self) -> int:
        """The minimum number of objects that the accounts of an edge share."""
        by_objects = self.weighting == "objects"
        return max(self.filters.min_objects, int(self.min_weight) if by_objects else 1)

    @property
    def counts_objects(self) -> bool:
        """Whether the kernel counts shared objects and builds no edge with fewer than `fewest_objects`."""
        return self.weighting in {"objects", "cosine"}


def is_resolved(window: int, resolution: int) -> bool:
    """Return whether times of a given precision can decide which events are within a window.

    A window of 0 means equal times, for which times in seconds are fine enough.

    Args:
        window: Milliseconds.
        resolution: Time precision in seconds, see `explorer.model.resolution.Resolution`.
    """
    return window >= resolution * 1000 or (window == 0 and resolution <= 1)


def check_resolution(window: int, resolution: int) -> None:
    """Validate a detection window (milliseconds) against the time precision of the data (seconds).

    Raises:
        UsageError: If the window is finer than the times.
    """
    if is_resolved(window, resolution):
        return
    unit = {1: "seconds", 60: "minutes", 3600: "hours", 86_400: "days"}.get(resolution)
    times = f"whole {unit}" if unit else f"multiples of {format_duration(resolution * 1000)}"
    raise UsageError(
        f"The times in the data are {times}, which is too coarse for a window of {format_duration(window)}.",
        hint=f"Use a window of {format_duration(resolution * 1000)} or more, or data with more precise times.",
    )
