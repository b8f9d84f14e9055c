"""Tables of messages in third-party formats, with hand-made expected results."""

import json
from pathlib import Path

import pytest

from tests.unit.sources.reading import csv_sample, learnt, table

V2 = {
    "id": "1366394512345678901",
    "author_id": "20",
    "author.username": "Reader",
    "created_at": "2021-03-01T10:00:07.000Z",
    "text": 'the original\\n"text"',
    "referenced_tweets.retweeted.id": "1366394000000000001",
    "retweeted_user_id": "10",
    "retweeted_username": "XHNews",
    "entities.hashtags": '["#China", "#News"]',
    "entities.urls": '[{"url": "https://t.co/x", "expanded_url": "https://a.b/c,d"}]',
    "public_metrics.like_count": "4.0",
}
FOURCAT = {
    "id": "5",
    "thread_id": "5",
    "timestamp": "2021-03-01 10:00:07",
    "unix_timestamp": "1614592807",
    "body": "RT @XHNews: hello",
    "author": "Reader",
    "author_id": "20",
    "author_fullname": "A reader",
    "retweet_count": "3",
    "reply_count": "-1",
    "is_retweet": "yes",
    "retweeted_user": "XHNews",
    "quoted_user": "",
    "replied_user": "",
    "hashtags": "china,news",
    "urls": "https://a.b/c,d,https://e.f",
}
TELEGRAM = {
    "id": "rt_russian-77",
    "chat": "rt_russian",
    "author": "1001",
    "author_username": "rt_russian",
    "body": "forwarded",
    "reply_to": "",
    "timestamp": "2021-03-01 10:00:07",
    "unix_timestamp": "1614592807",
    "author_forwarded_from_name": "Source",
    "author_forwarded_from_username": "source",
    "author_forwarded_from_id": "2002",
    "link_attached": "",
}

BLUESKY = {
    "id": "at://did:plc:a/app.bsky.feed.post/1",
    "author": "a.bsky.social",
    "author_id": "did:plc:a",
    "created_at": "2025-03-01T10:00:07.123+00:00",
    "body": "hi",
    "like_count": "1",
    "repost_count": "2",
    "replied_to_user": "did:plc:b",
    "quoted_user": "c.bsky.social",
    "languages": "N/A",
    "links": "",
}
TRUTH = {
    "id": "1",
    "created_at": "2025-03-01T10:00:07.000Z",
    "body": "<p>hi</p>",
    "reblogs_count": "5",
    "account_id": "9",
    "account_username": "someone",
}
TOOLKIT = {"message_id": "1", "user_id": "20", "username": "a", "repost_id": "", "reply_id": "9", "message": "m"}
TOOLKIT |= {"timestamp": "1614592807", "urls": "https://a.b https://c.d"}
SHARE = {"platformId": "1_2", "date": "2021-03-01 10:00:07", "message": "m", "expanded": "https://a.b"}
SHARE |= {"account.id": "33", "account.name": "Page", "statistics.actual.likeCount": "7"}
PAGE = {"Page Name": "Page", "Facebook Id": "33", "Post Created": "2021-03-01 10:00:07 EST", "URL": "https://fb/1"}
PAGE |= {"Link": "https://t.co/x", "Final Link": "https://a.b", "Likes": "1,234", "Message": "m"}
IRA = {"external_author_id": "9.06E+17", "author": "10_GOP", "content": "text", "publish_date": "10/1/2017 9:58"}
IRA |= {"post_type": "RETWEET", "retweet": "1", "tweet_id": "914580356430536707", "tco1_step1": "https://a.b"}


SAMPLES = {
    "twarc-csv": csv_sample(V2),
    "4cat-twitter": csv_sample(FOURCAT),
    "4cat-telegram": csv_sample(TELEGRAM),
    "4cat-bluesky": csv_sample(BLUESKY),
    "4cat-truth": csv_sample(TRUTH),
    "ira": csv_sample(IRA),
    "coornet": csv_sample(SHARE),
    "crowdtangle": csv_sample(PAGE),
    "toolkit": csv_sample(TOOLKIT),
}


