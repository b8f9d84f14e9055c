"""The network by its definitions, as a plain double loop over events."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import polars as pl

from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters

Event = tuple[str, str, int]
"""account, object, time in milliseconds"""


def make_events(events: Sequence[Event]) -> Events:
    schema = {"account": pl.String, "object": pl.String, "time": pl.Int64}
    return Events.from_frame(pl.DataFrame(list(events), schema=schema, orient="row"))


def brute_force(events: Sequence[Event], parameters: NetworkParameters) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (weight, shared objects) of every edge by (source, target)."""
    rows = Counter(account for account, _, _ in events)
    left = [event for event in events if rows[event[0]] >= parameters.min_participation]
    pairs: Counter[tuple[str, str]] = Counter()
    messages: dict[tuple[str, str], set[int]] = defaultdict(set)
    objects: dict[tuple[str, str], set[str]] = defaultdict(set)
    taking_part: dict[str, set[int]] = defaultdict(set)
    for i, (u, object_u, time_u) in enumerate(left):
        for j, (v, object_v, time_v) in enumerate(left):
            if i == j or u == v or object_u != object_v or abs(time_u - time_v) > parameters.window:
                continue
            pairs[u, v] += 1
            messages[u, v].add(i)
            objects[u, v].add(object_u)
            taking_part[u].add(i)
    directed = parameters.weighting == "messages"
    edges = {}
    for (u, v), shared in objects.items():
        weight = {"objects": len(shared), "pairs": pairs[u, v], "messages": len(messages[u, v])}
        most = max(len(taking_part[u]), len(taking_part[v]))
        if (
            (directed or u < v)
            and weight[parameters.weighting] >= parameters.min_weight
            and most >= parameters.min_participation
            and len(shared) >= parameters.filters.min_objects
        ):
            edges[u, v] = (weight[parameters.weighting], len(shared))
    return edges
