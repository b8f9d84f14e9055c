"""Filters: leave out popular objects before edges are counted, and edges afterwards, with a count of both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import igraph
import numpy as np
import numpy.typing as npt

from explorer.common.random import seeded_igraph
from explorer.detect.kernels.arrays import Flags
from explorer.detect.network.cosine import distinct_pairs
from explorer.detect.network.events import Events
from explorer.detect.network.model import Exclusion, Network
from explorer.detect.network.parameters import (
    BACKBONE,
    CENTRALITY,
    FILTERS,
    MIN_OBJECTS,
    PERCENTILE,
    Filter,
    Filters,
)


def without_popular_objects(events: Events, most: int) -> tuple[Events, Exclusion]:
    """Return the events on objects that at most ``most`` accounts touch; all accounts and objects keep their codes.

    Args:
        events: The events.
        most: Maximum number of accounts; an account that touches an object several times counts once.
    """
    # objects with at most so many events cannot have more accounts
    many = np.bincount(events.object, minlength=len(events.objects)) > most
    looked_at = many[events.object]
    _, objects, _ = distinct_pairs(events.account[looked_at], events.object[looked_at])
    popular = np.bincount(objects, minlength=len(events.objects)) > most
    stays = ~popular[events.object]
    exclusion = Exclusion(
        f"objects that more than {most:,} accounts touch",
        objects=int(np.count_nonzero(popular)),
        events=int(np.count_nonzero(~stays)),
    )
    kept = replace(events, account=events.account[stays], object=events.object[stays], time=events.time[stays])
    return kept, exclusion


def add_up(exclusions: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
    """Add up what the same caps and filters left out of several networks, in the order of their first occurrence."""
    sums: dict[str, Exclusion] = {}
    for one in exclusions:
        before = sums[one.cause].counts() if one.cause in sums else {}
        sums[one.cause] = Exclusion(one.cause, **{n: count + before.get(n, 0) for n, count in one.counts().items()})
    return tuple(sums.values())


def apply_filters(network: Network, filters: Filters) -> Network:
    """Apply the filters in the order of `FILTERS`; each one adds to `Network.exclusions`."""
    for filter_ in FILTERS:
        value = filter_.value(filters)
        if value is None:
            continue
        stays = _STAYS[filter_](network, value, filters) if len(network) else np.ones(0, np.bool_)
        exclusion = Exclusion(filter_.name(filters), edges=int(np.count_nonzero(~stays)))
        network = replace(network.keep(stays), exclusions=(*network.exclusions, exclusion))
    return network


def _enough_objects(network: Network, least: int, _: Filters) -> Flags:
    return network.objects >= least


def _heavy(network: Network, place: float, filters: Filters) -> Flags:
    """Compare with the quantile by linear interpolation between order statistics (type 7, R's and NumPy's default)."""
    quantile = np.quantile(network.weight, place)
    return network.weight > quantile if filters.percentile_rule == "above" else network.weight >= quantile


def _backbone(network: Network, level: float, _: Filters) -> Flags:
    """Disparity filter: Serrano, Boguñá, Vespignani 2009, "Extracting the multiscale backbone of complex weighted
    networks", PNAS 106(16), equation 2.

    An edge that carries the share p of the summed weight of an account with k edges has
    alpha = 1 - (k - 1) * (integral from 0 to p of (1 - x)^(k - 2) dx) = (1 - p)^(k - 1) at this account, and stays
    if alpha is below the level at either end. An account's only edge has alpha 1 at that end, so the other end decides.
    In a directed network, the source counts its outgoing edges and the target its incoming ones.
    """
    n = len(network.accounts)
    ends = (network.source, network.target)
    degrees = [np.bincount(end, minlength=n) for end in ends]
    strengths = [np.bincount(end, weights=network.weight, minlength=n) for end in ends]
    if not network.directed:
        degrees = [degrees[0] + degrees[1]] * 2
        strengths = [strengths[0] + strengths[1]] * 2
    stays = np.zeros(len(network), np.bool_)
    for end, degree, strength in zip(ends, degrees, strengths, strict=True):
        alpha = (1 - network.weight / strength[end]) ** (degree[end] - 1)
        stays |= alpha < level
    return stays


def _central(network: Network, place: float, _: Filters) -> Flags:
    """Keep edges whose accounts both have a centrality at the quantile or above (Luceri et al. 2024)."""
    plain = network.undirected()
    accounts, centrality = eigenvector_centrality(plain.source, plain.target)
    stays = np.zeros(len(network.accounts), np.bool_)
    stays[accounts] = centrality >= np.quantile(centrality, place)
    return stays[network.source] & stays[network.target]


def eigenvector_centrality(
    source: npt.NDArray[np.uint32], target: npt.NDArray[np.uint32]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.float64]]:
    """Return the accounts that have an edge, and the eigenvector centrality of each, float64, above 0.

    Edges are not weighted, as in the code of Luceri et al. 2024. The measure is meaningful within a connected component
    only, so each component has its own eigenvector, scaled to a maximum of 1 and multiplied by its eigenvalue. In a
    connected network the order is that of the usual measure. A component does not count less because another is larger,
    and a lone pair has the value 1.

    Args:
        source: uint32 (edges), no edge twice in either direction.
        target: uint32 (edges).
    """
    accounts, ends = np.unique(np.concatenate([source, target]), return_inverse=True)
    edges = ends.reshape(2, -1)
    component = np.array(igraph.Graph(n=len(accounts), edges=edges.T).connected_components().membership, np.int64)
    # accounts and edges sorted by component; ``place`` numbers the accounts within each component
    order = np.argsort(component, kind="stable")
    first = np.searchsorted(component[order], np.arange(component.max(initial=-1) + 2))
    place = np.empty(len(accounts), np.int64)
    place[order] = np.arange(len(accounts)) - first[component[order]]
    edges = edges[:, np.argsort(component[edges[0]], kind="stable")]
    bounds = np.searchsorted(component[edges[0]], np.arange(len(first)))
    centrality = np.ones(len(accounts))
    with seeded_igraph(0):  # the solver starts at a random vector
        for c in np.flatnonzero(np.diff(first) > 2):
            members = order[first[c] : first[c + 1]]
            graph = igraph.Graph(n=len(members), edges=place[edges[:, bounds[c] : bounds[c + 1]]].T)
            vector, eigenvalue = graph.eigenvector_centrality(return_eigenvalue=True)
            centrality[members] = np.array(vector) * eigenvalue
    # accounts in equal positions get equal values, whatever the last digits of the solver
    return accounts, centrality.round(8)


_STAYS: Final[Mapping[Filter, Callable[[Network, Any, Filters], Flags]]] = {
    MIN_OBJECTS: _enough_objects,
    PERCENTILE: _heavy,
    BACKBONE: _backbone,
    CENTRALITY: _central,
}
"""For each filter, the function that returns which edges stay at a value; never called without edges."""
