"""What the clusters depend on besides the network. Imports nothing heavy."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from explorer.common.errors import UsageError
from explorer.common.limits import MOST_DRAWS

Objective = Literal["modularity", "cpm"]
OBJECTIVES: Final[dict[Objective, str]] = {
    "modularity": "more weight inside than the accounts' strengths lead one to expect (Newman 2006)",
    "cpm": "at least --resolution of weight for each pair of members (Traag, Van Dooren, Nesterov 2011)",
}

WEAK_MODULARITY: Final = 0.3
"""A partition below it says little: the rule of thumb of Clauset, Newman, Moore 2004, "Finding community structure in
very large networks"."""

STEADY: Final = 0.9
"""Adjusted Rand index from which two partitions count as the same one, but for details."""


@dataclass(frozen=True, slots=True)
class ClusterParameters:
    """How communities are sought, and which of them are kept.

    Attributes:
        objective: what a partition is good at.
        resolution: above 1 modularity finds more and smaller communities, below 1 fewer and larger ones; of cpm it is
            weight per pair of members, in the unit of the weights. None: choose it by a scan, see
            `explorer.communities.scan`.
        min_size: least number of members of a cluster, 2 or more.
        seeds: partitions that are made, 1 to `MOST_DRAWS`; the best is kept, the others tell how stable it is.
        seed: decides the seeds of all of them.

    Raises:
        UsageError: if a value is out of range.
    """

    objective: Objective = "modularity"
    resolution: int | float | None = 1.0
    min_size: int = 3
    seeds: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        """Validate ranges."""
        if self.objective not in get_args(Objective):
            raise UsageError(
                f"There is no objective {self.objective!r}.", hint=f"Objectives are: {', '.join(OBJECTIVES)}"
            )
        if self.resolution is not None and not (0 <= self.resolution < float("inf")):
            raise UsageError(
                f"The resolution is {self.resolution}.", hint="It is a number, 0 or more, or scan; 1 is usual."
            )
        if self.min_size < 2:
            raise UsageError(f"The minimum cluster size is {self.min_size}.", hint="It is 2 or more.")
        if not 1 <= self.seeds <= MOST_DRAWS:
            raise UsageError(
                f"The number of seeds is {self.seeds}.", hint=f"It is between 1 and {MOST_DRAWS}; 20 is usual."
            )
        if self.resolution is None and self.seeds < 2:
            raise UsageError("A scan holds seeds against each other.", hint="Give --seeds 2 or more; 20 is usual.")
        if self.seed < 0:
            raise UsageError(f"The seed is {self.seed}.", hint="It is 0 or more.")
