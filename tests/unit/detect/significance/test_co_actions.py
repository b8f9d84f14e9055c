"""Co-actions against a double loop over events."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.detect.significance.co_actions import CoActions
from tests.unit.detect.network.reference import Event, make_events
from tests.unit.detect.significance.examples import pairs_that_coincide

EVENTS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("wxyz"), st.integers(0, 8)), max_size=40)


def described(co_actions: CoActions) -> list[tuple[str, str, str, int, int]]:
    """Source, target, object and both times of each co-action."""
    events, edges = co_actions.events, co_actions.edges
    rows = []
    for edge, i, j in zip(co_actions.edge, co_actions.of_source, co_actions.of_target, strict=True):
        assert events.account[i] == edges.source[edge]
        assert events.account[j] == edges.target[edge]
        assert events.object[i] == events.object[j]
        names = events.accounts[int(edges.source[edge])], events.accounts[int(edges.target[edge])]
        rows.append((*names, events.objects[int(events.object[i])], int(events.time[i]), int(events.time[j])))
    return rows


@settings(deadline=None, max_examples=200)
@given(EVENTS, st.integers(0, 4), st.data())
def test_co_actions_of_edges_are_those_of_a_double_loop(events: list[Event], window: int, data: st.DataObject) -> None:
    first = make_events(events).first()
    edges = pairs_that_coincide(first, window)
    co_actions = CoActions.of(first, edges, window, threads=2)
    at: dict[tuple[str, str], int] = {}
    for account, object_, time in events:
        at[account, object_] = min(time, at.get((account, object_), time))
    naive = sorted(
        (u, v, o, time, at[v, o])
        for (u, o), time in at.items()
        for v in "abcde"
        if u < v and (v, o) in at and abs(time - at[v, o]) <= window
    )
    pairs = list(zip(first.accounts.gather(edges.source), first.accounts.gather(edges.target), strict=True))
    naive = [row for row in naive if row[:2] in pairs]
    assert sorted(described(co_actions)) == naive
    acting = {(u, o) for u, _, o, _, _ in naive} | {(v, o) for _, v, o, _, _ in naive}
    names = [(first.accounts[int(first.account[i])], first.objects[int(first.object[i])]) for i in co_actions.acting()]
    assert sorted(names) == sorted(acting)
    stays = np.array(data.draw(st.lists(st.booleans(), min_size=len(edges), max_size=len(edges))), bool)
    kept = {pair for pair, stay in zip(pairs, stays, strict=True) if stay}
    assert sorted(described(co_actions.keep(stays))) == [row for row in naive if row[:2] in kept]


def test_no_edges_have_no_co_actions() -> None:
    events = make_events([("a", "x", 0)])
    assert described(CoActions.of(events, pairs_that_coincide(events), 10)) == []