def test_twarc_csv_contains_the_retweeted_post_and_its_author(tmp_path: Path) -> None:
    post = V2 | dict.fromkeys([name for name in V2 if "retweet" in name], "") | {"id": "7", "text": "mine"}
    whole = table(tmp_path / "t.csv", V2, post)
    assert whole.format == "twarc-csv"
    assert whole.tables["retweets"].select("retweet_id", "account_id", "post_id", "author_id").rows() == [
        ("1366394512345678901", "20", "1366394000000000001", "10")
    ]
    assert whole.tables["posts"].select("post_id", "author_id", "text", "likes").rows() == [("7", "20", "mine", 4)]
    handles = {(row["account_id"], row["handle"]) for row in learnt(tmp_path / "t.csv", "accounts")}
    assert ("10", "XHNews") in handles
    original = {"platform": "x", "post_id": "1366394000000000001"}
    assert original | {"author_id": "10"} in learnt(tmp_path / "t.csv", "posts")
    assert original | {"url": "https://a.b/c,d"} in learnt(tmp_path / "t.csv", "links")
    assert original | {"tag": "china"} in learnt(tmp_path / "t.csv", "hashtags")


def test_early_twarc_csv_lists_referenced_tweets(tmp_path: Path) -> None:
    first = {name: value for name, value in V2.items() if not name.startswith(("referenced", "retweeted"))}
    listed = ({"type": "replied_to", "id": "3"}, {"type": "quoted", "id": "4"})
    whole = table(
        tmp_path / "t.csv",
        first | {"referenced_tweets": json.dumps([{"type": "retweeted", "id": "66"}])},
        first | {"id": "2", "referenced_tweets": json.dumps(listed)},
        first | {"id": "3", "referenced_tweets": ""},
    )
    assert whole.format == "twarc-csv"
    assert whole.tables["retweets"].select("retweet_id", "post_id").rows() == [(V2["id"], "66")]
    told = whole.tables["posts"].select("post_id", "reply_to_id", "quoted_id").rows()
    assert told == [("2", "3", "4"), ("3", None, None)]


