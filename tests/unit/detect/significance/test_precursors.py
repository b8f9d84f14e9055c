"""Groups that follow an account, and groups that do not, by hand."""

from itertools import cycle

import numpy as np
import pytest

from explorer.detect.network.edge_statistics import NO_ACCOUNT, PRECURSOR, Triggers
from explorer.detect.network.events import Events
from explorer.detect.significance.account_actions import AccountActions
from explorer.detect.significance.co_actions import CoActions
from explorer.detect.significance.groups import Group, find_groups
from explorer.detect.significance.precursors import LAG, find_precursors, mark_followers
from tests.unit.detect.significance.examples import (
    HOUR,
    MINUTE,
    SECOND,
    Act,
    Facts,
    co_actions_of,
    code,
    make_described,
)

MEMBERS = ("m1", "m2", "m3", "m4", "m5")


def act_together(objects: int, members: tuple[str, ...] = MEMBERS, *, name: str = "o") -> list[Act]:
    """On each object the members act within half a minute, each time in another order."""
    random = np.random.default_rng(1)
    return [
        (member, f"{name}{n:02}", n * HOUR + int(late))
        for n in range(objects)
        for member, late in zip(members, random.choice(30 * SECOND, len(members), replace=False), strict=True)
    ]


def before(account: str, objects: range, *, by: int = 5 * MINUTE, name: str = "o") -> list[Act]:
    """An account acts on objects before a whole hour, at which members begin to act."""
    return [(account, f"{name}{n:02}", n * HOUR - by) for n in objects]


def only_group(
    acts: list[Act], members: tuple[str, ...] = MEMBERS, facts: Facts | None = None
) -> tuple[Events, CoActions, Group]:
    events = make_described(acts, facts or {})
    co_actions = co_actions_of(events, members)
    (group,) = find_groups(co_actions)
    assert [events.accounts[int(member)] for member in group.members] == sorted(members)
    return events, co_actions, group


def precursors(acts: list[Act], members: tuple[str, ...] = MEMBERS, facts: Facts | None = None) -> list[str]:
    events, _, group = only_group(acts, members, facts)
    first = np.concatenate([[0], np.cumsum(np.bincount(events.object, minlength=len(events.objects)))])
    return events.accounts.gather(find_precursors(group, events, first)).to_list()


def test_followers_of_an_account_outside_the_group_have_a_precursor() -> None:
    assert precursors([*act_together(20), *before("boss", range(20))]) == ["boss"]


def test_nobody_before_the_group_is_no_precursor() -> None:
    later = [("late", f"o{n:02}", n * HOUR + MINUTE) for n in range(20)]
    assert precursors([*act_together(20), *later]) == []


@pytest.mark.parametrize(("by", "follows"), [(LAG - 30 * SECOND, True), (LAG + 1, False)])
def test_a_precursor_acts_at_most_the_lag_earlier(by: int, follows: bool) -> None:
    # the first member acts up to half a minute after the full hour
    assert precursors([*act_together(20), *before("boss", range(20), by=by)]) == (["boss"] if follows else [])


@pytest.mark.parametrize(("objects", "follows"), [(12, True), (11, False)])
def test_most_of_the_actions_must_follow(objects: int, follows: bool) -> None:
    assert precursors([*act_together(20), *before("boss", range(objects))]) == (["boss"] if follows else [])


def test_an_account_precedes_four_objects_or_more() -> None:
    two = [*before("boss", range(3)), *before("chief", range(3, 6))]
    assert precursors([*act_together(6), *two]) == []
    four = [*before("boss", range(4)), *before("chief", range(4, 6))]
    assert precursors([*act_together(6), *four]) == ["boss"]  # 4 of 6 is more than 0.6


def test_objects_that_have_just_appeared_do_not_count() -> None:
    # a bot retweets every post at once; the group acts ten minutes after twelve posts, and hours after eight
    bot = before("bot", range(12), by=9 * MINUTE)
    facts: Facts = {f"o{n:02}": (n * HOUR - (10 if n < 12 else 50) * MINUTE, "paper") for n in range(20)}
    assert precursors([*act_together(20), *bot]) == ["bot"]
    assert precursors([*act_together(20), *bot], facts=facts) == []


def test_two_influencers_explain_a_group_together() -> None:
    acts = [*act_together(20), *before("boss", range(11)), *before("chief", range(9, 20))]
    # boss precedes the first eleven, chief nine others; whoever comes first by code is chosen among equals
    assert precursors(acts) == ["boss", "chief"]
    assert precursors([*act_together(20), *before("boss", range(9)), *before("chief", range(9, 20))]) == [
        "chief",
        "boss",
    ]
    assert precursors([*act_together(20), *before("boss", range(6)), *before("chief", range(6, 11))]) == []


