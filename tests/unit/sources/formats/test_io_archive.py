import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.sources.formats.io_archive import FIELDS
from explorer.sources.parsing.message_tables import python_list
from tests.unit.sources.reading import csv_sample, detect_and_read, read_all, write

HASH = "mVFaBGnSOHjyBSVWJSPmJYlNfxBv3uJBhuRE0N1m+Uw="
POST = {
    "tweetid": "1366394512345678901",
    "userid": HASH,
    "user_screen_name": HASH,
    "user_display_name": HASH,
    "user_reported_location": "absent",
    "user_profile_description": 'News,\n"daily"',
    "follower_count": "12.0",
    "following_count": "3",
    "account_creation_date": "2018-02-03",
    "tweet_language": "en",
    "tweet_text": "hello\nworld",
    "tweet_time": "2021-03-01 10:20",
    "is_retweet": "False",
    "like_count": "4.0",
    "hashtags": "['China', \"it's\"]",
    "urls": "['https://a.b/c,d']",
    "in_reply_to_userid": "8",
    "in_reply_to_tweetid": "77",
    "quoted_tweet_tweetid": "",
    "retweet_userid": "",
    "retweet_tweetid": "",
}
RETWEET = POST | {
    "tweetid": "2",
    "userid": "1044",
    "user_screen_name": "ada",
    "tweet_text": "RT @news: hel…",
    "is_retweet": "True",
    "hashtags": "[]",
    "urls": "",
    "in_reply_to_userid": "",
    "in_reply_to_tweetid": "",
    "retweet_userid": "7",
    "retweet_tweetid": "66",
}


def file(path: Path, *rows: dict[str, str]) -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return write(path, text.getvalue())


SAMPLES = {"io-archive": csv_sample(POST, RETWEET)}


@pytest.mark.parametrize("turned", [False, True], ids=["columns in order", "columns the other way round"])
@pytest.mark.parametrize("batch_rows", [1, 50])
def test_posts_and_retweets(tmp_path: Path, batch_rows: int, turned: bool) -> None:
    rows = [dict(reversed(row.items())) if turned else row for row in (POST, RETWEET)]
    whole = read_all(file(tmp_path / "archive.csv", *rows), batch_rows=batch_rows)
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("io-archive", 2, 0)
    assert whole.resolution.seconds == 60
    at = datetime(2021, 3, 1, 10, 20, tzinfo=UTC)
    assert whole.tables["retweets"].rows() == [("x", "2", "1044", "66", "7", at)]
    told = ("post_id", "author_id", "created_at", "text", "language", "likes", "reply_to_id", "reply_to_author_id")
    assert whole.tables["posts"].select(told).rows() == [
        ("1366394512345678901", HASH, at, "hello\nworld", "en", 4, "77", "8")
    ]


def test_profiles_are_suspended_and_hashes_are_not_handles(tmp_path: Path) -> None:
    parts = detect_and_read(file(tmp_path / "archive.csv", POST, RETWEET))
    learnt = [(table.name, rows) for part in parts for table, rows in part.embedded]
    profiles = pl.concat(rows for name, rows in learnt if name == "accounts").sort("account_id")
    told = ("account_id", "handle", "location", "bio", "followers", "following", "status", "status_at")
    assert profiles.select(told).rows() == [
        ("1044", "ada", None, 'News,\n"daily"', 12, 3, "suspended", None),
        (HASH, None, None, 'News,\n"daily"', 12, 3, "suspended", None),
    ]
    tags, links = (pl.concat(rows for name, rows in learnt if name == kind) for kind in ("hashtags", "links"))
    assert tags["tag"].to_list() == ["china", "it's"]
    assert links["url"].to_list() == ["https://a.b/c,d"]


def test_a_row_without_a_time_is_rejected(tmp_path: Path) -> None:
    whole = read_all(file(tmp_path / "archive.csv", POST, RETWEET | {"tweet_time": "absent"}))
    assert whole.reasons == [(5, "retweeted_at is missing")]


def test_a_release_of_which_only_some_columns_were_kept(tmp_path: Path) -> None:
    kept = ("tweetid", "userid", "tweet_time", "tweet_text", "is_retweet")
    rows = [{name: row[name] for name in kept} for row in (POST, RETWEET, RETWEET | {"tweet_text": "hello"})]
    whole = read_all(file(tmp_path / "archive.csv", *rows))
    assert whole.format == "io-archive"
    assert whole.tables["retweets"].select("retweet_id", "account_id", "author_id").rows() == [("2", "1044", "@news")]
    assert whole.tables["posts"]["post_id"].to_list() == ["1366394512345678901"]
    assert whole.reasons == [(5, "the retweet names neither the retweeted tweet nor its author")]


def test_tweets_that_do_not_say_what_is_a_retweet_are_refused(tmp_path: Path) -> None:
    row = {name: POST[name] for name in ("tweetid", "userid", "tweet_time", "tweet_text")}
    with pytest.raises(InputError, match="lacks retweet_tweetid or retweet_userid or is_retweet"):
        read_all(file(tmp_path / "archive.csv", row))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("[news, china]", ["news", "china"]),
        ("['a', 'b']", ["a", "b"]),
        ("[]", []),
        ("", []),
        ("['it\\'s']", ["it's"]),
        ("[__import__('os').system('true')]", ["__import__('os').system('true')"]),
        ("['x'", ["x"]),
    ],
)
def test_lists_are_parsed_as_text(text: str, items: list[str]) -> None:
    frame = pl.DataFrame({"urls": [text]})
    assert frame.select(python_list("urls"))["urls"].to_list() == [items]


@given(
    st.lists(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\\"), min_size=1), max_size=4)
)
def test_python_list_literals_are_parsed(items: list[str]) -> None:
    frame = pl.DataFrame({"urls": [repr(items)]})
    assert frame.select(python_list("urls"))["urls"].to_list() == [items]


def test_every_field_exists_in_message() -> None:
    from explorer.sources.parsing.messages import FIELDS as KNOWN

    assert set(FIELDS.values()) <= set(KNOWN)


def test_the_account_file_of_a_release_is_read(tmp_path: Path) -> None:
    accounts = {name: POST[name] for name in POST if name.startswith(("user", "follow", "account"))}
    path = file(tmp_path / "users.csv", accounts | {"account_language": "en"})
    whole = read_all(path)
    assert (whole.format, whole.rejects.height) == ("io-archive", 0)
    told = ("account_id", "handle", "location", "followers", "status")
    assert whole.tables["accounts"].select(told).rows() == [(HASH, None, None, 12, "suspended")]
