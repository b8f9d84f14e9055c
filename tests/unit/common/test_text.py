"""Counts agree with their nouns; text is shortened between characters as people see them, and hides nothing."""

import json
import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth

from explorer.common.text import (
    LONGEST_CHARACTER,
    UNENCODABLE,
    count,
    one_line,
    printable,
    shorten,
    squeeze,
    without_login,
)

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
PIECES = st.sampled_from(
    ["a", "🇩🇪", FAMILY, "👍🏽", "e\u0301", "中", "한", "स्ते", "ا", "\u0301", "\u200d", "🇩", "…", " "]
)


PAYLOADS = {
    "\x1b]52;c;ZXZpbA==\x07": r"\u001b]52;c;ZXZpbA==\u0007",
    "\x9b2J": r"\u009b2J",
    "a\u202eb\u2066c\u200fd\u061ce": r"a\u202eb\u2066c\u200fd\u061ce",
    "cg\u200btn\u200d\ufeff\xad": r"cg\u200btn\u200d\ufeff\u00ad",
    "a\u2028b\u2029c\x85d\x7f": r"a\u2028b\u2029c\u0085d\u007f",
    "\U000e0041\u3164\u115f\ufe0e\U000e0100": "\\udb40\\udc41\\u3164\\u115f\ufe0e\\udb40\\udd00",
    "\ue000\udc80\r\tx": r"\ue000\udc80\r\tx",
}


def test_squeezed_text_is_on_one_line() -> None:
    assert squeeze(" a\r\n\tb\u2028 \x1b[2J\u202ec ") == r"a b\u2028 \u001b[2J\u202ec"


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


@pytest.mark.parametrize("text", PAYLOADS)
def test_controls_and_invisible_characters_are_visible(text: str) -> None:
    assert printable(text) == PAYLOADS[text]


@pytest.mark.parametrize(
    "text", ["", "Ünï", "中文 ｱ", "نص", "e\u0301", "❤\ufe0f👍🏽", "a\xa0b\u3000c", r"\u001b", "a\nb", "\U0001fae8"]
)
def test_other_texts_stay(text: str) -> None:
    assert printable(text) == text


def test_no_character_of_a_hidden_kind_is_printed() -> None:
    new_emoji = range(0x1F000, 0x1FB00)
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and code not in new_emoji:
            assert printable(character, keep="").isascii(), hex(code)


@given(st.text(st.characters()) | st.text('\x1b\x9b\u202e\U000e0041"\\\n\r\tü'))
def test_json_stays_json_and_a_text_stays_one_line(text: str) -> None:
    document = printable(json.dumps({text: [text]}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {text: [text]}
    assert printable(document) == document
    assert not set(one_line(text)) & set("\n\r\t\v\f")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_what_an_encoding_lacks_is_escaped(encoding: str) -> None:
    text = "a\udcff中😀\x1b"
    written = json.dumps(text, ensure_ascii=False).encode(encoding, UNENCODABLE).decode(encoding)
    assert json.loads(written) == text
