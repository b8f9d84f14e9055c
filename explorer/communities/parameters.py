"""What the clusters depend on besides the network. Imports nothing heavy."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from explorer.common.errors import UsageError
from explorer.common.limits import MOST_DRAWS

Objective = Literal["modularity", "cpm"]
OBJECTIVES: Final[dict[Objective, str]] = {
    "modularity": "more edge weight inside communities than expected from the members' total weights (Newman 2006)",
    "cpm": "more edge weight per pair of members than the resolution (Traag, Van Dooren, Nesterov 2011)",
}

WEAK_MODULARITY: Final = 0.3
"""Modularity below which a partition means little: the rule of thumb of Clauset, Newman, Moore 2004, Physical Review E
70, 066111."""

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
                f"Unknown objective {self.objective!r}.", hint=f"Set --objective to one of: {', '.join(OBJECTIVES)}"
            )
        if self.resolution is not None and not (0 <= self.resolution < float("inf")):
            raise UsageError(
                f"The resolution must be 0 or more, not {self.resolution}.",
                hint="Set --resolution to a number such as 1, or to scan.",
            )
        if self.min_size < 2:
            raise UsageError(
                f"The minimum cluster size must be 2 or more, not {self.min_size}.",
                hint="Set --min-cluster-size, for example to 3.",
            )
        if not 1 <= self.seeds <= MOST_DRAWS:
            raise UsageError(
                f"The number of seeds must be between 1 and {MOST_DRAWS}, not {self.seeds}.",
                hint="Set --seeds, for example to 20.",
            )
        if self.resolution is None and self.seeds < 2:
            raise UsageError("The scan compares several seeds.", hint="Set --seeds to 2 or more, for example to 20.")
        if self.seed < 0:
            raise UsageError(f"The seed must be 0 or more, not {self.seed}.", hint="Set --seed, for example to 0.")
