"""Texts as objects: what is taken away and what stays, in any script, and hostile input."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explorer.detect.signals.texts import extract_hashtags, normalise_tag, normalise_text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Good  MORNING, World!", "good morning world"),
        ("good\nmorning — world 🙂 https://t.co/abc @you", "good morning world"),
        ("RT @news@server.example: Straße", "rt strasse"),
        ("#StopTheWar_Now 2024", "stopthewar now 2024"),
        ("he\u200bllo wo\u00adrld", "hello world"),
        ("ＧＯＯＤ ﬁne", "good fine"),
        ("हिन्दी में", "हिन्दी में"),
        ("你好，世界！", "你好 世界"),
        ("cafe\u0301", "café"),
        ("🙂 @a http://b.example", ""),
        ("a@b.example", "a b example"),
    ],
)
def test_what_stays(text: str, normal: str) -> None:
    assert normalise_text(text) == normal


@given(st.text())
@example("a\u200d\u0301")  # a mark that meets its letter when what parted them is gone
@example("ͅ\u0301")
@example("ｈｔｔｐ://x")
@example("\ud800")
def test_the_outcome_is_normal(text: str) -> None:
    normal = normalise_text(text)
    assert normalise_text(normal) == normal
    assert all(c == " " or unicodedata.category(c)[0] in "LMN" for c in normal)
    assert normal == normal.strip()
    assert "  " not in normal


@given(st.text(max_size=40))
def test_case_spaces_links_and_mentions_do_not_count(text: str) -> None:
    assert normalise_text(f"@a  {text}\t https://x.example/y") == normalise_text(f" {text} ")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#A then #b, and #C_1!", ("a", "b", "c_1")),
        ("＃Ärger #ärger", ("ärger", "ärger")),
        ("#1 is no tag, #1st is", ("1st",)),
        ("https://a.example/#part a#b &#39; #", ()),
        ("#a,#b;#c", ("a", "b", "c")),
        ("#हिन्दी #中文", ("हिन्दी", "中文")),
    ],
)
def test_hashtags_in_their_order(text: str, tags: tuple[str, ...]) -> None:
    assert extract_hashtags(text) == tags


@given(st.text())
def test_tags_are_normal(text: str) -> None:
    tag = normalise_tag(text)
    assert normalise_tag(tag) == tag or not tag.isascii()
    assert all(normalise_tag(tag) for tag in extract_hashtags(text))


def test_tags_of_tables_and_of_texts_are_one() -> None:
    assert normalise_tag("#ＳtopＴheWar") == "stopthewar" == extract_hashtags("#StopTheWar")[0]
