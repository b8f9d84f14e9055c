"""Third accounts and pi_3 against a double loop over events."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.detect.significance.third_party_model import KAPPA, ThirdParties
from tests.unit.detect.network.reference import Event, make_events
from tests.unit.detect.significance.examples import code, pairs_that_coincide

# so few accounts, objects and moments that most pairs share objects and some coincide twice
EVENTS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("vwxyz"), st.integers(0, 8)), max_size=40)


@settings(deadline=None, max_examples=200)
@given(EVENTS, st.integers(0, 3), st.data())
def test_counts_and_probabilities_are_those_of_a_double_loop(
    events: list[Event], window: int, data: st.DataObject
) -> None:
    first = make_events(events).first()
    network = pairs_that_coincide(first, window)
    edges = network.keep(
        np.array(data.draw(st.lists(st.booleans(), min_size=len(network), max_size=len(network))), bool)
    )
    chance = np.linspace(0.1, 0.9, len(edges))
    parties = ThirdParties.of(first, network, edges, window, threads=2)
    at: dict[str, dict[str, int]] = {name: {} for name in first.accounts}
    for account, object_, time in events:
        at[account][object_] = min(time, at[account].get(object_, time))

    def coincidences(u: str, v: str) -> int:
        return sum(abs(at[u][o] - at[v][o]) <= window for o in at[u].keys() & at[v].keys())

    def third(u: str, o: str) -> tuple[int, int]:
        times = [at[w][o] for w in at if w != u and o in at[w] and coincidences(u, w) < 2]
        return len(times), sum(abs(at[u][o] - time) <= window for time in times)

    names = first.accounts.to_list()
    histories = parties.histories
    for u in np.flatnonzero(edges.with_edge()):
        for place in range(histories.start[u], histories.start[u + 1]):
            o = first.objects[int(first.object[histories.position[place]])]
            assert (parties.others[place], parties.close[place]) == third(names[u], o)
    found = parties.expected(edges, chance, threads=2)
    for source, target, pi, value in zip(edges.source, edges.target, chance, found, strict=True):
        u, v = names[source], names[target]
        shares = [
            (c + KAPPA * pi) / (n + KAPPA) for o in at[u].keys() & at[v].keys() for n, c in (third(u, o), third(v, o))
        ]
        assert value == pytest.approx(np.mean(shares))


def test_two_members_who_act_when_a_crowd_does_are_explained_by_it() -> None:
    # a and b share x and y. On x, three of six others act within 10 of a and of b; on y, nobody else acts.
    # c and d coincide with a once; e, f, g and h act later.
    times = {"c": 5, "d": 6, "i": 7, "e": 100, "f": 200, "g": 300}
    events = make_events(
        [
            ("a", "x", 0),
            ("b", "x", 2),
            ("a", "y", 50),
            ("b", "y", 51),
            *((who, "x", time) for who, time in times.items()),
        ]
    )
    network = pairs_that_coincide(events, 10)
    assert [(code(events, "a"), code(events, "b"))] == list(zip(network.source, network.target, strict=True))
    parties = ThirdParties.of(events, network, network, 10)
    # b is no third account of a, since they coincide twice
    on_x, on_y = (3 + 2 * 0.1) / (6 + 2), 0.1
    assert parties.expected(network, np.array([0.1])).tolist() == pytest.approx([(on_x + on_y) / 2])


def test_members_of_a_group_are_no_third_accounts() -> None:
    events = make_events([(who, o, 0) for who in "abcde" for o in "xyz"])
    network = pairs_that_coincide(events, 10)
    assert len(network) == len(list(combinations("abcde", 2)))
    parties = ThirdParties.of(events, network, network, 10)
    assert not parties.others.any()
    assert not parties.close.any()
    chance = np.full(len(network), 0.2)
    assert parties.expected(network, chance).tolist() == pytest.approx(chance.tolist())


def test_no_edges_have_no_third_accounts() -> None:
    events = make_events([("a", "x", 0), ("b", "x", 0)])
    network = pairs_that_coincide(events)
    parties = ThirdParties.of(events, network, network, 10)
    assert len(parties.others) == len(parties.expected(network, np.empty(0))) == 0