def test_many_bystanders_each_before_a_few_actions_are_no_precursor() -> None:
    # on every object somebody else came before; one bystander on as many as four of forty
    acts = [*act_together(40), *(before(f"by{n % 10}", range(n, n + 1))[0] for n in range(40))]
    assert precursors(acts) == []


def led(leaders: list[str], members: tuple[str, ...]) -> list[Act]:
    """On object n, the n-th leader acts first, the other members 10, 20, ... seconds later."""
    return [
        (member, f"o{n:02}", n * HOUR + 10 * SECOND * place)
        for n, leader in enumerate(leaders)
        for place, member in enumerate([leader, *(member for member in members if member != leader)])
    ]


def test_a_member_who_is_always_first_is_followed_by_the_others() -> None:
    assert precursors(led(["m3"] * 20, MEMBERS), MEMBERS) == ["m3"]


def test_a_member_who_acts_at_the_same_time_as_another_leads_nobody() -> None:
    acts = led(["m3"] * 20, MEMBERS)
    at_once = [(a, o, time - 10 * SECOND if a == "m1" else time) for a, o, time in acts]
    assert precursors(at_once) == []


def test_groups_of_three_in_random_order_follow_nobody() -> None:
    three = MEMBERS[:3]
    rotating = cycle(three)
    assert precursors(led([next(rotating) for _ in range(30)], three), three) == []
    for seed in range(20):
        random = np.random.default_rng(seed)
        assert precursors(led(random.choice(three, 40).tolist(), three), three) == []


@pytest.mark.parametrize(("leads", "follows"), [(20, True), (17, False)])
def test_a_member_leads_more_often_than_a_random_order_explains(leads: int, follows: bool) -> None:
    # P(Binomial(30, 1/3) >= 20) is 1.9e-4, below the level; 17 of 30 is less than 0.6
    three = MEMBERS[:3]
    rotating = cycle(three[1:])
    leaders = ["m1"] * leads + [next(rotating) for _ in range(30 - leads)]
    assert precursors(led(leaders, three), three) == (["m1"] if follows else [])


def mark(group: Group, precursors: list[str], co_actions: CoActions) -> Triggers:
    triggers = Triggers.none(len(co_actions.edges))
    events = co_actions.events
    actions = AccountActions.of(events, events.accounts.is_in(precursors).to_numpy())
    codes = np.array([code(events, account) for account in precursors], np.uint32)
    mark_followers(group, codes, co_actions, actions, triggers)
    return triggers


def test_edges_have_the_precursor_of_most_of_their_co_actions() -> None:
    # a pair of its own; the group a, b, c follows boss on ten objects, and chief on ten where c does not act
    acts = [
        *act_together(10, ("a", "b", "c"), name="p"),
        *before("boss", range(10), name="p"),
        *act_together(12, ("a", "b"), name="q"),
        *before("chief", range(11), name="q"),
        *before("boss", range(11, 12), name="q", by=LAG + 1),
        *[(account, f"r{n}", n * HOUR) for n in range(3) for account in ("x", "y")],
    ]
    events = make_described(acts)
    co_actions = co_actions_of(events, ("a", "b", "c", "x", "y"))
    group = find_groups(co_actions)[0]
    triggers = mark(group, ["boss", "chief"], co_actions)
    names = events.accounts
    edges = co_actions.edges
    by_pair = {
        names[int(u)] + names[int(v)]: (names[int(account)] if account != NO_ACCOUNT else None, int(count), int(of))
        for u, v, account, count, of in zip(
            edges.source, edges.target, triggers.account, triggers.count, triggers.of, strict=True
        )
    }
    assert by_pair == {
        "ab": ("chief", 11, 22),
        "ac": ("boss", 10, 10),
        "bc": ("boss", 10, 10),
        "xy": (None, 0, 0),
    }
    assert triggers.kind.tolist() == [PRECURSOR] * 3 + [0]
    assert triggers.time.tolist() == [LAG] * 3 + [0]


def test_a_member_precedes_its_own_edges_too() -> None:
    _, co_actions, group = only_group(led(["m3"] * 20, MEMBERS))
    triggers = mark(group, ["m3"], co_actions)
    assert triggers.count.tolist() == co_actions.edges.weight.tolist() == [20] * 10
    assert triggers.phrases() == ["20 of 20 co-actions follow the same account within 15m"] * 10
