"""Counts agree with their nouns; text is shortened between characters as people see them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth

from explorer.common.text import LONGEST_CHARACTER, count, shorten, without_login

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
PIECES = st.sampled_from(
    ["a", "🇩🇪", FAMILY, "👍🏽", "e\u0301", "中", "한", "स्ते", "ا", "\u0301", "\u200d", "🇩", "…", " "]
)


def test_counts_agree_with_their_nouns() -> None:
    assert [count(number, "account") for number in (0, 1, 1234)] == ["0 accounts", "1 account", "1,234 accounts"]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("", 5, ""),
        ("outlet", 6, "outlet"),
        ("outlets", 6, "outle…"),
        # a flag is two letters and takes two columns
        ("🇩🇪🇫🇷🇬🇧", 6, "🇩🇪🇫🇷🇬🇧"),
        ("🇩🇪🇫🇷🇬🇧", 5, "🇩🇪🇫🇷…"),
        ("🇩🇪🇫🇷🇬🇧", 4, "🇩🇪…"),
        (FAMILY * 3, 5, FAMILY * 2 + "…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("中文字符", 7, "中文字…"),
        ("cafe\u0301s", 4, "caf…"),
        ("cafe\u0301s", 5, "cafe\u0301s"),
        # a letter with more marks than any script has
        ("a" + "\u0301" * 60 + "bc", 3, "a" + "\u0301" * (LONGEST_CHARACTER - 1) + "bc"),
        ("wide", 1, "…"),
    ],
)
def test_text_is_cut_between_characters(text: str, width: int, shown: str) -> None:
    assert shorten(text, width) == shown


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(1, 30))
def test_what_is_left_is_the_beginning_and_fits(text: str, width: int) -> None:
    shown = shorten(text, width)
    parts = list(iter_graphemes(shown))
    assert sum(max(wcswidth(part), 1) for part in parts) <= width
    if shown != text:
        assert shown.endswith("…")
        whole = list(iter_graphemes(text))
        assert shown == "".join(whole[: len(list(iter_graphemes(shown[:-1])))]) + "…"


def test_length_costs_nothing() -> None:
    begin = time.process_time()
    for text in ("🇩🇪" * 10**6, "a" + "\u0301" * 10**7, FAMILY * 10**5, "\u200d" * 10**6):
        assert len(shorten(text, 30)) <= 31 * LONGEST_CHARACTER
    assert time.process_time() - begin < 5


def test_a_login_is_not_printed() -> None:
    assert without_login("bolt://neo4j:hush@h:7687") == "bolt://…@h:7687"
    assert without_login("bolt://h:7687/a@b") == "bolt://h:7687/a@b"
