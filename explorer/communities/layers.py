"""Layers: networks over the same accounts, each with its weight in the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.detect.network.model import Network


@dataclass(frozen=True, slots=True)
class Layer:
    """A network, and how much it counts beside the others.

    Attributes:
        network: the network; a directed one is taken as `Network.undirected` gives it.
        weight: 0 or more; a layer of weight 0 has no say.
        expected: float64, one per edge of ``network``, which is undirected then: the part of each edge's weight that
            chance would bring, in the same unit. None: nothing is known of it, the score counts the whole weight.

    Raises:
        ValueError: if ``weight`` is negative, or ``expected`` does not fit the network.
    """

    network: Network
    weight: float = 1.0
    expected: npt.NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        if not 0 <= self.weight < float("inf"):
            raise ValueError(f"a layer's weight is 0 or more, not {self.weight}")
        if self.expected is not None and (self.network.directed or len(self.expected) != len(self.network)):
            raise ValueError("expected has one value for each edge of an undirected network")


def share_accounts(networks: Sequence[Network]) -> list[Network]:
    """Return the networks with one list of accounts, that of all of them, sorted; edges and their order stay."""
    accounts = pl.concat([network.accounts for network in networks]).unique().sort().alias("account")
    shared = []
    for network in networks:
        codes = accounts.search_sorted(network.accounts).to_numpy().astype(np.uint32)
        shared.append(replace(network, accounts=accounts, source=codes[network.source], target=codes[network.target]))
    return shared
