import pytest

from explorer.sources.column_values import Look, look_of


@pytest.mark.parametrize(
    ("values", "look"),
    [
        (["2021-03-01T10:00:00Z", "2021-03-02 10:00"], Look.TIMES),
        (["01.03.2021 10:00", "3/1/2021"], Look.TIMES),
        (["Wed Oct 10 20:19:24 +0000 2018"], Look.TIMES),
        (["1614594030", "1614594031.5"], Look.UNIX_TIMES),
        (["1614594030123"], Look.UNIX_TIMES),
        (["10:00:01", "9:30 PM"], Look.CLOCKS),
        (["1366394512345678901", "136639451234567890.0"], Look.LONG_IDS),
        (["1.36639E+18"], Look.LONG_IDS),
        (["7", "12.5", "1,234"], Look.NUMBERS),
        (["@ada", "@bea@example.org"], Look.HANDLES),
        (["did:plc:abc", "at://did:plc:abc/app.bsky.feed.post/1"], Look.ADDRESSES),
        (["https://example.org/a"], Look.LINKS),
        (["#a", "#b #c"], Look.HASHTAGS),
        (["hello there", "one two three"], Look.TEXT),
        (["a text", "word", "another text"], Look.TEXT),
        (["ada", "bea_1"], Look.WORDS),
        # one odd value in five does not decide
        (["@a", "@b", "@c", "@d", "e"], Look.HANDLES),
        (["@a", "@b", "5"], Look.WORDS),
        ([" ", None, "NA"], None),
        ([], None),
    ],
)
def test_most_values_decide(values: list[str | None], look: Look | None) -> None:
    assert look_of(values) is look
