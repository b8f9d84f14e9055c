"""Clusters: communities of one network or of several as layers, how stable they are, and who is at their core."""

from explorer.communities.clusters import CLUSTERS, MEMBERS, WEAK_MODULARITY, Clusters, find_clusters
from explorer.communities.layers import Layer, share_accounts
from explorer.communities.parameters import ClusterParameters, Objective
from explorer.communities.temporal import follow_communities

__all__ = [
    "CLUSTERS",
    "MEMBERS",
    "WEAK_MODULARITY",
    "ClusterParameters",
    "Clusters",
    "Layer",
    "Objective",
    "find_clusters",
    "follow_communities",
    "share_accounts",
]
