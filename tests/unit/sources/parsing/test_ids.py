import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.sources.parsing.ids import parse_ids


def one(text: str, name: str = "post_id", platform: str = "x") -> tuple[str | None, str | None]:
    parsed = parse_ids(name, pl.Series([text]), pl.Series([platform]))
    return parsed.ids[0], None if parsed.problem is None else parsed.problem[0]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        # pandas, for a column of ids with missing values: exact below 2^53 = 9007199254740992
        ("44196397.0", "44196397"),
        ("12.", "12"),
        ("12,0", "12"),
        ("9007199254740991.0", "9007199254740991"),
        # spreadsheets, to keep a number as text
        ('="900"', "900"),
        ("=900", "900"),
        ("'900", "900"),
        ("900\t", "900"),
        ("\u2018900\u2019", "900"),
        ('"900"', "900"),
        ('900"', "900"),
        # programs that keep spreadsheets from changing ids, and Python's notation of bytes
        ("ID_900", "900"),
        ("id_900", "900"),
        ("ID: 900", "900"),
        ("b'900'", "900"),
        ("x1294030472427835393", "1294030472427835393"),
        ("+900", "900"),
        # separators of thousands, while a spreadsheet keeps all digits
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234", "1234"),
        ("1\u202f234\u202f567", "1234567"),
        ("1'234'567", "1234567"),
        ("123,456,789,012,345", "123456789012345"),
        # invisible characters of web pages, and full-width digits of East Asian keyboards
        ("\u00a0900\u200b", "900"),
        ("\ufeff9\u206000", "900"),
        ("\uff19\uff10\uff10", "900"),
        ("https://x.com/u/status/900", "900"),
        ("https://twitter.com/i/web/status/900?s=20", "900"),
        ("http://mobile.twitter.com/u/statuses/900/photo/1", "900"),
        # text as it is
        *((text, text) for text in ("007", "-1001234", "1e10", "1.5", "a0", "x12", "did:plc:a", "at://did:plc:a/b/c")),
        *((text, text) for text in ("_jack", "i'", "id_a", "abc\uff19", "http://example.org/status/900")),
    ],
)
def test_notations_of_the_same_id_are_read(text: str, id_: str) -> None:
    assert one(text) == (id_, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("9007199254740992.0", "was stored as a decimal number, which loses digits; export ids as text"),
        ("1.32E+18", "was rounded by a spreadsheet; export ids as text"),
        ("1,32E+18", "was rounded by a spreadsheet; export ids as text"),
        ("1,234,567,890,123,450", "has lost digits in a spreadsheet; export ids as text"),
        ("1.234", "can be a whole number or a fraction; export ids as text"),
        ("1,000", "can be a whole number or a fraction; export ids as text"),
        ("#REF!", "is an error in a spreadsheet; correct the cell"),
        ("########", "is an error in a spreadsheet; correct the cell"),
        ("=A1&B1", "is a formula of a spreadsheet; save its value as text"),
        ("TRUE", "is a Boolean value, not an id"),
        ("[44]", "is a list, not an id"),
        ("{}", "is a list, not an id"),
        ("['44', '45']", "is a list, not an id"),
        ("44,45", "is a list, not an id"),
        ("44; 45", "is a list, not an id"),
        ("-9223372036854775808", "is how pandas stores a missing value as an integer"),
        ("\u0669\u0660\u0660", "has digits other than 0 to 9"),
        ("https://x.com/CGTNOfficial", "is an address that does not contain the id of a post"),
    ],
)
def test_values_that_do_not_show_the_id_are_unusable(text: str, problem: str) -> None:
    assert one(text) == (None, f"post_id {text} {problem}")


@pytest.mark.parametrize("text", ["0", "-1"])
def test_numbers_that_mean_no_reply_are_no_posts(text: str) -> None:
    # otherwise all posts of such a file would reply to the same post
    for name in ("reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id"):
        assert one(text, name) == (None, f"{name} {text} is how some programs write that there is none")
    assert one(text) == (text, None)


def test_missing_values() -> None:
    for text in ("", " ", "NA", "<NA>", "NaT", "\\N", "None", '=""', '"NA"'):
        assert one(text) == (None, None)


def test_addresses_of_accounts_are_read_as_accounts() -> None:
    assert one("https://twitter.com/CGTNOfficial", "author_id") == ("@CGTNOfficial", None)
    assert one("https://x.com/i/user/44196397", "author_id") == ("44196397", None)
    address = "https://x.com/u/status/900"
    assert one(address, "author_id") == (None, f"author_id {address} is an address that does not contain the account")
    # on other platforms, addresses can be ids
    assert one(address, platform="mastodon") == (address, None)


def test_changed_values_are_counted() -> None:
    parsed = parse_ids("post_id", pl.Series(["900", " 901", '="902"', "ID_903", "1.3E+18"]), None)
    assert parsed.ids.to_list() == ["900", "901", "902", "903", None]
    assert parsed.changed == (2, '="902" as 902')


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=20), st.from_regex(r"[=\"'+x]*[0-9][0-9.,eE]{0,6}", fullmatch=True))))
def test_a_value_is_read_independently_of_other_rows(texts: list[str]) -> None:
    together = parse_ids("post_id", pl.Series(texts, dtype=pl.String), None)
    alone = [parse_ids("post_id", pl.Series([text]), None) for text in texts]
    assert together.ids.to_list() == [parsed.ids[0] for parsed in alone]
    problems = together.problem.to_list() if together.problem is not None else [None] * len(texts)
    assert problems == [None if parsed.problem is None else parsed.problem[0] for parsed in alone]


@settings(deadline=None)
@given(st.integers(0, 2**53 - 1))
def test_whole_floats_keep_their_digits(number: int) -> None:
    assert one(f"{float(number):.1f}") == (str(number), None)
