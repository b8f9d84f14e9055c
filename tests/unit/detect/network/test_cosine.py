"""The TF-IDF cosine against dense matrices, and against numbers worked out by hand."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.common.durations import ALL_TIME
from explorer.detect.network.build import build_network
from explorer.detect.network.parameters import TFS, Filters, NetworkParameters, Tf
from tests.unit.detect.network.reference import Event, brute_force, make_events
from tests.unit.detect.network.test_build import EVENTS

PARAMETERS = st.builds(
    NetworkParameters,
    weighting=st.just("cosine"),
    window=st.sampled_from([0, 3, ALL_TIME]),
    min_weight=st.sampled_from([0.0, 0.3, 0.7]),
    min_participation=st.integers(1, 4),
    tf=st.sampled_from(list(TFS)),
    min_df=st.integers(1, 3),
    filters=st.builds(Filters, min_objects=st.integers(1, 3)),
)


def dense(events: list[Event], parameters: NetworkParameters) -> dict[tuple[str, str], float]:
    """The whole matrix of accounts and objects, and all cosines of it."""
    rows = [account for account, _, _ in events]
    events = [event for event in events if rows.count(event[0]) >= parameters.min_participation]
    users = {o: {a for a, other, _ in events if other == o} for _, o, _ in events}
    events = [event for event in events if len(users[event[1]]) >= parameters.min_df]
    accounts, objects = sorted({e[0] for e in events}), sorted({e[1] for e in events})
    counts = np.array([[sum(e[:2] == (a, o) for e in events) for o in objects] for a in accounts], float)
    counts = counts.reshape(len(accounts), len(objects))
    tf = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) if parameters.tf == "sublinear" else counts > 0
    idf = np.log((1 + len(accounts)) / (1 + (counts > 0).sum(0))) + 1
    matrix = tf * idf
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    cosine = matrix @ matrix.T
    meeting = brute_force(events, NetworkParameters("objects", parameters.window, 1))
    places = {account: place for place, account in enumerate(accounts)}
    found = {pair: cosine[places[pair[0]], places[pair[1]]] for pair, (_, shared) in meeting.items()
             if shared >= parameters.filters.min_objects}  # fmt: skip
    return {pair: weight for pair, weight in found.items() if weight >= parameters.min_weight - 1e-12}


def cosines(
    events: list[Event], parameters: NetworkParameters, threads: int | None = None
) -> dict[tuple[str, str], float]:
    network = build_network(make_events(events), parameters, threads=threads)
    assert network.weight.dtype == np.float64
    assert len(network.objects) == len(network)
    return {(source, target): weight for source, target, weight in network.edges().rows()}


@settings(max_examples=400, deadline=None)
@given(EVENTS, PARAMETERS, st.integers(1, 4))
def test_agrees_with_dense_matrices(events: list[Event], parameters: NetworkParameters, threads: int) -> None:
    found = cosines(events, parameters, threads)
    assert found == pytest.approx(dense(events, parameters), abs=1e-11)


@settings(deadline=None)
@given(EVENTS, st.sampled_from(list(TFS)))
def test_cosines_are_sorted_and_at_most_one(events: list[Event], tf: Tf) -> None:
    network = build_network(make_events(events), NetworkParameters("cosine", ALL_TIME, 0.0, tf=tf))
    codes = list(zip(network.source.tolist(), network.target.tolist(), strict=True))
    assert all(one < next_ for one, next_ in pairwise(codes))
    assert all(0 < weight <= 1 for weight in network.weight)


def test_worked_by_hand() -> None:
    # four accounts; x is touched by a, b and c, y by a and b, z by d alone; a touches x three times
    events = [("a", "x", 0), ("a", "x", 1), ("a", "x", 2), ("a", "y", 0), ("b", "x", 0), ("b", "y", 9), ("c", "x", 0),
              ("d", "z", 0)]  # fmt: skip
    x, y = math.log(5 / 4) + 1, math.log(5 / 3) + 1
    binary = cosines(events, NetworkParameters("cosine", ALL_TIME, 0.0, tf="binary"))
    assert binary == pytest.approx({("a", "b"): 1, ("a", "c"): x / math.hypot(x, y), ("b", "c"): x / math.hypot(x, y)})
    assert binary["a", "b"] == 1.0  # equal vectors are equal, to the last digit
    often = (1 + math.log(3)) * x
    sublinear = cosines(events, NetworkParameters("cosine", ALL_TIME, 0.0, tf="sublinear"))
    assert sublinear["a", "b"] == pytest.approx((often * x + y * y) / math.hypot(often, y) / math.hypot(x, y))
    # within 0 ms, a and b share x alone, and still have the cosine of all they touch
    assert cosines(events, NetworkParameters("cosine", 0, 0.0, tf="binary")) == binary


def test_minimum_df_leaves_rare_objects_out_of_the_vectors() -> None:
    events = [("a", "x", 0), ("b", "x", 0), ("a", "y", 0)]
    all_ = cosines(events, NetworkParameters("cosine", ALL_TIME, 0.0, tf="binary"))
    assert all_["a", "b"] < 1
    shared = cosines(events, NetworkParameters("cosine", ALL_TIME, 0.0, tf="binary", min_df=2))
    assert shared == {("a", "b"): 1.0}
