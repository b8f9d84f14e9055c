"""The kernel against a double loop, and what must hold of any network."""

import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.common.errors import UsageError
from explorer.detect.network.build import build_network
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import Filters, NetworkParameters, Weighting, check_resolution
from tests.unit.detect.network.reference import Event, brute_force, make_events

# few names and few moments, so that ties, duplicates and shared objects are the rule
EVENTS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xyz"), st.integers(0, 12)), max_size=60)
COUNTED: list[Weighting] = ["objects", "pairs", "messages"]  # cosine: test_cosine.py
PARAMETERS = st.builds(
    NetworkParameters,
    weighting=st.sampled_from(COUNTED),
    window=st.sampled_from([0, 1, 3, 1_000_000]),
    min_weight=st.integers(1, 4),
    min_participation=st.integers(1, 4),
    filters=st.builds(Filters, min_objects=st.integers(1, 3)),
)


def edges_of(network: Network) -> dict[tuple[str, str], tuple[int, int]]:
    frame = network.edges()
    ends = zip(frame["source"], frame["target"], strict=True)
    return dict(zip(ends, zip(frame["weight"], network.objects.tolist(), strict=True), strict=True))


@settings(max_examples=400, deadline=None)
@given(EVENTS, PARAMETERS, st.integers(1, 4))
def test_agrees_with_the_double_loop(events: list[Event], parameters: NetworkParameters, threads: int) -> None:
    network = build_network(make_events(events), parameters, threads=threads)
    assert edges_of(network) == brute_force(events, parameters)


@settings(deadline=None)
@given(EVENTS, PARAMETERS)
def test_sorted_typed_and_free_of_loops(events: list[Event], parameters: NetworkParameters) -> None:
    network = build_network(make_events(events), parameters)
    codes = list(zip(network.source.tolist(), network.target.tolist(), strict=True))
    assert all(one < next_ for one, next_ in pairwise(codes))
    assert all(u != v if network.directed else u < v for u, v in codes)
    assert network.directed == (parameters.weighting == "messages")
    assert [a.dtype for a in (network.source, network.target, network.weight, network.objects)] == [
        np.uint32,
        np.uint32,
        np.int64,
        np.uint32,
    ]


@settings(deadline=None)
@given(EVENTS, PARAMETERS, st.randoms(use_true_random=False))
def test_order_of_events_does_not_matter(
    events: list[Event], parameters: NetworkParameters, chance: random.Random
) -> None:
    shuffled = events.copy()
    chance.shuffle(shuffled)
    first, second = make_events(events), make_events(shuffled)
    assert first.fingerprint() == second.fingerprint()
    assert edges_of(build_network(first, parameters)) == edges_of(build_network(second, parameters))


@settings(deadline=None)
@given(EVENTS, PARAMETERS, st.permutations("abcdefgh"))
def test_names_do_not_matter(events: list[Event], parameters: NetworkParameters, names: list[str]) -> None:
    renamed = dict(zip("abcdefgh", names, strict=True))
    before = edges_of(build_network(make_events(events), parameters))
    after = edges_of(build_network(make_events([(renamed[a], o, t) for a, o, t in events]), parameters))
    directed = parameters.weighting == "messages"

    def name(u: str, v: str) -> tuple[str, str]:
        u, v = renamed[u], renamed[v]
        return (u, v) if directed or u < v else (v, u)

    assert after == {name(u, v): edge for (u, v), edge in before.items()}


@settings(deadline=None)
@given(EVENTS, PARAMETERS)
def test_a_time_shift_does_not_matter(events: list[Event], parameters: NetworkParameters) -> None:
    shifted = [(account, object_, time + 1_700_000_000_000) for account, object_, time in events]
    assert edges_of(build_network(make_events(events), parameters)) == edges_of(
        build_network(make_events(shifted), parameters)
    )


HAND_WORKED = [
    # on x: a at 0 and 50, b at 60, c at 111 s; on y: a and b at once, twice b
    ("a", "x", 0),
    ("a", "x", 50),
    ("b", "x", 60),
    ("c", "x", 111),
    ("b", "y", 500),
    ("a", "y", 500),
    ("b", "y", 500),
]


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        # a and b meet on x and y; b and c are 51 apart; a and c at least 61
        ("objects", {("a", "b"): (2, 2), ("b", "c"): (1, 1)}),
        # a at 0 and 50 each with b at 60 (the window is inclusive); a at 500 with both of b
        ("pairs", {("a", "b"): (4, 2), ("b", "c"): (1, 1)}),
        # three of a's events meet b; three of b's meet a
        (
            "messages",
            {("a", "b"): (3, 2), ("b", "a"): (3, 2), ("b", "c"): (1, 1), ("c", "b"): (1, 1)},
        ),
    ],
)
def test_worked_by_hand(weighting: Weighting, expected: dict[tuple[str, str], tuple[int, int]]) -> None:
    parameters = NetworkParameters(weighting=weighting, window=60, min_weight=1)
    assert edges_of(build_network(make_events(HAND_WORKED), parameters)) == expected


