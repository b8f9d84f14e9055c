"""Groups: communities of the edges that pass all tests, and what their members do together."""

from dataclasses import dataclass
from itertools import pairwise

import igraph
import numpy as np

from explorer.common.random import seeded_igraph
from explorer.detect.kernels.arrays import Codes, Counts, Flags
from explorer.detect.network.model import Network
from explorer.detect.significance.co_actions import CoActions


@dataclass(frozen=True, slots=True)
class Group:
    """The actions of a community that are part of a co-action of two members.

    Attributes:
        members: int64, codes of the accounts.
        edges: int64, places of the edges that have a member as an end.
        position: int64, positions of the events, ordered by (object, time).
        objects: uint32, the objects of the events, each once, ascending.
        count: int64 (objects), number of events on each object, which is the number of members.
    """

    members: Counts
    edges: Counts
    position: Counts
    objects: Codes
    count: Counts

    @property
    def typical(self) -> float:
        """Number of members in whose company a member acts, itself included: the mean of ``count`` over events."""
        return float((self.count**2).sum() / self.count.sum())

    @property
    def main(self) -> Flags:
        """Whether each object has at least a quarter of the typical number of members, bool (objects).

        On the others, members coincide by chance.
        """
        flags: Flags = self.count >= max(2.0, self.typical / 4)
        return flags


def find_groups(co_actions: CoActions) -> list[Group]:
    """Return the communities of the edges, those that share an action first.

    The communities are those of the Leiden algorithm for modularity, with a fixed seed (Traag, Waltman, van Eck 2019,
    "From Louvain to Leiden: guaranteeing well-connected communities").
    """
    edges, events = co_actions.edges, co_actions.events
    if not len(edges):
        return []
    community = _communities(edges)
    inside = (community[edges.source] == community[edges.target])[co_actions.edge]
    position = co_actions.acting(inside)
    communities = int(community.max()) + 1
    of_events = _by_value(community[events.account[position]], communities)
    of_accounts = _by_value(community, communities)
    ends = np.concatenate([community[edges.source], community[edges.target]])
    of_ends = _by_value(ends, communities)
    groups = []
    for events_of, members, edges_of in zip(of_events, of_accounts, of_ends, strict=True):
        own = position[events_of]
        objects, count = np.unique(events.object[own], return_counts=True)
        if len(own):
            groups.append(Group(members, np.unique(edges_of % len(edges)), own, objects, count))
    return groups


def _communities(edges: Network) -> Counts:
    """Return the community of each account by its code, int64 (accounts), -1 without an edge."""
    community = np.full(len(edges.accounts), -1)
    connected, ends = np.unique(np.concatenate([edges.source, edges.target]), return_inverse=True)
    graph = igraph.Graph(n=len(connected), edges=ends.reshape(2, -1).T, edge_attrs={"weight": edges.weight})
    with seeded_igraph(0):
        found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=5)
    community[connected] = found.membership
    return community


def _by_value(values: Counts, most: int) -> list[Counts]:
    """Return the places of each value from 0 to ``most`` - 1, ascending."""
    order = np.argsort(values, kind="stable")
    bounds = np.searchsorted(values[order], np.arange(most + 1))
    return [order[first:last] for first, last in pairwise(bounds)]
