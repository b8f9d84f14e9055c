"""Layers: networks over the same accounts, each with a weight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.detect.network.edge_statistics import NO_ACCOUNT, EdgeStatistics
from explorer.detect.network.model import Network


@dataclass(frozen=True, slots=True)
class Layer:
    """A network and its weight among the layers.

    Attributes:
        network: The network; a directed one is used as `Network.undirected`.
        weight: 0 or more; a layer of weight 0 is ignored.
        expected: float64, expected weight of each edge by chance, in the unit of the weights; the network must then be
            undirected. None: unknown, so that the score counts the whole weight.

    Raises:
        ValueError: If ``weight`` is negative, or ``expected`` does not fit the network.
    """

    network: Network
    weight: float = 1.0
    expected: npt.NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Validate that weight and expectation fit the network."""
        if not 0 <= self.weight < float("inf"):
            raise ValueError(f"a layer's weight must be 0 or more, not {self.weight}")
        if self.expected is not None and (self.network.directed or len(self.expected) != len(self.network)):
            raise ValueError("expected must have one value for each edge of an undirected network")


def share_accounts(networks: Sequence[Network]) -> list[Network]:
    """Return the networks with one sorted list of all their accounts; edges keep their order."""
    accounts = pl.concat([network.accounts for network in networks]).unique().sort().alias("account")
    shared = []
    for network in networks:
        codes = accounts.search_sorted(network.accounts).to_numpy().astype(np.uint32)
        shared.append(
            replace(
                network,
                accounts=accounts,
                source=codes[network.source],
                target=codes[network.target],
                statistics=network.statistics and _recoded(network.statistics, codes),
            )
        )
    return shared


def _recoded(statistics: EdgeStatistics, codes: npt.NDArray[np.uint32]) -> EdgeStatistics:
    """Return the statistics with new codes of the trigger accounts.

    Args:
        statistics: Statistics of the edges.
        codes: uint32, the new code of each account.
    """
    account = statistics.triggers.account.copy()
    known = account != NO_ACCOUNT
    account[known] = codes[account[known]]
    return replace(statistics, triggers=replace(statistics.triggers, account=account))
