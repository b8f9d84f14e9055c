"""Every common trigger side by side, by hand."""

from collections.abc import Iterator

import numpy as np
import pytest

from explorer.detect.network.edge_statistics import CLOCK, NO_ACCOUNT
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.significance.common_triggers import find_common_triggers
from tests.unit.detect.significance.examples import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Act,
    Facts,
    code,
    make_described,
    pairs_that_coincide,
)

CRON = ("c1", "c2", "c3")
FOLLOWERS = ("f1", "f2", "f3", "f4")
SUBSCRIBERS = ("s1", "s2", "s3")
CROWD = tuple(f"v{n:02}" for n in range(13))
GROUP = ("g1", "g2", "g3", "g4")


def moments(number: int, random: np.random.Generator) -> Iterator[int]:
    """Return random moments, three hours apart or more."""
    return (DAY + n * 5 * HOUR + int(at) for n, at in enumerate(random.integers(0, 2 * HOUR, number)))


def world() -> tuple[Events, Network]:
    """One group with each trigger and one with none, and the pairs of these groups' members that coincide."""
    random = np.random.default_rng(1)
    acts: list[Act] = []
    facts: Facts = {}

    def act(name: str, time: int, accounts: tuple[str, ...], author: str, *, age: int = 4 * HOUR) -> None:
        facts[name] = (time - age, author)
        late = random.permutation(len(accounts))
        acts.extend((who, name, time + int(place) * SECOND) for who, place in zip(accounts, late, strict=True))

    for n in range(10):
        act(f"cron{n:02}", n * 7 * HOUR, CRON, "author0")
    for n, time in enumerate(moments(20, random)):
        act(f"follow{n:02}", time, FOLLOWERS, "author1")
        if n < 18:
            acts.append(("boss", f"follow{n:02}", time - 5 * MINUTE))
    for n, time in enumerate(moments(20, random)):
        act(f"post{n:02}", time, SUBSCRIBERS, "paper", age=HOUR)
        acts.append(("reader", f"post{n:02}", time + 2 * HOUR))
    for n, time in enumerate(moments(52, random)):
        # a perfect difference set: every two of thirteen viewers meet once in thirteen objects
        act(f"feed{n:02}", time, tuple(CROWD[(n + k) % 13] for k in (0, 1, 3, 9)), f"writer{n % 26}")
    for n, time in enumerate(moments(20, random)):
        act(f"plan{n:02}", time, GROUP, "outlet")
        acts.append(("reader", f"plan{n:02}", time + 2 * HOUR))
    for n, time in enumerate(moments(20, random)):
        # the outlet's other posts, on which the group does not act
        acts.append(("reader", f"rest{n:02}", time))
        facts[f"rest{n:02}"] = (time - HOUR, "outlet")
    events = make_described(acts, facts)
    pairs = pairs_that_coincide(events)
    chosen = ~events.accounts.is_in(["boss", "reader"]).to_numpy()
    return events, pairs.keep(chosen[pairs.source] & chosen[pairs.target])


def test_every_group_has_the_phrase_of_its_trigger() -> None:
    events, edges = world()
    triggers, groups = find_common_triggers(events, edges, MINUTE)
    names = events.accounts.to_list()
    found: dict[str, set[str | None]] = {}
    for u, v, phrase in zip(edges.source, edges.target, triggers.phrases(), strict=True):
        assert names[u][0] == names[v][0]
        found.setdefault(names[u][0], set()).add(phrase)
    assert found == {
        "c": {"10 of 10 co-actions fall into the same part of every 5m"},
        "f": {"18 of 20 co-actions follow the same account within 15m"},
        "s": {"the group acts on 20 of 20 posts of its authors"},
        "v": {"a crowd of 13 accounts acts at these moments, 4 at a time"},
        "g": {None},
    }
    with_account = triggers.account != NO_ACCOUNT
    assert set(triggers.account[with_account]) == {code(events, "boss")}
    assert {names[u] for u in edges.source[with_account]} == {"f1", "f2", "f3"}
    (group,) = groups
    assert [names[member] for member in group.members] == list(GROUP)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_same_on_any_number_of_threads(threads: int) -> None:
    events, edges = world()
    triggers, groups = find_common_triggers(events, edges, MINUTE, threads=threads)
    expected, expected_groups = find_common_triggers(events, edges, MINUTE)
    for name in ("kind", "account", "count", "of", "time"):
        assert np.array_equal(getattr(triggers, name), getattr(expected, name))
    assert [group.members.tolist() for group in groups] == [group.members.tolist() for group in expected_groups]


def test_groups_refer_to_the_edges_without_a_clock() -> None:
    events, edges = world()
    triggers, (group,) = find_common_triggers(events, edges, MINUTE)
    free = edges.keep(triggers.kind != CLOCK)
    assert {int(code) for code in (*free.source[group.edges], *free.target[group.edges])} == {
        code(events, member) for member in GROUP
    }


def test_no_edges_have_no_trigger() -> None:
    for events in (make_described([]), world()[0]):
        none = pairs_that_coincide(events)
        none = none.keep(np.zeros(len(none), np.bool_))
        triggers, groups = find_common_triggers(events, none, MINUTE)
        assert triggers.phrases() == []
        assert groups == []
