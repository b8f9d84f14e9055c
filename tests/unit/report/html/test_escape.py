"""Nothing that accounts wrote gets out of the place where the page puts it."""

import base64
import hashlib
import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from explorer.common.errors import InputError
from explorer.report.html.escape import embed_json, inline, policy, safe_link, safe_svg

# what HTML could take for more than text, in many combinations
NASTY = st.lists(
    st.sampled_from(["</script>", "<!--", "-->", "]]>", "&lt;", *"<>&'\"\\é\n\x00\u2028\u2029\ud800"])
    | st.text(max_size=3)
).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NASTY,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NASTY, inner, max_size=4),
    max_leaves=12,
)


class Reader(HTMLParser):
    """Collects what a page holds."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


@given(VALUES)
def test_embedded_data_reads_back_equal(value: Any) -> None:
    assert json.loads(embed_json(value)) == value


@given(VALUES)
def test_embedded_data_hold_no_character_that_html_or_scripts_know(value: Any) -> None:
    text = embed_json(value)
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", text)
    text.encode("utf-8")
    page = Reader(f'<p><script type="application/json">{text}</script><b>after</b></p>')
    assert [name for name, _ in page.elements] == ["p", "script", "b"]
    assert page.texts == [str(text), "after"]
    assert page.comments == []


def test_times_are_embedded_as_text() -> None:
    moment = datetime(2021, 1, 1, 10, tzinfo=UTC)
    assert embed_json([moment, date(2021, 1, 2)]) == '["2021-01-01T10:00:00+00:00","2021-01-02"]'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_no_browser_reads_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        embed_json([value])


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON for set"):
        embed_json({1})


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c&d=%22#e", "http://example.org", "HTTPS://EXAMPLE.ORG/", "https://例え.jp/ü"]
)
def test_addresses_of_the_web_are_linked_as_they_are(url: str) -> None:
    assert safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "example.org", "//example.org", "/path", "#part", "https:", "https://", "https:///path",
        "https:path",        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:a",        "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
        "blob:https://a/b", "ftp://a/b",
        "https://exa\nmple.org", "https://example.org/\u202egpj.exe", "https://example.org/\x00", "https://a b/",
        "https://bbc.co.uk@evil.example/", "https://bbc.co.uk:x@evil.example/", "https:\\\\evil.example",
        "https://[::1",
        "https://a\\@evil.example/", "view-source:https://a/",
    ],
)  # fmt: skip
def test_every_other_address_is_not(url: str | None) -> None:
    assert safe_link(url) is None


@given(st.text() | st.tuples(st.sampled_from(["https://", "javascript:", "http:", "data:"]), NASTY).map("".join))
def test_whatever_is_linked_begins_as_a_web_address_and_hides_nothing(url: str) -> None:
    linked = safe_link(url)
    assert linked is None or re.match(r"(?i)https?://[^\s@/\\]", linked)


FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-labelledby="t">'
    '<title id="t">Title</title>'
    '<defs><clipPath id="clip0"><rect width="9" height="9"/></clipPath></defs>'
    '<g clip-path="url(#clip0)"><path d="M0,0L9,9" stroke="#123456" aria-label="{}"/>'
    '<text fill="currentColor">{}</text>'
    "</g></svg>"
)  # fmt: skip


@given(NASTY)
def test_texts_in_figures_stay_texts(text: str) -> None:
    # as a plotting library has to write it; a character that XML cannot hold at all makes no figure
    allowed = re.sub("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    page = safe_svg(FIGURE.format(Markup.escape(allowed), Markup.escape(allowed)))
    reader = Reader(page)
    assert [name for name, _ in reader.elements] == [
        "svg", "title", "defs", "clippath", "rect", "g", "path", "text"
    ]  # fmt: skip
    assert "".join(reader.texts) == "Title" + allowed
    assert reader.comments == []
    assert not {"onload", "style", "href"} & {name for _, attributes in reader.elements for name in attributes}


def test_a_figure_keeps_its_parts_and_gets_its_own_ids() -> None:
    root = ElementTree.fromstring(safe_svg(FIGURE.format("a", "b")))
    other = ElementTree.fromstring(safe_svg(FIGURE.format("a", "c")))
    assert root.find(".//{*}path").get("d") == "M0,0L9,9"  # type: ignore[union-attr]
    clip, title = root.find(".//{*}clipPath").get("id"), root.find("{*}title").get("id")  # type: ignore[union-attr]
    assert root.find("{*}g").get("clip-path") == f"url(#{clip})"  # type: ignore[union-attr]
    assert root.get("aria-labelledby") == title
    assert other.get("aria-labelledby") != title
    assert safe_svg(FIGURE.format("a", "b")) == safe_svg(FIGURE.format("a", "b"))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>", "<style>*{background:url(https://a)}</style>", "<foreignObject/>", "<image href='x'/>",
        "<a href='https://a'><text>x</text></a>", "<set attributeName='href'/>", "<animate/>", "<g onload='x'/>",
        "<g style='fill:red'/>", "<use href='https://a#b'/>", "<use href='data:x'/>", "<g fill='url(https://a#b)'/>",
        "<g fill='url( #b)'/>", "<g fill='\\75rl(x)'/>", "<g fill='URL(//a)'/>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml'/>",
        "<img xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='x'/>",
        "<g xml:base='https://a'/>", "<g srcdoc='x'/>",
        "<g xmlns:x='http://www.w3.org/1999/xlink' x:href='javascript:x'/>", "<metadata/>", "<filter/>", "<mask/>",
        "<handler xmlns='http://www.w3.org/2001/xml-events'/>", "<g font-family='@import'/>",
    ],
)  # fmt: skip
def test_what_figures_may_not_hold_is_refused(inside: str) -> None:
    with pytest.raises(InputError, match="which the report does not allow"):
        safe_svg(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')


@pytest.mark.parametrize(
    "text",
    [
        "", "text", "<svg/>", "<html/>", '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg">&nbsp;</svg>', "\ud800", '<svg xmlns="http://www.w3.org/2000/svg">\x00</svg>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        '<!doctype svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        safe_svg(text)


def test_comments_and_instructions_are_dropped() -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg"><!-- <b> --><?xml-stylesheet href="https://a"?></svg>'
    assert safe_svg(text) == '<svg xmlns="http://www.w3.org/2000/svg"></svg>'


def test_the_policy_knows_scripts_and_styles_by_their_hashes() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy(["let a = 'é'\n", "b()"], ["p{}"]).split("; "))
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ("let a = 'é'\n", "b()")]
    assert rules["script-src"] == " ".join(f"'sha256-{digest}'" for digest in digests)
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy(["a"], ["b"])
    assert "script-src 'none'; style-src 'none'" in policy([], [])


@pytest.mark.parametrize("text", ["'</script>'", "/* </STYLE */", "<!--", "a\r\nb", "\x00"])
def test_scripts_and_styles_that_would_leave_their_element_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="element"):
        inline(text)
    with pytest.raises(ValueError, match="element"):
        policy([text], [])
