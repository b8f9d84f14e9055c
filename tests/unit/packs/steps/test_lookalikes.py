"""Handles and names that look alike, compared by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.packs.steps.lookalikes import lookalikes

ALL = {"minSimilarity": 0.8, "registryOnly": False, "top": 100}


def row(account: str, handle: str | None, *, name: str | None = None, **about: Any) -> dict[str, Any]:
    return {"account": account, "handle": handle, "name": name, "cluster": None, "operator": None} | about


def pairs(rows: list[dict[str, Any]], **parameters: Any) -> list[tuple[Any, ...]]:
    columns = ("field", "account", "similarAccount", "similarity")
    return [tuple(found[name] for name in columns) for found in lookalikes(rows, ALL | parameters)]


def test_a_member_beside_a_registered_account_comes_first() -> None:
    # globaltimes_news and globaltimesnews are equal but for the mark; global_tlmes has 10 of 11 letters of globaltimes
    rows = [
        row("x:1", "globaltimesnews", cluster=1),
        row("x:2", "GlobalTimes_News", cluster=2),
        row("x:3", "global_tlmes", cluster=2),
        row("x:4", "globaltimes", operator="Global Times"),
        row("x:5", "GlobalTimes1", operator="Global Times"),
    ]
    found = pairs(rows, minSimilarity=0.9)
    assert found == [
        ("handle", "x:3", "x:4", pytest.approx(20 / 22)),
        ("handle", "x:1", "x:2", 1.0),
    ]
    assert pairs(rows, minSimilarity=0.9, registryOnly=True) == found[:1]
    assert pairs(rows, minSimilarity=0.9, top=1) == found[:1]
    # 2 x 11 of 26 letters
    assert ("handle", "x:1", "x:4", pytest.approx(22 / 26)) in pairs(rows)


def test_names_are_compared_as_handles_are() -> None:
    rows = [
        row("x:1", None, name="Liu Xiaoming 刘晓明", cluster=1),
        row("x:2", None, name="liu xiaoming", operator="o"),
    ]
    # 11 of 14 and 11 letters
    assert pairs(rows) == [("name", "x:1", "x:2", pytest.approx(22 / 25))]
    assert pairs([row("x:1", "...", name="", cluster=1), row("x:2", "!!!", name=" ", cluster=1)]) == []


def test_a_common_name_is_not_reported() -> None:
    def crowd(count: int) -> list[dict[str, Any]]:
        return [row(f"x:{number}", None, name="John Smith", cluster=1) for number in range(count)]

    assert len(pairs(crowd(30), top=1_000)) == 30 * 29 / 2
    assert pairs(crowd(31)) == []


def test_a_member_run_by_an_outlet_is_no_lookalike_of_it() -> None:
    rows = [row("x:1", "xinhuanews", cluster=1, operator="Xinhua"), row("x:2", "xinhuanews1", operator="Xinhua")]
    assert pairs(rows) == []
    # nor are two registered accounts, or two that nobody asked for
    assert pairs([row("x:1", "xinhuanews"), row("x:2", "xinhuanews1")]) == []


@given(st.lists(st.tuples(st.text("abc_", max_size=6), st.sampled_from([None, 1]), st.sampled_from([None, "o"]))))
def test_pairs_do_not_depend_on_the_order_of_rows(accounts: list[tuple[str, int | None, str | None]]) -> None:
    rows = [
        row(f"x:{number:03}", text, cluster=cluster, operator=outlet)
        for number, (text, cluster, outlet) in enumerate(accounts)
    ]
    found = lookalikes(rows, ALL)
    assert found == lookalikes(rows[::-1], ALL)
    assert all(0.8 <= pair["similarity"] <= 1 and pair["cluster"] == 1 for pair in found)
