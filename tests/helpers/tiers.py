"""A run with edges of all tiers, whose statistics are written by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from explorer.communities.clusters import find_clusters
from explorer.communities.joined import add_joined_accounts
from explorer.communities.layers import Layer
from explorer.detect.network.edge_statistics import (
    CLOCK,
    NO_ACCOUNT,
    NO_TRIGGER,
    PRECURSOR,
    TIER_NAMES,
    EdgeStatistics,
    Triggers,
)
from explorer.detect.network.model import Network
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import write_run
from explorer.runs.triggers import likely_triggers
from tests.helpers.world import World


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge with its tier. ``trigger`` has the kind, the account, the two numbers and the milliseconds."""

    source: str
    target: str
    weight: int = 3
    tier: str = "A"
    trigger: tuple[int, str | None, int, int, int] = (NO_TRIGGER, None, 0, 0, 0)


def tiered(*edges: Edge) -> Network:
    """Return the network of these edges."""
    ordered = sorted(edges, key=lambda edge: (edge.source, edge.target))
    names = {name for edge in edges for name in (edge.source, edge.target, edge.trigger[1]) if name}
    accounts = pl.Series("account", sorted(names), dtype=pl.String)
    code = {name: number for number, name in enumerate(accounts)}
    size, weight = len(ordered), np.array([edge.weight for edge in ordered], np.int64)
    kind, _, count, of, time = (np.array([edge.trigger[i] for edge in ordered]) for i in range(5))
    account = np.array([code.get(edge.trigger[1] or "", NO_ACCOUNT) for edge in ordered], np.int64)
    small = np.full(size, 1e-9)
    return Network(
        accounts,
        np.array([code[edge.source] for edge in ordered], np.uint32),
        np.array([code[edge.target] for edge in ordered], np.uint32),
        weight,
        weight.astype(np.uint32),
        directed=False,
        statistics=EdgeStatistics(
            (2 * weight).astype(np.uint32), np.full(size, 0.25), np.full(size, 0.5), np.full(size, 0.75),
            small, 2 * small, 3 * small, np.full(size, 0.01), weight,
            np.array([TIER_NAMES.index(edge.tier) for edge in ordered], np.uint8),
            Triggers(kind.astype(np.uint8), account, count.astype(np.int64), of.astype(np.int64),
                     time.astype(np.int64)),
        ),
    )  # fmt: skip


def clique(*accounts: str, weight: int = 3) -> list[Edge]:
    """Return edges of tier A between all of these accounts."""
    return [Edge(a, b, weight) for a, b in combinations(sorted(accounts), 2)]


def joining(account: str, *members: str) -> list[Edge]:
    """Return the edges of an account that joined the group of these members."""
    return [Edge(min(account, member), max(account, member), weight=2, tier="joined") for member in members]


def following(boss: str | None, *accounts: str) -> list[Edge]:
    """Return edges between all of these accounts, which follow one account or else act on a clock."""
    trigger = (CLOCK, boss, 8, 9, 600_000) if boss is None else (PRECURSOR, boss, 57, 60, 300_000)
    return [Edge(a, b, weight=4, tier="trigger", trigger=trigger) for a, b in combinations(sorted(accounts), 2)]


EDGES = (
    *clique("x:m1", "x:m2", "x:m3", "x:m4", weight=6),
    *clique("x:n1", "x:n2", "x:n3", weight=3),
    *joining("x:j1", "x:m1", "x:m2", "x:m3"),
    # one edge to the first cluster, two to the second
    *joining("x:j2", "x:m1", "x:n1", "x:n2"),
    *following("x:boss", "x:f1", "x:f2", "x:f3"),
    *following(None, "x:c1", "x:c2"),
    Edge("x:b1", "x:b2", tier="B"),
)


def build_tiers(graph: Connection) -> Connection:
    """Load accounts that retweet CGTN in groups, and write the run ``tiers`` with the edges `EDGES`."""
    world = World()
    groups = {
        "p": ("m1", "m2", "m3", "m4", "j1", "j2"), "q": ("n1", "n2", "n3", "j2"), "r": ("boss", "f1", "f2", "f3"),
        "s": ("c1", "c2"), "t": ("b1", "b2"),
    }  # fmt: skip
    world.outlet("cgtn", "cgtn", name="CGTN")
    for account in sorted({account for accounts in groups.values() for account in accounts}):
        world.account(account)
    for letter, accounts in groups.items():
        for day in (1, 2, 3):
            world.post(f"{letter}{day}", "cgtn" if letter in "pq" else "stranger", f"2021-01-0{day}T09:00:00")
            for second, account in enumerate(accounts):
                world.retweet(account, f"{letter}{day}", f"2021-01-0{day}T10:00:{5 * second:02}")
    world.build(graph)
    write_tiers(graph, EDGES, run_id="tiers")
    return graph


def write_tiers(graph: Connection, edges: Sequence[Edge], *, run_id: str) -> None:
    """Write a run with these edges, as a detection does that found them."""
    network = tiered(*edges)
    assert network.statistics is not None
    found = network.tier("A")
    clusters = add_joined_accounts(find_clusters([Layer(found)]), [network.tier("joined")])
    write_run(
        graph,
        run={
            "runId": run_id, "platforms": ["x"], "signal": "co-retweet", "window": 60_000, "minWeight": 2,
            "weighting": "objects", "clusters": clusters.clusters.height, "edges": len(found),
            "accounts": int(found.with_edge().sum()), "resolution": 1, "significance": 0.05, "modularity": 0.5,
            "hypotheses": [1000], "cut": [1e-6], "originsTold": [1.0], "outsiders": [1.26], "seed": 0,
            "tierB": len(network.tier("B")),
            "tierTrigger": len(network.tier("trigger")), "tierJoined": len(network.tier("joined")),
            "triggers": [trigger.describe({"x:boss": "BOSS"}) for trigger in likely_triggers(network)],
        },
        edges=network.edges().with_columns(
            moments=pl.Series(network.statistics.moments),
            objects=pl.Series(network.objects),
            signal=pl.lit("co-retweet"),
        ),
        clusters=clusters.clusters,
        members=clusters.members,
    )  # fmt: skip
