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
"""Modularity below which a partition means little, by the rule of thumb of Clauset, Newman, Moore 2004, "Finding
community structure in very large networks"."""

STEADY: Final = 0.9
"""Adjusted Rand index from which two partitions count as the same except for details."""


@dataclass(frozen=True, slots=True)
class ClusterParameters:
    """How communities are found, and which of them are kept.

    Attributes:
        objective: Quality that the partition maximises.
        resolution: With modularity, values above 1 give more and smaller communities, values below 1 fewer and larger
            ones. With cpm it is a weight per pair of members, in the unit of the weights. None: chosen by a scan, see
            `explorer.communities.scan`.
        min_size: Minimum number of members of a cluster, 2 or more.
        seeds: Number of partitions, 1 to `MOST_DRAWS`. The best one is kept; the others show how stable it is.
        seed: Random seed from which the seeds of all partitions follow.

    Raises:
        UsageError: If a value is out of range.
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
