"""Subscribers of a source and crowds of a feed, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.detect.network.events import Events
from explorer.detect.significance import audiences
from explorer.detect.significance.audiences import (
    AUTHORS,
    BEGINNING,
    LARGE,
    TAKE_UP,
    VERY_LATE,
    Audiences,
    company,
    is_crowd,
    share_of_others,
)
from explorer.detect.significance.groups import Group, find_groups
from tests.unit.detect.significance.examples import HOUR, SECOND, Act, Facts, co_actions_of, make_described


def covered_posts(group: Group, events: Events) -> tuple[int, int] | None:
    members = np.zeros(len(events.accounts), np.bool_)
    members[group.members] = True
    return audiences.covered_posts(group, Audiences.of(events, members))


MEMBERS = ("m1", "m2", "m3", "m4")


def subscribers(
    posts: range,
    acted: range,
    *,
    delay: int = HOUR,
    author: str | None = "paper",
    third: range | None = None,
    slow: range = range(0),
) -> tuple[Group, Events]:
    """The group acts on some of an author's posts after a delay, other accounts on all or on some.

    On the posts ``slow``, the group acts after three hours.
    """
    facts: Facts = {f"p{n:02}": (n * 6 * HOUR, author) for n in posts}
    read = posts if third is None else third
    acts: list[Act] = [(f"reader{n}", f"p{n:02}", n * 6 * HOUR + 5 * HOUR) for n in read]
    for n in acted:
        late = 3 * HOUR if n in slow else delay
        acts.extend((m, f"p{n:02}", n * 6 * HOUR + late + SECOND * place) for place, m in enumerate(MEMBERS))
    events = make_described(acts, facts)
    (group,) = find_groups(co_actions_of(events, MEMBERS))
    return group, events


def test_a_group_that_acts_on_all_posts_of_an_author_may_subscribe_to_it() -> None:
    assert covered_posts(*subscribers(range(20), range(20))) == (20, 20)


@pytest.mark.parametrize(
    ("skipped", "slow", "covered"),
    [([3, 9], 0, (18, 20)), ([3, 9, 12], 0, None), ([3, 9], 1, (18, 20)), ([3, 9], 4, None), ([], 4, (20, 20))],
)
def test_subscribers_act_soon_on_nine_of_ten_posts_or_on_every_post(
    skipped: list[int], slow: int, covered: tuple[int, int] | None
) -> None:
    # soon is within two hours on nine of ten objects
    group, events = subscribers(range(20), range(20), slow=range(20 - slow, 20))
    without = np.isin(events.object, skipped) & events.accounts.gather(events.account).is_in(MEMBERS).to_numpy()
    left = replace(events, account=events.account[~without], object=events.object[~without], time=events.time[~without])
    (group,) = find_groups(co_actions_of(left, MEMBERS))
    assert covered_posts(group, left) == covered


def test_posts_before_the_first_and_after_the_last_action_do_not_count() -> None:
    # the group began to subscribe with the eighth post and stopped after the seventeenth
    assert covered_posts(*subscribers(range(25), range(7, 17))) == (10, 10)


def test_posts_that_no_third_account_acts_on_do_not_count() -> None:
    # how many there are of these posts is unknown
    assert covered_posts(*subscribers(range(20), range(20), third=range(12))) == (12, 12)
    assert covered_posts(*subscribers(range(20), range(20), third=range(4))) is None
    assert covered_posts(*subscribers(range(20), range(20), third=range(5))) == (5, 5)


@pytest.mark.parametrize(("delay", "covered"), [(VERY_LATE, (20, 20)), (VERY_LATE + 1, None)])
def test_half_a_day_is_counted_to_the_first_member(delay: int, covered: tuple[int, int] | None) -> None:
    assert covered_posts(*subscribers(range(20), range(20), delay=delay)) == covered


def test_authors_also_post_while_their_subscribers_sleep() -> None:
    # four posts a day for ten days; the group misses those of the night, and one part of the day has five posts or more
    facts: Facts = {f"p{n:02}": (n * 6 * HOUR, "paper") for n in range(40)}
    acts: list[Act] = [("reader", name, origin + 5 * HOUR) for name, (origin, _) in facts.items()]
    acts += [(m, f"p{n:02}", n * 6 * HOUR + HOUR) for n in range(40) if n % 4 for m in MEMBERS]
    events = make_described(acts, facts)
    (group,) = find_groups(co_actions_of(events, MEMBERS))
    assert covered_posts(group, events) is not None


def test_of_unknown_authors_nothing_is_covered() -> None:
    assert covered_posts(*subscribers(range(20), range(20), author=None)) is None


def test_posts_with_a_few_members_are_not_covered() -> None:
    # sixteen members act on the posts of every other day, and three of them, fewer than a quarter, on the others
    facts: Facts = {f"p{n:02}": (n * 6 * HOUR, "paper") for n in range(40)}
    acts: list[Act] = [("reader", name, origin + 5 * HOUR) for name, (origin, _) in facts.items()]
    for n in range(40):
        members = range(16) if n // 4 % 2 == 0 else (n % 16, (n + 5) % 16, (n + 9) % 16)
        acts.extend((f"m{m:02}", f"p{n:02}", n * 6 * HOUR + HOUR + SECOND * m) for m in members)
    events = make_described(acts, facts)
    (group,) = find_groups(co_actions_of(events, [f"m{m:02}" for m in range(16)]))
    assert covered_posts(group, events) is None


def test_authors_of_a_few_posts_do_not_decide() -> None:
    # forty posts of forty authors: all are covered, as the only post of an author always is
    facts: Facts = {f"p{n:02}": (n * 6 * HOUR, f"author{n:02}") for n in range(40)}
    acts: list[Act] = [("reader", name, origin + 5 * HOUR) for name, (origin, _) in facts.items()]
    acts += [(m, name, origin + HOUR) for name, (origin, _) in facts.items() for m in MEMBERS]
    events = make_described(acts, facts)
    (group,) = find_groups(co_actions_of(events, MEMBERS))
    assert covered_posts(group, events) is None


def crowd(authors: list[str | None], *, members: int, typical: int) -> tuple[Group, Events]:
    """A group of which the same number acts on each object; one author per object."""
    facts: Facts = {f"o{n:02}": (0, author) for n, author in enumerate(authors)}
    events = make_described([("a", name, 0) for name in facts], facts)
    nothing = np.empty(0, np.int64)
    count = np.full(len(authors), typical)
    return Group(np.arange(members), nothing, nothing, np.arange(len(authors), dtype=np.uint32), count), events


def authors(number: int, objects: int = 20) -> list[str | None]:
    return [f"author{n % number}" for n in range(objects)]


def test_members_who_come_and_go_and_share_what_many_write_may_be_a_crowd() -> None:
    assert is_crowd(*crowd(authors(10), members=20, typical=5))


def test_a_group_that_acts_as_a_whole_is_no_crowd_unless_it_is_large() -> None:
    assert not is_crowd(*crowd(authors(10), members=20, typical=20))
    assert not is_crowd(*crowd(authors(10), members=20, typical=int(20 * TAKE_UP)))
    assert is_crowd(*crowd(authors(10), members=20, typical=int(20 * TAKE_UP) - 1))
    assert not is_crowd(*crowd(authors(10), members=LARGE, typical=LARGE))
    assert is_crowd(*crowd(authors(10), members=LARGE + 1, typical=LARGE + 1))


def test_a_group_that_spreads_a_few_authors_is_no_crowd() -> None:
    assert not is_crowd(*crowd(authors(AUTHORS - 1, 14), members=20, typical=5))
    assert is_crowd(*crowd(authors(AUTHORS, 14), members=20, typical=5))
    # eight authors, but few of so many objects
    assert is_crowd(*crowd(authors(8, 20), members=20, typical=5))
    assert not is_crowd(*crowd(authors(8, 21), members=20, typical=5))


def test_objects_without_a_known_author_have_one_each_and_their_groups_are_looser() -> None:
    assert is_crowd(*crowd([None] * AUTHORS, members=20, typical=5))
    assert not is_crowd(*crowd([None] * (AUTHORS - 1), members=20, typical=5))
    assert is_crowd(*crowd(authors(AUTHORS, 8), members=20, typical=13))
    assert not is_crowd(*crowd([None] * AUTHORS, members=20, typical=13))
    assert not is_crowd(*crowd([None] * AUTHORS, members=LARGE + 1, typical=LARGE + 1))


def test_a_pair_in_the_company_of_many_counts_the_accounts_of_no_group() -> None:
    # two members act on six objects; within a minute of them, 20 strangers on five and three on one
    acts: list[Act] = []
    for n in range(6):
        acts += [("m1", f"p{n}", n * HOUR), ("m2", f"p{n}", n * HOUR + SECOND)]
        acts += [(f"s{n}{k}", f"p{n}", n * HOUR + 30 * SECOND) for k in range(20 if n else 3)]
        acts.append((f"late{n}", f"p{n}", n * HOUR + 62 * SECOND))
    events = make_described(acts, {})
    (group,) = find_groups(co_actions_of(events, ("m1", "m2")))
    audiences = Audiences.of(events, events.accounts.is_in(["m1", "m2"]).to_numpy())
    assert company(group, audiences, 60 * SECOND) == 20
    everyone = Audiences.of(events, np.ones(len(events.accounts), np.bool_))
    assert company(group, everyone, 60 * SECOND) == 0


def test_objects_with_a_known_author_decide_if_they_are_enough() -> None:
    """Posts have authors, links of the same group do not."""
    assert not is_crowd(*crowd([*["paper"] * AUTHORS, *[None] * 14], members=20, typical=5))
    # five posts of two authors show that a group acts on few, five of three authors and four of one do not
    assert not is_crowd(*crowd([*authors(2, 5), *[None] * 14], members=20, typical=5))
    assert is_crowd(*crowd([*authors(3, 5), *[None] * 14], members=20, typical=5))
    assert is_crowd(*crowd([*["paper"] * 4, *[None] * 14], members=20, typical=5))
    # seven among seventy-one objects are too few to judge all by
    assert is_crowd(*crowd([*["paper"] * 7, *[None] * 64], members=20, typical=5))
    assert is_crowd(*crowd([*authors(7, 7), *[None] * 14], members=20, typical=5))


@pytest.mark.parametrize(("links", "covered"), [(40, (20, 20)), (180, (20, 20)), (181, None)])
def test_subscribers_who_spread_links_as_well_still_cover_posts(links: int, covered: tuple[int, int] | None) -> None:
    facts: Facts = {f"p{n:02}": (n * 6 * HOUR, "paper") for n in range(20)}
    acts: list[Act] = [("reader", name, origin + 5 * HOUR) for name, (origin, _) in facts.items()]
    acts += [(m, name, origin + HOUR) for name, (origin, _) in facts.items() for m in MEMBERS]
    acts += [(m, f"link{n:03}", n * HOUR + HOUR // 2) for n in range(links) for m in MEMBERS]
    events = make_described(acts, facts)
    (group,) = find_groups(co_actions_of(events, MEMBERS))
    assert covered_posts(group, events) == covered


def beginners(
    objects: int, *, late: int = 0, alone: int = 0, others: int = 4, known: bool = False
) -> tuple[Group, Audiences]:
    """Four members act on objects of unknown origin, other accounts later on.

    On the first ``late`` objects somebody acts twenty minutes before them. Nobody else acts on the last ``alone``.
    """
    acts: list[Act] = []
    for n in range(objects):
        acts.extend((m, f"p{n:02}", n * 6 * HOUR + SECOND * place) for place, m in enumerate(MEMBERS))
        if n < objects - alone:
            acts.extend((f"other{n}{k}", f"p{n:02}", n * 6 * HOUR + (1 + k) * HOUR) for k in range(others))
        if n < late:
            acts.append(("early", f"p{n:02}", n * 6 * HOUR - BEGINNING - SECOND))
    events = make_described(acts, {"p00": (-HOUR, None)} if known else None)
    (group,) = find_groups(co_actions_of(events, MEMBERS))
    return group, Audiences.of(events, events.accounts.is_in(MEMBERS).to_numpy())


def test_a_group_at_the_beginning_of_objects_that_others_use_may_react_to_their_origins() -> None:
    assert share_of_others(*beginners(10)) == 0.5
    # two of ten objects are used by members only
    assert share_of_others(*beginners(10, alone=2)) == pytest.approx(0.4)


def test_a_group_that_acts_in_the_middle_of_most_objects_does_not_begin_them() -> None:
    assert share_of_others(*beginners(10, late=5)) == pytest.approx((5 * 5 / 9 + 5 * 4 / 8) / 10)
    assert share_of_others(*beginners(10, late=6)) is None


def test_a_group_that_nearly_alone_uses_its_objects_reacts_to_nothing() -> None:
    assert share_of_others(*beginners(10, alone=5)) == 0.25
    assert share_of_others(*beginners(10, alone=6)) is None
    assert share_of_others(*beginners(10, others=0)) is None


def test_known_origins_show_how_fast_a_group_reacts() -> None:
    # one known origin is enough: the first event replaces the others
    assert share_of_others(*beginners(10, known=True)) is None
