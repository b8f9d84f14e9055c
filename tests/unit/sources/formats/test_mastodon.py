import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.reading import Whole, detect_and_read, jsonl_sample, read_all, write

ACCOUNT: dict[str, Any] = {
    "id": "7",
    "acct": "cgtn",
    "uri": "https://a.example/users/cgtn",
    "url": "https://a.example/@cgtn",
    "display_name": "CGTN",
    "note": "<p>News</p>",
    "created_at": "2012-10-10T00:00:00.000Z",
    "followers_count": 5,
    "following_count": 2,
}
ADA = {"id": "9", "acct": "ada@b.example", "uri": "https://b.example/users/ada", "url": "https://b.example/@ada"}
ORIGINAL: dict[str, Any] = {
    "id": "100",
    "uri": "https://a.example/users/cgtn/statuses/100",
    "created_at": "2021-03-01T10:00:00.000Z",
    "account": ACCOUNT,
    "content": '<p>hello &amp; <a href="https://a.b/c?x=1&amp;y=2" rel="nofollow"><span>a.b</span></a><br>'
    '<a href="https://a.example/tags/news" class="mention hashtag">#<span>News</span></a></p><p>end</p>',
    "language": "en",
    "favourites_count": 3,
    "replies_count": 1,
    "reblogs_count": 4,
    "edited_at": None,
    "reblog": None,
    "in_reply_to_id": None,
    "tags": [{"name": "News", "url": "https://a.example/tags/news"}],
    "card": {"url": "https://d.e/f"},
}
BOOST: dict[str, Any] = {
    "id": "101",
    "uri": "https://b.example/users/ada/statuses/5/activity",
    "created_at": "2021-03-01T10:00:21.000Z",
    "account": ADA,
    "content": "<p>hello</p>",
    "reblog": ORIGINAL,
}


def whole(path: Path, *lines: object, batch_rows: int = 50, platform: str = "mastodon") -> Whole:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return read_all(write(path / "statuses.jsonl", texts), platform=platform, batch_rows=batch_rows)


FORMS: dict[str, list[object]] = {
    "search": [{"accounts": [], "statuses": [BOOST, ORIGINAL], "hashtags": []}],
    "context": [{"ancestors": [BOOST], "descendants": [ORIGINAL]}],
    "array of searches": [[{"statuses": [BOOST]}, {"statuses": [ORIGINAL]}]],
    "lines": [BOOST, ORIGINAL],
    "page": [[BOOST, ORIGINAL]],
    "stream": [{"event": "update", "payload": json.dumps(one)} for one in (BOOST, ORIGINAL)],
}

SEARCH = {"accounts": [], "statuses": [BOOST, ORIGINAL], "hashtags": []}
SAMPLES = {"mastodon": jsonl_sample(BOOST, ORIGINAL, SEARCH)}


@pytest.mark.parametrize("form", FORMS)
def test_boosts_and_statuses(tmp_path: Path, form: str) -> None:
    read = whole(tmp_path, *FORMS[form])
    assert (read.format, read.rejects.height) == ("mastodon", 0)
    assert read.tables["retweets"].rows() == [
        (
            "mastodon",
            BOOST["uri"],
            ADA["uri"],
            ORIGINAL["uri"],
            ACCOUNT["uri"],
            datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC),
        )
    ]
    told = ("post_id", "author_id", "text", "language", "likes", "replies", "reposts")
    assert read.tables["posts"].select(told).rows() == [
        (ORIGINAL["uri"], ACCOUNT["uri"], "hello & a.b\n#News\n\nend", "en", 3, 1, 4)
    ]


def test_embedded_accounts_and_posts_are_extracted(tmp_path: Path) -> None:
    (batch,) = detect_and_read(write(tmp_path / "a.jsonl", [json.dumps(BOOST)]))
    learnt = {table.name: rows for table, rows in batch.embedded}
    assert learnt["accounts"].select("account_id", "handle", "bio", "followers").rows() == [
        (ADA["uri"], "ada@b.example", None, None),
        (ACCOUNT["uri"], "cgtn@a.example", "News", 5),
    ]
    assert learnt["posts"]["post_id"].to_list() == [ORIGINAL["uri"]]
    assert learnt["links"]["url"].to_list() == ["https://a.b/c?x=1&y=2", "https://d.e/f"]
    assert learnt["hashtags"]["tag"].to_list() == ["news"]


