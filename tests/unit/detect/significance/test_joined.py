"""Accounts that join groups: the parts against plain loops, and a group that some accounts join."""

from dataclasses import replace
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.detect.network.events import Events
from explorer.detect.network.model import edge_keys
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance import joined
from explorer.detect.significance.groups import find_groups
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from tests.unit.detect.network.reference import Event, make_events
from tests.unit.detect.significance.examples import HOUR, SECOND, co_actions_of, make_described, pairs_that_coincide

EVENTS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("wxyz"), st.integers(0, 9)), min_size=1, max_size=30
)


def bursts_of(events: Events, chosen: list[dict[str, int]]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Objects with times of each group, as far as the events have these objects."""
    known = events.objects.to_list()
    bursts = []
    for times in chosen:
        rows = sorted((known.index(name), time) for name, time in times.items() if name in known)
        bursts.append((np.array([o for o, _ in rows], np.uint32), np.array([t for _, t in rows], np.int64)))
    return bursts


TIMES = st.lists(st.dictionaries(st.sampled_from("wxyz"), st.integers(0, 9)), min_size=1, max_size=3)


@settings(deadline=None)
@given(EVENTS, TIMES)
def test_pseudo_accounts_act_among_the_others_in_order(events: list[Event], times: list[dict[str, int]]) -> None:
    first = make_events(events).first()
    bursts = bursts_of(first, times)
    more = joined._with_pseudo_accounts(first, bursts)
    assert more.accounts.to_list() == [*first.accounts, *(f"group {n}" for n in range(len(bursts)))]
    rows = list(zip(more.object.tolist(), more.time.tolist(), more.account.tolist(), strict=True))
    expected = list(zip(first.object.tolist(), first.time.tolist(), first.account.tolist(), strict=True))
    for number, (objects, when) in enumerate(bursts):
        code = len(first.accounts) + number
        expected.extend((o, t, code) for o, t in zip(objects.tolist(), when.tolist(), strict=True))
    assert rows == sorted(expected)


@settings(deadline=None)
@given(EVENTS, TIMES, st.integers(0, 4))
def test_accounts_near_a_group_coincide_with_it_twice(
    events: list[Event], times: list[dict[str, int]], window: int
) -> None:
    first = make_events(events).first()
    near = joined._near(first, bursts_of(first, times), window)
    at = dict(zip(zip(first.account.tolist(), first.object.tolist(), strict=True), first.time.tolist(), strict=True))
    known = first.objects.to_list()
    naive = {}
    for (number, chosen), account in product(enumerate(times), range(len(first.accounts))):
        own = {known.index(name): time for name, time in chosen.items() if name in known}
        weight = sum((account, o) in at and abs(at[account, o] - time) <= window for o, time in own.items())
        if weight >= 2:
            naive[account, len(first.accounts) + number] = weight
    found = zip(near.source.tolist(), near.target.tolist(), near.weight.tolist(), strict=True)
    assert {(u, v): weight for u, v, weight in found} == naive


def test_members_of_a_group_are_no_third_accounts_of_those_who_may_join() -> None:
    objects = {"a": "xyz", "b": "xyz", "c": "xyz", "d": "xy", "e": "w"}
    events = make_events([(who, o, 0) for who, own in objects.items() for o in own])
    network = pairs_that_coincide(events)
    near = joined._near(events, bursts_of(events, [{"x": 0, "y": 0, "z": 0}]), 10)
    whole = replace(near, accounts=pl.concat([events.accounts, pl.Series("account", ["group 0"])]))
    pairs = whole.keep(whole.source == 3)
    known = joined._known(network, whole, pairs, [np.array([0, 1, 2])])
    # d and the pseudo-account (5) with everybody near them; pairs of members alone are not needed
    ends = set(zip(known.source.tolist(), known.target.tolist(), strict=True))
    assert {(0, 3), (1, 3), (2, 3), (3, 5), (0, 5), (1, 5), (2, 5)} == ends
    assert edge_keys(known).tolist() == sorted(edge_keys(known).tolist())


def test_a_group_acts_at_the_median_of_its_largest_burst() -> None:
    # on x three members within the window and two others an hour later; on y two pairs, of which the first counts
    times = {"x": [0, 10, 50, 3_600, 3_610], "y": [0, 20, 5_000, 5_010]}
    acts = [(f"m{n}", o, SECOND * time) for o, when in times.items() for n, time in enumerate(when)]
    acts += [(f"m{n}", f"p{k}", (10 + k) * HOUR) for k in range(4) for n in range(5)]
    events = make_described(acts)
    (group,) = find_groups(co_actions_of(events))
    objects, when = joined._bursts(group, events, 60 * SECOND)
    assert dict(zip(events.objects.gather(objects), when.tolist(), strict=True)) == {
        "x": 10 * SECOND,
        "y": 10 * SECOND,
        **{f"p{k}": (10 + k) * HOUR for k in range(4)},
    }


@pytest.mark.parametrize("threads", [1, 2])
def test_accounts_that_act_with_a_group_now_and_then_join_it(threads: int) -> None:
    random = np.random.default_rng(1)
    posts = np.sort(random.integers(0, 10 * 86_400, 400))
    rows = [
        (f"crowd{account}", post, posts[post] + random.lognormal(8, 1.5))
        for account in range(1_000)
        for post in random.choice(400, random.integers(5, 30), replace=False)
    ]
    targets = random.choice(400, 24, replace=False)
    for place, post in enumerate(targets):
        moment = posts[post] + random.uniform(1, 9) * 3600
        rows.extend((f"member{n:02}", post, moment + random.uniform(0, 30)) for n in range(12))
        # three guests repeat all of these posts: three posts each at the moment of the group, the others at other times
        for guest in range(3):
            together = place < 12 and place % 4 == guest
            at = moment + random.uniform(0, 30) if together else posts[post] + random.lognormal(8, 1.5)
            rows.append((f"guest{guest}", post, at))
    frame = pl.DataFrame(
        [(a, str(p), int(t) * 1000, int(posts[p]) * 1000, str(p % 20)) for a, p, t in rows],
        schema={"account": pl.String, "object": pl.String, "time": pl.Int64, "origin": pl.Int64, "author": pl.String},
        orient="row",
    )
    network, _ = find_edges(
        Events.from_frame(frame), NetworkParameters(), SignificanceParameters(draws=0), threads=threads
    )
    edges = network.edges()
    members, guests = {f"member{n:02}" for n in range(12)}, {f"guest{n}" for n in range(3)}
    found, joins = (edges.filter(pl.col("tier") == tier) for tier in ("A", "joined"))
    # too seldom for a pair, but not for an account and a group
    assert set(found["source"]) | set(found["target"]) == members
    assert set(zip(joins["source"], joins["target"], strict=True)) == set(product(guests, members))
    assert joins.select((pl.col("q") <= 0.05).all()).item()
