"""Communities and what their members do together, by hand."""

import numpy as np

from explorer.detect.significance.groups import Group, find_groups
from tests.unit.detect.significance.examples import HOUR, SECOND, Act, co_actions_of, make_described


def acts_of(members: str, objects: range, *, moment: int = 0) -> list[Act]:
    """On each object, the members act a second apart."""
    return [
        (account, f"o{n:02}", n * HOUR + moment + SECOND * place)
        for n in objects
        for place, account in enumerate(members)
    ]


def test_communities_are_groups_with_their_common_actions() -> None:
    acts = [
        *acts_of("abc", range(6)),
        *acts_of("de", range(4, 9), moment=1_800_000),  # the same objects, half an hour later
        ("a", "o20", 0),  # on its own
        ("a", "o21", 21 * HOUR),
        ("d", "o21", 21 * HOUR),  # once with the other community, which is no edge
    ]
    events = make_described(acts)
    co_actions = co_actions_of(events)
    first, second = find_groups(co_actions)
    names = events.accounts.to_list()
    assert [[names[code] for code in group.members] for group in (first, second)] == [["a", "b", "c"], ["d", "e"]]
    edges = co_actions.edges
    for group, pairs in ((first, {"ab", "ac", "bc"}), (second, {"de"})):
        ends = zip(edges.source[group.edges], edges.target[group.edges], strict=True)
        assert {names[u] + names[v] for u, v in ends} == pairs
    assert [events.objects[int(o)] for o in first.objects] == [f"o{n:02}" for n in range(6)]
    assert [events.objects[int(o)] for o in second.objects] == [f"o{n:02}" for n in range(4, 9)]
    assert (first.count.tolist(), second.count.tolist()) == ([3] * 6, [2] * 5)
    for group in (first, second):
        places = list(zip(events.object[group.position], events.time[group.position], strict=True))
        assert places == sorted(places)
        assert np.isin(events.account[group.position], group.members).all()
        assert events.object[group.position].tolist() == np.repeat(group.objects, group.count).tolist()


def test_two_moments_on_one_object_count_together() -> None:
    # a and b act at once, c and d ten minutes later, on each of the objects they all share; on others a and c, b and d
    acts = [
        *acts_of("ab", range(4)),
        *acts_of("cd", range(4), moment=600_000),
        *acts_of("abcd", range(10, 16)),
    ]
    (group,) = find_groups(co_actions_of(make_described(acts)))
    assert group.count.tolist() == [4] * 10


def group_of(*count: int) -> Group:
    nothing = np.empty(0, np.int64)
    return Group(nothing, nothing, nothing, np.arange(len(count), dtype=np.uint32), np.array(count))


def test_the_typical_number_of_members_is_that_in_whose_company_a_member_acts() -> None:
    assert group_of(3, 3, 3).typical == 3
    # 100 of 110 events are among ten, and 10 among two
    assert group_of(*[10] * 10, *[2] * 5).typical == (100 * 10 + 10 * 2) / 110


def test_objects_with_few_of_the_members_are_not_main() -> None:
    # typical: (2 * 40 ** 2 + 9 ** 2 + 10 ** 2 + 2 ** 2) / 101 = 33.5, of which a quarter is 8.4
    assert group_of(40, 8, 40, 9, 2).main.tolist() == [True, False, True, True, False]
    assert group_of(2, 3, 2).main.all()


def test_no_edges_are_no_group() -> None:
    assert find_groups(co_actions_of(make_described([]))) == []
    assert find_groups(co_actions_of(make_described([("a", "x", 0), ("b", "x", 0)]))) == []
