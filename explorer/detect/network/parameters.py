"""What a network depends on besides the events, and what its window asks of the data."""

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from explorer.common.durations import format_duration
from explorer.common.errors import UsageError
from explorer.detect.network.cosine import TFS, Tf
from explorer.detect.network.filters import Filters

Weighting = Literal["objects", "pairs", "messages", "cosine"]
WEIGHTINGS: Final[dict[Weighting, str]] = {
    "objects": "distinct objects that two accounts share within the window",
    "pairs": "pairs of events on one object within the window (CooRTweet)",
    "messages": "directed: distinct events of the source with an event of the target in the window "
    "(coordination-network-toolkit)",
    "cosine": "TF-IDF cosine of all objects of two accounts that share one within the window (Pacheco, Luceri)",
}


@dataclass(frozen=True, slots=True)
class NetworkParameters:
    """What the network depends on besides the events.

    Attributes:
        weighting: how an edge's weight is counted.
        window: milliseconds that may lie between two events of a pair, inclusive; 0 or more.
        min_weight: lighter edges are dropped; a whole number from 1 on, by cosine a number from 0 to 1.
        min_participation: accounts with fewer events are dropped before pairs are sought; afterwards an edge stays
            when at least one of its accounts has this many events that take part in a pair (CooRTweet's rule). By
            cosine only the first half applies, which is Pacheco's support filter.
        tf: of cosine, which needs one; see `explorer.detect.network.cosine.TFS`.
        min_df: of cosine: objects that fewer accounts touch, once participation was asked for, are left out.
        max_accounts_per_object: objects that more accounts touch are left out before anything else; None for none.
        filters: what else edges have to pass.

    Raises:
        UsageError: if a value is out of range.
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
        """Refuse values that ask nothing."""
        if self.weighting not in get_args(Weighting):
            raise UsageError(
                f"There is no weighting {self.weighting!r}.", hint=f"Weightings are: {', '.join(WEIGHTINGS)}"
            )
        if self.window < 0:
            raise UsageError("The window is negative.", hint="Give a time such as 60s, 5m or 1h.")
        if self.weighting == "cosine":
            if self.tf not in get_args(Tf):
                raise UsageError("The weighting cosine needs a tf.", hint=f"They are: {', '.join(TFS)}")
            if not 0 <= self.min_weight <= 1:
                raise UsageError(
                    f"The minimum weight is {self.min_weight}.", hint="A cosine is between 0 and 1: --min-weight 0.5"
                )
        else:
            if self.tf or self.min_df > 1:
                raise UsageError(
                    f"tf and min-df say nothing to the weighting {self.weighting}.", hint="Leave them out."
                )
            if self.min_weight < 1 or self.min_weight != int(self.min_weight):
                raise UsageError(
                    f"The minimum weight is {self.min_weight}.",
                    hint="--min-weight is a whole number from 1 on; 1 keeps everything.",
                )
        for name, value in (("participation", self.min_participation), ("df", self.min_df)):
            if value < 1:
                raise UsageError(f"The minimum {name} is {value}.", hint="It is 1 or more; 1 keeps everything.")
        if self.max_accounts_per_object is not None and self.max_accounts_per_object < 2:
            raise UsageError(
                f"At most {self.max_accounts_per_object} accounts per object leave no pair.", hint="It is 2 or more."
            )

    @property
    def fewest_objects(self) -> int:
        """The least number of objects that an edge's accounts share."""
        by_objects = self.weighting == "objects"
        return max(self.filters.min_objects, int(self.min_weight) if by_objects else 1)

    @property
    def counts_objects(self) -> bool:
        """Whether the kernel counts shared objects, and nothing that is lighter than `fewest_objects` is built."""
        return self.weighting in {"objects", "cosine"}


def is_resolved(window: int, resolution: int) -> bool:
    """Tell whether times so fine can say what lies within a window.

    A window of 0 asks for times that are equal as written, which times in seconds can answer.

    Args:
        window: milliseconds.
        resolution: seconds, see `explorer.model.tables.Resolution`.
    """
    return window >= resolution * 1000 or (window == 0 and resolution <= 1)


def check_resolution(window: int, resolution: int) -> None:
    """Hold a detection window (milliseconds) against the fineness of the data's times (seconds).

    Raises:
        UsageError: if the window is finer than the times.
    """
    if is_resolved(window, resolution):
        return
    unit = {1: "seconds", 60: "minutes", 3600: "hours", 86_400: "days"}.get(resolution)
    times = f"whole {unit}" if unit else f"multiples of {format_duration(resolution * 1000)}"
    raise UsageError(
        f"The times in this data are {times}, so whether two events lie within {format_duration(window)} "
        "of each other cannot be known.",
        hint=f"Take a window of at least {format_duration(resolution * 1000)}, or data with finer times.",
    )
