import time

import pytest

from explorer.sources.parsing.markup import addresses_in, hashtags_in, links_in, text_of


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        (None, []),
        ("no link, example.org", []),
        ("see https://example.org/a.", ["https://example.org/a"]),
        ("(see HTTP://example.org/a_(b)), or http://x.y/?q=1#f!", ["HTTP://example.org/a_(b)", "http://x.y/?q=1#f"]),
        (
            "<https://example.org/a>; \u201chttps://b.org\u201d https://c.org/\uff09",
            ["https://example.org/a", "https://b.org", "https://c.org/"],
        ),
        ("https://a.org\nhttps://b.org", ["https://a.org", "https://b.org"]),
    ],
)
def test_links_in_plain_text(text: str | None, addresses: list[str]) -> None:
    assert addresses_in(text) == addresses


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        (None, []),
        ("#News, #\u4e2d\u56fd #2024 #covid19", ["News", "\u4e2d\u56fd", "covid19"]),
        ("a#b https://x.org/#part &#39; ##x", []),
        ("\uff03tag", ["tag"]),
    ],
)
def test_hashtags_in_plain_text(text: str | None, tags: list[str]) -> None:
    assert hashtags_in(text) == tags


def test_html() -> None:
    content = (
        '<p>a &amp; <a href="https://x.org/?a=1&amp;b=2">x</a><br><a class="mention" href="https://y.org">@y</a></p>'
    )
    assert text_of(content) == "a & x\n@y"
    assert list(links_in(content)) == ["https://x.org/?a=1&b=2"]


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<a href='",
        "</p",
        "<![",
        "<!--",
        "&#",
        "<a href=",
        '<a class="',
        "https://",
        "https://a)",
        ")",
        "#",
        "#a",
    ],
)
def test_hostile_text_is_parsed_in_linear_time(piece: str) -> None:
    content = piece * 200_000
    begun = time.perf_counter()
    for text in (content, "href" + content, "https://a" + content):
        text_of(text)
        list(links_in(text))
        addresses_in(text)
        hashtags_in(text)
    assert time.perf_counter() - begun < 5
