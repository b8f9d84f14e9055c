"""Filters against their definitions, each on its own and in their order."""

import re
from fractions import Fraction
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.common.errors import UsageError
from explorer.detect.network.build import build_network
from explorer.detect.network.filters import add_up, apply_filters, eigenvector_centrality, without_popular_objects
from explorer.detect.network.model import Exclusion, Network
from explorer.detect.network.parameters import FILTERS, Filters, NetworkParameters
from tests.helpers.paths import DOCS
from tests.unit.detect.network.reference import Event, make_events
from tests.unit.detect.network.test_build import EVENTS, edges_of

Edge = tuple[int, int, int]
EDGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 6)).filter(lambda e: e[0] < e[1]),
    unique_by=lambda e: e[:2],
    max_size=30,
).map(sorted)


def network(edges: list[Edge], *, directed: bool = False) -> Network:
    source, target, weight = zip(*edges, strict=True) if edges else ([], [], [])
    return Network(
        pl.Series([f"a{n}" for n in range(10)]),
        np.array(source, np.uint32),
        np.array(target, np.uint32),
        np.array(weight, np.int64),
        np.array([(w + 1) // 2 for w in weight], np.uint32),
        directed=directed,
    )


def left(edges: list[Edge], filters: Filters, *, directed: bool = False) -> list[Edge]:
    found = apply_filters(network(edges, directed=directed), filters)
    return list(zip(found.source.tolist(), found.target.tolist(), found.weight.tolist(), strict=True))


@given(EDGES, st.integers(1, 4))
def test_minimum_of_objects(edges: list[Edge], least: int) -> None:
    assert left(edges, Filters(min_objects=least)) == [e for e in edges if (e[2] + 1) // 2 >= least]


@given(EDGES, st.sampled_from([0, 0.25, 0.5, 0.9, 1]))
def test_percentile_is_that_of_r(edges: list[Edge], place: float) -> None:
    """Type 7 of Hyndman and Fan 1996: linear between the order statistics at (n - 1) * place."""
    weights = sorted(weight for *_, weight in edges)
    if weights:
        at = (len(weights) - 1) * Fraction(place)
        low = weights[int(at)]
        quantile = low + (at - int(at)) * (weights[min(int(at) + 1, len(weights) - 1)] - low)
    above = left(edges, Filters(percentile=place))
    assert above == [e for e in edges if Fraction(e[2]) > quantile + Fraction(1, 10**9)]
    at_least = left(edges, Filters(percentile=place, percentile_rule="at-least"))
    assert at_least == [e for e in edges if Fraction(e[2]) >= quantile - Fraction(1, 10**9)]


@given(EDGES, st.sampled_from([0.05, 0.3, 0.6]))
def test_backbone_by_its_integral(edges: list[Edge], level: float) -> None:
    def alpha(edge: Edge, end: int) -> float:
        own = [weight for u, v, weight in edges if end in {u, v}]
        k, p = len(own), edge[2] / sum(own)
        if k == 1:
            return 1  # the integral of (1 - x)^-1 times 0
        x = (np.arange(20_000) + 0.5) / 20_000 * p
        return float(1 - (k - 1) * ((1 - x) ** (k - 2)).sum() * p / 20_000)

    alphas = {edge: min(alpha(edge, edge[0]), alpha(edge, edge[1])) for edge in edges}
    close = {edge for edge, value in alphas.items() if abs(value - level) < 1e-6}
    found = set(left(edges, Filters(backbone=level)))
    assert found - close == {edge for edge, value in alphas.items() if value < level} - close


def test_backbone_of_a_directed_network_looks_at_what_goes_out_and_what_comes_in() -> None:
    # 0 sends 9 of 11 to 1: (2/11)^2 < .05; to 4 comes one edge only, from 0, to 1 come two
    edges = [(0, 1, 9), (0, 2, 1), (0, 4, 1), (3, 1, 9)]
    assert left(edges, Filters(backbone=0.05), directed=True) == [(0, 1, 9)]


def test_a_lone_pair_has_no_backbone() -> None:
    assert left([(0, 1, 50)], Filters(backbone=1)) == []


@settings(deadline=None)
@given(EDGES)
def test_centrality_is_the_principal_eigenvector_of_each_component(edges: list[Edge]) -> None:
    n = network(edges)
    accounts, found = eigenvector_centrality(n.source, n.target)
    adjacency = np.zeros((10, 10))
    for u, v, _ in edges:
        adjacency[u, v] = adjacency[v, u] = 1
    reach = np.linalg.matrix_power(adjacency + np.eye(10), 10) > 0
    expected: dict[int, float] = {}
    for account in accounts.tolist():
        members = np.flatnonzero(reach[account])
        values, vectors = np.linalg.eigh(adjacency[np.ix_(members, members)])
        vector = np.abs(vectors[:, -1])
        expected[account] = (vector / vector.max() * values[-1])[members.tolist().index(account)]
    assert dict(zip(accounts.tolist(), found, strict=True)) == pytest.approx(expected, abs=1e-6)


def test_centrality_drops_the_fringe_of_a_clique() -> None:
    clique = [(u, v, 1) for u, v in combinations(range(5), 2)]
    fringe = [(4, 5, 1), (5, 6, 1), (7, 8, 9)]
    assert left([*clique, *fringe], Filters(centrality=0.45)) == clique


@settings(deadline=None)
@given(EDGES, st.sampled_from([0.0, 0.3, 0.8]))
def test_centrality_keeps_what_both_ends_let_stay(edges: list[Edge], place: float) -> None:
    n = network(edges)
    accounts, centrality = eigenvector_centrality(n.source, n.target)
    most = {a for a, c in zip(accounts.tolist(), centrality, strict=True) if c >= np.quantile(centrality, place)}
    found = left(edges, Filters(centrality=place))
    assert found == [e for e in edges if {e[0], e[1]} <= most]
    assert found == left(edges, Filters(centrality=place))
    if place == 0:
        assert found == edges


@settings(deadline=None)
@given(EDGES)
def test_filters_apply_in_order_and_report_what_they_removed(edges: list[Edge]) -> None:
    filters = Filters(min_objects=2, percentile=0.3, backbone=0.5, centrality=0.2)
    before = network(edges)
    after = apply_filters(before, filters)
    steps = before
    for filters_ in (Filters(min_objects=2), Filters(percentile=0.3), Filters(backbone=0.5), Filters(centrality=0.2)):
        steps = apply_filters(steps, filters_)
    assert edges_of(after) == edges_of(steps)
    assert after.exclusions == steps.exclusions
    assert len(after.exclusions) == len(FILTERS)
    assert sum(removed.edges or 0 for removed in after.exclusions) == len(before) - len(after)


def test_without_filters_nothing_is_reported() -> None:
    assert apply_filters(network([(0, 1, 1)]), Filters()).exclusions == ()


@settings(deadline=None)
@given(EVENTS, st.integers(2, 5))
def test_popular_objects_are_left_out_and_counted(events: list[Event], most: int) -> None:
    touching = {o: {a for a, other, _ in events if other == o} for _, o, _ in events}
    stay = [event for event in events if len(touching[event[1]]) <= most]
    kept, removed = without_popular_objects(make_events(events), most)
    assert (removed.objects, removed.events) == (
        sum(len(accounts) > most for accounts in touching.values()),
        len(events) - len(stay),
    )
    assert len(kept) == len(stay)
    parameters = NetworkParameters(window=3, min_weight=1)
    capped = build_network(make_events(events), NetworkParameters(window=3, min_weight=1, max_accounts_per_object=most))
    assert edges_of(capped) == edges_of(build_network(make_events(stay), parameters))
    assert capped.exclusions == (removed,)


def test_what_was_left_out_reads_as_a_sentence() -> None:
    assert str(Exclusion("objects that more than 2 accounts touch", objects=1, events=1200)) == (
        "objects that more than 2 accounts touch: 1 objects and 1,200 events left out"
    )
    assert str(Exclusion("x", edges=0)) == "x: 0 edges left out"
    # what the kernel never builds has no number, and none is made up
    events = make_events([("a", "x", 0), ("b", "x", 0)])
    told = build_network(events, NetworkParameters(min_weight=1, filters=Filters(min_objects=2))).exclusions
    assert [str(removed) for removed in told] == ["fewer than 2 shared objects: never built, so not counted, left out"]


def test_accounts_and_objects_that_go_before_counting_are_counted() -> None:
    events = [("a", "x", 0), ("b", "x", 0), ("a", "y", 0), ("b", "y", 0), ("a", "z", 0), ("c", "x", 0)]
    cosine = NetworkParameters("cosine", 0, 0.0, min_participation=2, tf="binary", min_df=2)
    told = [str(removed) for removed in build_network(make_events(events), cosine).exclusions]
    assert told == [
        "accounts with fewer than 2 events: 1 accounts and 1 events left out",
        "objects that fewer than 2 accounts touch: 1 objects and 1 events left out",
    ]


def test_what_several_networks_lost_is_added_up() -> None:
    told = [Exclusion("p", accounts=1, events=3), Exclusion("q"), Exclusion("p", accounts=2, events=0), Exclusion("q")]
    assert add_up(told) == (Exclusion("p", accounts=3, events=3), Exclusion("q"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_objects": 0},
        {"percentile": 1.1},
        {"percentile": -0.1},
        {"percentile_rule": "most"},
        {"backbone": 0.0},
        {"backbone": 2.0},
        {"centrality": float("nan")},
    ],
)
def test_values_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError) as caught:
        Filters(**wrong)  # type: ignore[arg-type]  # what a caller without types may pass
    assert caught.value.hint


def test_the_documentation_names_the_filters_in_their_order() -> None:
    page = (DOCS / "explanation" / "detection.md").read_text(encoding="utf-8")
    options = [f"--{filter_.field.replace('_', '-')}" for filter_ in FILTERS]
    rows = re.findall(r"^\| `(--[a-z-]+)` \|", page, flags=re.MULTILINE)
    assert [row for row in rows if row in options] == options