def test_replies_are_connected_only_within_a_page(tmp_path: Path) -> None:
    reply = ORIGINAL | {"id": "102", "uri": "https://a.example/2", "in_reply_to_id": "100", "account": ADA}
    to_itself = ORIGINAL | {
        "id": "103",
        "uri": "https://a.example/3",
        "in_reply_to_id": "1",
        "in_reply_to_account_id": "7",
    }
    read = whole(tmp_path, [ORIGINAL, reply], reply | {"uri": "https://a.example/4"}, to_itself)
    assert read.rows.select("reply_to_id", "reply_to_author_id").rows() == [
        (None, None),
        (ORIGINAL["uri"], ACCOUNT["uri"]),
        (None, None),
        (None, ACCOUNT["uri"]),
    ]


def test_quotes_in_both_layouts(tmp_path: Path) -> None:
    quote = ORIGINAL | {"uri": "https://a.example/5", "quote": {"state": "accepted", "quoted_status": ORIGINAL}}
    foreign = ORIGINAL | {"uri": "https://a.example/6", "quote": "https://elsewhere.example/1"}
    read = whole(tmp_path, quote, foreign)
    assert read.rows.select("quoted_id", "quoted_author_id").rows() == [
        (ORIGINAL["uri"], ACCOUNT["uri"]),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("account", "identifier"),
    [
        ({"uri": "u", "url": "v", "acct": "a@b"}, "u"),
        ({"url": "v", "acct": "a@b"}, "v"),
        ({"acct": "a@b"}, "@a@b"),
    ],
)
def test_account_ids_are_valid_on_every_instance(tmp_path: Path, account: object, identifier: str) -> None:
    assert whole(tmp_path, BOOST | {"account": account}).rows["account_id"].to_list() == [identifier]


@pytest.mark.parametrize("batch_rows", [1, 50])
def test_every_line_is_accepted_or_rejected(tmp_path: Path, batch_rows: int) -> None:
    read = whole(
        tmp_path,
        BOOST,
        {"event": "delete", "payload": "100"},
        '{"id": ',
        "",
        BOOST | {"account": {"acct": "local"}},
        ORIGINAL | {"created_at": "soon"},
        BOOST | {"reblog": ORIGINAL | {"uri": None}},
        {"error": "Too many requests"},
        [ORIGINAL, ORIGINAL | {"favourites_count": 10**40}],
        batch_rows=batch_rows,
    )
    assert (read.rows_read, {name: rows.height for name, rows in read.tables.items()}) == (
        9,
        {"posts": 1, "retweets": 1},
    )
    reasons = dict(read.reasons)
    assert sorted(reasons) == [2, 3, 5, 6, 7, 8, 9]
    assert reasons[2] == "not a status (delete)"
    assert reasons[3].startswith("unreadable JSON")
    assert reasons[5] == "account_id is missing"
    assert reasons[6] == "unreadable time 'soon'"
    assert reasons[7] == "a boost of a status without a URI"
    assert "account" in reasons[8]
    assert reasons[9].startswith("likes '1000")


def test_a_page_longer_than_the_sample_is_recognised(tmp_path: Path) -> None:
    page = [ORIGINAL | {"uri": f"https://a.example/{number}", "content": "x" * 1000} for number in range(200)]
    read = whole(tmp_path, page)
    assert (read.format, read.rows_read, read.rejects.height) == ("mastodon", 200, 0)


TRUTH = {
    "id": "110",
    "created_at": "2023-03-01T10:00:21.000Z",
    "content": "RT",
    "uri": "https://truthsocial.com/@ada/110",
    "account": {"id": "9", "acct": "ada", "url": "https://truthsocial.com/@ada"},
    "reblog": ORIGINAL | {"account": {"id": "7", "acct": "cgtn", "url": "https://truthsocial.com/@cgtn"}},
}
QUOTE = TRUTH | {
    "id": "111",
    "reblog": None,
    "in_reply_to_id": "5",
    "in_reply_to_account_id": "6",
    "quote_id": "100",
    "quote": TRUTH["reblog"],
}


SAMPLES["truth"] = jsonl_sample(TRUTH, QUOTE)


