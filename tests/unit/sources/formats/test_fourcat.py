"""4CAT's CSV exports of all years: columns as in 4CAT's history, with hand-made expected results."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from explorer.common.errors import InputError
from tests.unit.sources.reading import table

AT = datetime(2021, 3, 1, 10, 0, 7, tzinfo=UTC)
NAME = "t.csv"

# October 2019 to March 2022: the chat is called search_entity
TELEGRAM_2019 = {
    "id": "77",
    "thread_id": "1234",
    "search_entity": "rt_russian",
    "author": "1001",
    "author_name": "RT",
    "author_is_bot": "False",
    "author_forwarded_from": "2002",
    "subject": "",
    "body": "forwarded",
    "reply_to": "70",
    "timestamp": "1614592807",
}
TELEGRAM_2022 = {
    "id": "77",
    "thread_id": "rt_russian",
    "chat": "rt_russian",
    "author": "1001",
    "body": "forwarded",
    "reply_to": "70",
    "timestamp": "2021-03-01 10:00:07",
    "unix_timestamp": "1614592807",
    "author_forwarded_from_name": "Source",
    "author_forwarded_from_username": "source",
}
TELEGRAM_2025 = TELEGRAM_2022 | {"id": "rt_russian-77", "author_forwarded_from_id": "2002", "reply_to": "rt_russian-70"}
# the first weeks of 2021
TWITTER_2021 = {
    "id": "5",
    "thread_id": "5",
    "timestamp": "1614592807",
    "subject": "",
    "body": "RT @XHNews: hello",
    "author": "Reader",
    "author_fullname": "A reader",
    "author_id": "20",
}
BLUESKY = {
    "id": "at://did:plc:a/app.bsky.feed.post/1",
    "author": "a.bsky.social",
    "author_id": "did:plc:a",
    "body": "hi",
    "timestamp": "2021-03-01 10:00:07",
    "replied_to_user": "did:plc:b",
    "repost_count": "2",
}
TRUTH = {
    "id": "1",
    "thread_id": "1",
    "timestamp": "2021-03-01 10:00:07",
    "body": "hi",
    "account_id": "9",
    "account_username": "someone",
    "account_display_name": "Some One",
    "hashtags": "News,china",
}


@pytest.mark.parametrize(
    ("row", "source"),
    [(TELEGRAM_2019, "2002"), (TELEGRAM_2022, "@source"), (TELEGRAM_2025, "2002")],
    ids=["2019", "2022", "2025"],
)
def test_telegram_exports_of_all_years(tmp_path: Path, row: dict[str, str], source: str) -> None:
    post = {name: "" if "forwarded" in name else value for name, value in row.items()}
    whole = table(tmp_path / NAME, row, post | {"id": row["id"].replace("77", "78")})
    assert (whole.format, whole.rejects.height) == ("4cat-telegram", 0)
    assert whole.tables["retweets"].select("retweet_id", "account_id", "author_id", "retweeted_at").rows() == [
        ("rt_russian-77", "1001", source, AT)
    ]
    assert whole.tables["posts"].select("post_id", "author_id", "reply_to_id").rows() == [
        ("rt_russian-78", "1001", "rt_russian-70")
    ]


@pytest.mark.parametrize(
    ("forwarded", "source"),
    [("PeerChannel(channel_id=2002)", "2002"), ("PeerUser(user_id=7)", "7"), ("Ada Lovelace", None)],
)
def test_sources_of_early_telegram_exports(tmp_path: Path, forwarded: str, source: str | None) -> None:
    whole = table(tmp_path / NAME, TELEGRAM_2019 | {"author_forwarded_from": forwarded})
    if source is None:
        assert whole.reasons == [(2, "the message was forwarded from a hidden account")]
    else:
        assert whole.rows["author_id"].to_list() == [source]


def test_a_telegram_export_without_times_is_refused(tmp_path: Path) -> None:
    timeless = {name: value for name, value in TELEGRAM_2022.items() if "timestamp" not in name}
    with pytest.raises(InputError, match="lacks unix_timestamp or timestamp"):
        table(tmp_path / NAME, timeless)


def test_the_first_twitter_exports_show_retweets_only_in_the_text(tmp_path: Path) -> None:
    whole = table(tmp_path / NAME, TWITTER_2021, TWITTER_2021 | {"id": "6", "body": "mine"})
    assert whole.format == "4cat-twitter"
    assert whole.tables["retweets"].select("retweet_id", "author_id", "retweeted_at").rows() == [("5", "@XHNews", AT)]
    assert whole.tables["posts"]["post_id"].to_list() == ["6"]


def test_bluesky_and_truth_social_need_only_who_what_and_when(tmp_path: Path) -> None:
    whole = table(tmp_path / NAME, BLUESKY)
    assert whole.format == "4cat-bluesky"
    assert whole.rows.select("author_id", "created_at", "reply_to_author_id").rows() == [("did:plc:a", AT, "did:plc:b")]
    whole = table(tmp_path / NAME, TRUTH)
    assert whole.format == "4cat-truth"
    assert whole.rows.select("author_id", "created_at").rows() == [("9", AT)]