def test_invalid_json_lists_do_not_reject_the_row(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", V2 | {"entities.urls": "[oops", "entities.hashtags": "{}"})
    assert whole.rejects.height == 0
    assert learnt(tmp_path / "t.csv", "links") == []


def test_4cat_contains_the_retweeted_account_but_not_the_post(tmp_path: Path) -> None:
    post = FOURCAT | {"id": "6", "is_retweet": "no", "retweeted_user": "", "body": "mine", "replied_user": "other"}
    older = FOURCAT | {"id": "7", "retweeted_user": ""}
    unnamed = FOURCAT | {"id": "8", "retweeted_user": "", "body": "no name"}
    whole = table(tmp_path / "t.csv", FOURCAT, post, older, unnamed)
    assert whole.format == "4cat-twitter"
    assert whole.tables["retweets"].select("retweet_id", "account_id", "post_id", "author_id").rows() == [
        ("5", "20", None, "@XHNews"),
        ("7", "20", None, "@XHNews"),
    ]
    assert whole.tables["posts"].select("post_id", "reposts", "replies", "reply_to_author_id").rows() == [
        ("6", 3, None, "@other")
    ]
    assert whole.reasons == [(5, "the retweet does not name the retweeted account")]
    assert "NDJSON" in whole.notes[0]
    assert [row["url"] for row in learnt(tmp_path / "t.csv", "links")] == ["https://a.b/c,d", "https://e.f"]


def test_telegram_forwards_are_retweets_of_the_source_channel(tmp_path: Path) -> None:
    numbered = (
        TELEGRAM
        | {"id": "78", "reply_to": "77", "author": ""}
        | dict.fromkeys([name for name in TELEGRAM if "forwarded" in name], "")
    )
    hidden = TELEGRAM | {"id": "79", "author_forwarded_from_id": "", "author_forwarded_from_username": ""}
    whole = table(tmp_path / "t.csv", TELEGRAM, numbered, hidden)
    assert whole.format == "4cat-telegram"
    assert whole.tables["retweets"].select("platform", "retweet_id", "account_id", "author_id").rows() == [
        ("telegram", "rt_russian-77", "1001", "2002")
    ]
    assert whole.tables["posts"].select("post_id", "author_id", "reply_to_id").rows() == [
        ("rt_russian-78", "@rt_russian", "rt_russian-77")
    ]
    assert whole.reasons == [(4, "the message was forwarded from a hidden account")]


def test_older_telegram_exports_lack_the_id_of_the_source(tmp_path: Path) -> None:
    older = {name: value for name, value in TELEGRAM.items() if name != "author_forwarded_from_id"}
    whole = table(tmp_path / "t.csv", older | {"id": "77"})
    assert whole.format == "4cat-telegram"
    assert whole.rows.select("retweet_id", "author_id").rows() == [("rt_russian-77", "@source")]


def test_4cat_bluesky_and_truth_social_contain_posts(tmp_path: Path) -> None:
    whole = table(tmp_path / "b.csv", BLUESKY)
    assert whole.format == "4cat-bluesky"
    columns = ("platform", "post_id", "author_id", "reply_to_author_id", "quoted_author_id", "language", "reposts")
    assert whole.rows.select(columns).rows() == [
        ("bluesky", BLUESKY["id"], "did:plc:a", "did:plc:b", "@c.bsky.social", None, 2)
    ]
    whole = table(tmp_path / "c.csv", TRUTH)
    assert whole.format == "4cat-truth"
    assert whole.rows.select("platform", "post_id", "author_id", "reposts").rows() == [("truth", "1", "9", 5)]


def test_toolkit_table(tmp_path: Path) -> None:
    whole = table(
        tmp_path / "t.csv", TOOLKIT, TOOLKIT | {"message_id": "2", "repost_id": "1", "reply_id": "", "urls": ""}
    )
    assert whole.format == "toolkit"
    assert whole.tables["retweets"].select("retweet_id", "account_id", "post_id").rows() == [("2", "20", "1")]
    assert whole.tables["posts"].select("post_id", "reply_to_id").rows() == [("1", "9")]
    assert [row["url"] for row in learnt(tmp_path / "t.csv", "links")] == ["https://a.b", "https://c.d"]


def test_toolkit_sample_contains_links_as_python_lists(tmp_path: Path) -> None:
    rows = ("['http://e.org/2']", "['http://e.org/4', 'http://e.org/6']", "[]")
    table(tmp_path / "t.csv", *(TOOLKIT | {"message_id": str(n), "urls": urls} for n, urls in enumerate(rows)))
    links = [(row["post_id"], row["url"]) for row in learnt(tmp_path / "t.csv", "links")]
    assert links == [("0", "http://e.org/2"), ("1", "http://e.org/4"), ("1", "http://e.org/6")]


def test_link_shares_are_posts_with_a_link(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", SHARE)
    assert whole.format == "coornet"
    assert whole.rows.select("platform", "post_id", "author_id", "likes").rows() == [("facebook", "1_2", "33", 7)]
    assert [row["url"] for row in learnt(tmp_path / "t.csv", "links")] == ["https://a.b"]
    both = [SHARE | {"platform": name, "expanded": "NA", "link": ""} for name in ("Facebook", "Instagram", "NA")]
    whole = table(tmp_path / "b.csv", *both)
    assert whole.rows.select("platform", "post_id").rows() == [
        ("facebook", "1_2"),
        ("instagram", "1_2"),
        ("facebook", "1_2"),
    ]
    assert learnt(tmp_path / "b.csv", "links") == []
    whole = table(tmp_path / "u.csv", PAGE)
    assert whole.format == "crowdtangle"
    ((created, likes),) = whole.rows.select("created_at", "likes").rows()
    assert (created.isoformat(), likes) == ("2021-03-01T15:00:07+00:00", 1234)
    group = {"Group Name" if name == "Page Name" else name: value for name, value in PAGE.items()}
    assert table(tmp_path / "g.csv", group).format == "crowdtangle"
    assert [row["name"] for row in learnt(tmp_path / "g.csv", "accounts")] == ["Page"]


@pytest.mark.parametrize(
    ("given", "account"),
    [
        ({"alt_external_id": "2912754262"}, "2912754262"),
        ({"external_author_id": "77"}, "77"),
        ({"external_author_id": "906000000000000000"}, "@10_GOP"),
        ({}, "@10_GOP"),
    ],
)
def test_ira_tweets_lack_retweeted_posts_and_use_us_time_notation(
    tmp_path: Path, given: dict[str, str], account: str
) -> None:
    whole = table(tmp_path / "t.csv", IRA | given)
    assert whole.format == "ira"
    ((author, created),) = whole.rows.select("author_id", "created_at").rows()
    assert (author, created.isoformat()) == (account, "2017-10-01T09:58:00+00:00")
    assert whole.resolution.declared == 60
    assert "retweets are read as posts" in whole.notes[0]