@pytest.mark.parametrize("form", ["api", "page", "4cat", "zeeschuimer"])
def test_truth_social_uses_its_own_ids(tmp_path: Path, form: str) -> None:
    lines: list[object] = [TRUTH, QUOTE]
    if form == "page":
        lines = [lines]
    elif form == "4cat":
        lines = [one | {"__import_meta": {"source_platform": "truthsocial.com"}} for one in (TRUTH, QUOTE)]
    elif form == "zeeschuimer":
        lines = [{"item_id": "1", "source_platform": "truthsocial.com", "data": one} for one in lines]
    read = whole(tmp_path, *lines, platform="truth")
    assert read.format == "truth"
    at = datetime(2023, 3, 1, 10, 0, 21, tzinfo=UTC)
    assert read.tables["retweets"].rows() == [("truth", "110", "9", "100", "7", at)]
    ties = ("post_id", "reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id")
    assert read.tables["posts"].select(ties).rows() == [("111", "5", "6", "100", "7")]


def test_only_one_format_matches(tmp_path: Path) -> None:
    linking = ORIGINAL | {"card": {"url": "https://truthsocial.com/@ada"}}
    lines: dict[str, list[list[object]]] = {
        "mastodon": [*FORMS.values(), [linking]],
        "truth": [[TRUTH], [[TRUTH]]],
    }
    for name, forms in lines.items():
        for form in forms:
            file = InputFile.open(write(tmp_path / "a.jsonl", [json.dumps(line) for line in form]))
            assert [other for other, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == [name]


@pytest.mark.parametrize("indent", [None, 1])
def test_searches_over_many_lines_and_notices(tmp_path: Path, indent: int | None) -> None:
    account = ACCOUNT | {"id": "8", "uri": "https://a.example/users/other"}
    answer = SEARCH | {"accounts": [account], "hashtags": [{"name": "news", "url": "https://a.example/tags/news"}]}
    read = whole(tmp_path, '{"error": "Too many requests"}', json.dumps(answer, indent=indent))
    assert (read.format, read.rows_read) == ("mastodon", 5)
    # an account alone, and the accounts of the two statuses
    assert read.tables["accounts"].select("account_id", "handle", "followers").rows() == [
        ("https://a.example/users/other", "cgtn@a.example", 5)
    ]
    assert read.reasons[1][1] == "a hashtag, not a status"


@pytest.mark.parametrize(
    ("account", "name"), [(ACCOUNT, "mastodon"), (ACCOUNT | {"url": "https://truthsocial.com/@a"}, "truth")]
)
def test_accounts_that_boosted_a_status_are_accounts(tmp_path: Path, account: dict[str, Any], name: str) -> None:
    read = whole(tmp_path, [account, account | {"id": "8", "uri": "https://a.example/users/b"}], platform=name)
    assert read.format == name
    ids = ["7", "8"] if name == "truth" else [ACCOUNT["uri"], "https://a.example/users/b"]
    assert read.rows["account_id"].to_list() == ids


def test_answers_without_statuses_and_notifications(tmp_path: Path) -> None:
    assert whole(tmp_path, {"ancestors": [], "descendants": []}).format == "mastodon"
    notification = {
        "id": "1",
        "type": "reblog",
        "created_at": ORIGINAL["created_at"],
        "account": ADA,
        "status": ORIGINAL,
    }
    assert whole(tmp_path, ORIGINAL, notification).reasons == [(2, "a notification, not a status")]
    assert whole(tmp_path, [notification]).format == "mastodon"


def test_replies_in_the_context_of_a_status_are_connected(tmp_path: Path) -> None:
    reply = ORIGINAL | {"id": "102", "uri": "https://a.example/2", "in_reply_to_id": "100", "account": ADA}
    read = whole(tmp_path, {"ancestors": [ORIGINAL], "descendants": [reply]})
    assert read.rows["reply_to_author_id"].to_list() == [None, ACCOUNT["uri"]]


def test_a_case_of_an_endless_tag() -> None:
    read = read_all(Path("tests/data/cases/mast20000.jsonl"))
    assert (read.format, read.rows_read, read.rejects.height) == ("mastodon", 2, 0)
    texts = read.tables["posts"]["text"].to_list()
    assert texts[0] == "ok"
    assert len(texts[1]) == 20_001


def test_character_references_of_any_length_are_text(tmp_path: Path) -> None:
    read = whole(tmp_path, ORIGINAL | {"content": f"<p>a&#38;b&#{9:0>5000};c&#x41;</p>"})
    assert read.tables["posts"]["text"].to_list() == ["a&b\ufffdcA"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/ abpr=\"'&;#x3https:."), max_size=60))
def test_arbitrary_content_does_not_raise(tmp_path: Path, content: str) -> None:
    assert whole(tmp_path, ORIGINAL | {"content": content}).rows_read == 1
