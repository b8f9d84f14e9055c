"""The network of accounts that do the same things at the same time."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.detect.events import Events
from explorer.progress import Progress, silent

Weighting = Literal["objects", "pairs", "messages"]
WEIGHTINGS: Final[dict[Weighting, str]] = {
    "objects": "distinct objects that two accounts share within the window",
    "pairs": "pairs of events on one object within the window (CooRTweet)",
    "messages": "directed: distinct events of the source with an event of the target in the window "
    "(coordination-network-toolkit)",
}


@dataclass(frozen=True, slots=True)
class NetworkParameters:
    """What the network depends on besides the events.

    Attributes:
        weighting: how an edge's weight is counted.
        window: milliseconds that may lie between two events of a pair, inclusive; 0 or more.
        min_weight: edges below it are dropped; 1 or more.
        min_participation: accounts with fewer events are dropped before pairs are sought; afterwards an edge stays
            when at least one of its accounts has this many events that take part in a pair (CooRTweet's rule).
    """

    weighting: Weighting = "objects"
    window: int = 60_000
    min_weight: int = 2
    min_participation: int = 1


@dataclass(frozen=True, slots=True)
class Network:
    """Edges between accounts, sorted by (source, target).

    Attributes:
        accounts: names, sorted as strings; every account of the events, with or without an edge.
        source: uint32 codes into ``accounts``; below ``target`` unless ``directed``.
        target: uint32 codes into ``accounts``.
        weight: int64, by the parameters' weighting.
        objects: uint32, distinct objects that the two accounts share within the window.
        directed: whether an edge speaks of its source only (weighting messages).
    """

    accounts: pl.Series
    source: npt.NDArray[np.uint32]
    target: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.int64]
    objects: npt.NDArray[np.uint32]
    directed: bool

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.weight)
