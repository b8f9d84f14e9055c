"""Tables of tweets that snscrape collected; expected values by hand."""

from pathlib import Path

from tests.unit.sources.reading import csv_sample, learnt, table

TWEET = {
    "url": "https://twitter.com/anna/status/1290000000000000000",
    "date": "2020-08-01 12:00:00+00:00",
    "rawContent": "hi #China",
    "id": "1290000000000000000",
    "user": "{'username': 'anna', 'id': 70, 'displayname': 'Anna', 'descriptionLinks': None}",
    "replyCount": "1",
    "likeCount": "4",
    "conversationId": "1290000000000000000",
    "lang": "en",
    "links": "[{'text': 'a.b/1', 'url': 'https://a.b/1', 'tcourl': 'https://t.co/x', 'indices': (0, 23)}]",
    "quotedTweet": "https://twitter.com/bert/status/1289999999999999999",
    "hashtags": "['China', 'News']",
}
OLDER = {name: value for name, value in TWEET.items() if name not in {"rawContent", "links", "hashtags"}}
OLDER |= {"content": "hi #China", "outlinks": "['https://a.b/1']", "user": "https://twitter.com/anna"}
SAMPLES = {"snscrape-csv": csv_sample(TWEET)}


def test_tweets_have_links_and_quotes(tmp_path: Path) -> None:
    for row, author, tags in ((TWEET, "70", ["china", "news"]), (OLDER, "@anna", ["china"])):
        whole = table(tmp_path / "t.csv", row)
        assert (whole.format, whole.reasons) == ("snscrape-csv", [])
        columns = ("post_id", "author_id", "text", "likes", "quoted_id", "quoted_author_id")
        assert whole.rows.select(columns).rows() == [
            ("1290000000000000000", author, "hi #China", 4, "1289999999999999999", "@bert")
        ]
        assert [link["url"] for link in learnt(tmp_path / "t.csv", "links")] == ["https://a.b/1"]
        assert [tag["tag"] for tag in learnt(tmp_path / "t.csv", "hashtags")] == tags
        assert "did not return retweets" in whole.notes[0]


def test_the_few_retweets_name_their_tweet(tmp_path: Path) -> None:
    whole = table(
        tmp_path / "t.csv", TWEET | {"retweetedTweet": "https://twitter.com/bert/status/5", "quotedTweet": ""}
    )
    columns = ("retweet_id", "account_id", "post_id", "author_id")
    assert whole.rows.select(columns).rows() == [("1290000000000000000", "70", "5", "@bert")]
