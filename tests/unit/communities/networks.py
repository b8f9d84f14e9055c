"""Small networks for the tests of clusters."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from hypothesis import strategies as st

from explorer.detect.network.model import Network

Edge = tuple[int, int, int]


def network(edges: Sequence[Edge], *, accounts: int = 12, directed: bool = False) -> Network:
    """Return a network of ``accounts`` accounts a00, a01, … with these edges (source, target, weight)."""
    source, target, weight = (np.array(column) for column in zip(*edges, strict=True)) if edges else ([], [], [])
    return Network(
        pl.Series([f"a{n:02}" for n in range(accounts)]),
        np.asarray(source, np.uint32),
        np.asarray(target, np.uint32),
        np.asarray(weight, np.int64),
        np.asarray(weight, np.uint32),
        directed=directed,
    )


def clique(*members: int, weight: int) -> list[Edge]:
    """Return the edges of a clique."""
    return [(a, b, weight) for a in members for b in members if a < b]


def planted(groups: int, size: int, *, inside: float, outside: float, seed: int = 0) -> Network:
    """Return groups of equal size, an edge of weight 1 within one or between two with these probabilities."""
    source, target = np.triu_indices(groups * size, 1)
    probability = np.where(source // size == target // size, inside, outside)
    chosen = np.random.default_rng(seed).random(len(source)) < probability
    edges = np.column_stack([source[chosen], target[chosen], np.ones(chosen.sum())]).astype(int)
    return network([(s, t, w) for s, t, w in edges.tolist()], accounts=groups * size)


EDGES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(1, 9)).filter(lambda e: e[0] < e[1]),
    unique_by=lambda e: e[:2],
    max_size=40,
).map(sorted)
