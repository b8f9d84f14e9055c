"""Communities through time: slices of one network, with each account tied to itself in later slices."""

from collections.abc import Sequence
from typing import Final

import igraph
import leidenalg
import numpy as np
import polars as pl

from explorer.communities.layers import share_accounts
from explorer.detect.network.model import Network

FOLLOWED: Final = {"slice": pl.Int64, "account": pl.String, "community": pl.Int64}
_ITERATIONS: Final = 10


def follow_communities(
    slices: Sequence[Network], *, coupling: float = 1.0, resolution: float = 1.0, seed: int = 0
) -> pl.DataFrame:
    """Find communities that last: modularity within each slice, plus ``coupling`` for every account that stays in one.

    The multislice modularity of Mucha, Richardson, Macon, Porter, Onnela 2010, "Community structure in
    time-dependent, multiscale, and multiplex networks", by leidenalg's multiplex optimiser: a layer for each slice and
    one for the ties of accounts to themselves. An account is tied to itself in the next slice in which it has an edge.
    Made for tens of slices: memory grows with the slices times the accounts in all of them.

    Args:
        slices: Networks in the order of time.
        coupling: Value of an account staying in its community, in the unit of the weights; 0 treats slices separately.
        resolution: Values above 1 give more and smaller communities.
        seed: Random seed of the order in which accounts are visited, 0 or more.

    Returns:
        Columns `FOLLOWED`, sorted: slice counts from 0; one community may have members in several slices. Community 1
        has the most rows; of equals, the one whose first row comes first.
    """
    networks = share_accounts([network.undirected() for network in slices]) if slices else []
    if not any(map(len, networks)):
        return pl.DataFrame(schema=FOLLOWED)
    # a vertex is an account in a slice
    present = [np.unique(np.concatenate([network.source, network.target])) for network in networks]
    account = np.concatenate(present).astype(np.int64)
    first = np.cumsum([0, *map(len, present)])
    layers = []
    for number, network in enumerate(networks):
        ends = np.searchsorted(present[number], np.column_stack([network.source, network.target])) + first[number]
        layers.append(igraph.Graph(n=len(account), edges=ends, edge_attrs={"weight": network.weight}))
    again = np.argsort(account, kind="stable")
    stays = account[again[1:]] == account[again[:-1]]
    ties = igraph.Graph(n=len(account), edges=np.column_stack([again[:-1][stays], again[1:][stays]]))
    ties.es["weight"] = coupling

    partitions = [
        leidenalg.RBConfigurationVertexPartition(layer, weights="weight", resolution_parameter=resolution)
        for layer in layers
        if layer.ecount()
    ]
    # at resolution 0 there is no penalty for being together, so only the ties count
    partitions.append(leidenalg.CPMVertexPartition(ties, weights="weight", resolution_parameter=0.0))
    optimiser = leidenalg.Optimiser()
    optimiser.set_rng_seed(seed)
    optimiser.optimise_partition_multiplex(partitions, n_iterations=_ITERATIONS)
    rows = pl.DataFrame(
        {
            "slice": np.repeat(np.arange(len(present)), [len(accounts) for accounts in present]),
            "account": networks[0].accounts.gather(account),
            "membership": partitions[0].membership,
        }
    ).with_row_index("row")
    ranked = (
        rows.group_by("membership")
        .agg(pl.len(), pl.col("row").min())
        .sort("len", "row", descending=[True, False])
        .with_row_index("community", offset=1)
    )
    return (
        rows.join(ranked, on="membership")
        .sort("row")
        .select(pl.col(name).cast(kind) for name, kind in FOLLOWED.items())
    )