def test_min_participation_counts_rows_first_and_participating_events_afterwards() -> None:
    parameters = NetworkParameters(weighting="pairs", window=60, min_weight=1, min_participation=2)
    # c has one row and is gone, so that b's event on x has only a; a and b have three events in pairs
    assert edges_of(build_network(make_events(HAND_WORKED), parameters)) == {("a", "b"): (4, 2)}
    # two rows each, but only one of each is in a pair
    events = [("a", "x", 0), ("b", "x", 1), ("a", "y", 0), ("b", "y", 900)]
    assert edges_of(build_network(make_events(events), parameters)) == {}


@pytest.mark.parametrize("weighting", COUNTED)
def test_a_hot_object_is_counted_by_blocks_whatever_the_number_of_threads(weighting: Weighting) -> None:
    chance = np.random.default_rng(7)
    hot = [(f"u{a:03}", "hot", int(t)) for a, t in zip(chance.integers(0, 400, 4000), chance.integers(0, 90, 4000))]
    events = make_events([*hot, *((f"u{a:03}", f"o{a % 7}", 0) for a in range(400))])
    parameters = NetworkParameters(weighting=weighting, window=60, min_weight=2)
    one, three = (build_network(events, parameters, threads=threads) for threads in (1, 3))
    assert len(one) > 1000
    assert edges_of(one) == edges_of(three)


def test_more_edges_than_one_buffer_holds() -> None:
    # 400 accounts at once: 79,800 pairs, above the 65,536 edges that a thread's buffer holds
    events = make_events([(f"{a:03}", "x", 0) for a in range(400)])
    network = build_network(events, NetworkParameters(min_weight=1))
    assert len(network) == 79_800
    assert network.weight.sum() == 79_800


def test_events_on_the_limits_of_time() -> None:
    events = make_events([("a", "x", -(2**61)), ("b", "x", 2**61), ("c", "x", 2**61)])
    network = build_network(events, NetworkParameters(min_weight=1, window=0))
    assert edges_of(network) == {("b", "c"): (1, 1)}


def test_no_events() -> None:
    network = build_network(make_events([]), NetworkParameters())
    assert len(network) == 0
    assert network.edges().schema.names() == ["source", "target", "weight"]


def test_progress_ends_at_its_total() -> None:
    told: list[tuple[str, int, int | None]] = []
    build_network(
        make_events(HAND_WORKED),
        NetworkParameters(min_weight=1, window=60),
        progress=lambda stage, done, total, **_: told.append((stage, done, total)),
    )
    assert told[0][1] == 0
    assert told[-1][1] == told[-1][2]


def test_undirected_adds_both_directions() -> None:
    events = [("a", "x", 0), ("a", "x", 1), ("a", "y", 0), ("b", "x", 1), ("b", "y", 0), ("c", "y", 0)]
    parameters = NetworkParameters(weighting="messages", window=60, min_weight=2)
    network = build_network(make_events(events), parameters)
    assert edges_of(network) == {("a", "b"): (3, 2), ("b", "a"): (2, 2)}
    assert edges_of(network.undirected()) == {("a", "b"): (5, 2)}
    # only a -> b reaches 3: the other direction adds nothing
    strict = NetworkParameters(weighting="messages", window=60, min_weight=3)
    assert edges_of(build_network(make_events(events), strict).undirected()) == {("a", "b"): (3, 2)}


@settings(deadline=None)
@given(EVENTS, PARAMETERS)
def test_undirected_is_sorted_and_keeps_the_weight(events: list[Event], parameters: NetworkParameters) -> None:
    network = build_network(make_events(events), parameters)
    plain = network.undirected()
    assert not plain.directed
    assert plain.weight.sum() == network.weight.sum()
    codes = list(zip(plain.source.tolist(), plain.target.tolist(), strict=True))
    assert all(one < next_ for one, next_ in pairwise(codes))
    assert all(u < v for u, v in codes)
    frame = plain.edges()
    assert (frame["source"] < frame["target"]).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": -1},
        {"min_weight": 0},
        {"min_weight": 2.5},
        {"min_participation": 0},
        {"max_accounts_per_object": 1},
        {"weighting": "grams"},
        {"tf": "binary"},
        {"min_df": 2},
        {"weighting": "cosine", "min_weight": 0.5},
        {"weighting": "cosine", "min_weight": 2, "tf": "binary"},
        {"weighting": "cosine", "min_weight": 0.5, "tf": "binary", "min_df": 0},
    ],
)
def test_parameters_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        NetworkParameters(**wrong)
    assert caught.value.hint


@pytest.mark.parametrize(("window", "resolution"), [(1000, 1), (0, 1), (60_000, 60), (86_400_000, 86_400)])
def test_windows_as_fine_as_the_data_are_accepted(window: int, resolution: int) -> None:
    check_resolution(window, resolution)


@pytest.mark.parametrize(
    ("window", "resolution", "says"),
    [
        (60_000, 86_400, "whole days, which is too coarse for a window of 60s"),
        (30_000, 60, "whole minutes"),
        (250, 1, "window of 250ms"),
        (0, 86_400, "window of 0s"),
        (60_000, 7200, "multiples of 2h"),
    ],
)
def test_windows_finer_than_the_data_are_refused(window: int, resolution: int, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        check_resolution(window, resolution)
    assert "or more" in caught.value.hint
