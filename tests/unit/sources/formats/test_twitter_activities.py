import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.sources.formats import test_twitter_v1
from tests.unit.sources.reading import embedded_values, jsonl_sample, read_all, write


def activity(number: int, account: int, verb: str = "post", **more: object) -> dict[str, Any]:
    return {
        "id": f"tag:search.twitter.com,2005:{number}",
        "objectType": "activity",
        "verb": verb,
        "postedTime": f"2014-03-01T10:00:{number % 60:02}.000Z",
        "actor": {
            "objectType": "person",
            "id": f"id:twitter.com:{account}",
            "preferredUsername": f"user{account}",
            "displayName": "A user",
            "followersCount": 5,
            "friendsCount": 2,
            "location": {"objectType": "place", "displayName": "Oslo"},
        },
        "body": "hello",
        "object": {"objectType": "note", "id": f"object:search.twitter.com,2005:{number}"},
        "twitter_entities": {"hashtags": [{"text": "News"}], "urls": [{"url": "t", "expanded_url": "https://a.b/c"}]},
        "twitter_lang": "en",
        "retweetCount": 4,
    } | more


ORIGINAL = activity(1, 7)
SHARE = activity(2, 9, "share", object=ORIGINAL, body="RT @user7: hello")
REPLY = activity(3, 9, inReplyTo={"link": "http://twitter.com/user7/statuses/1"}, twitter_quoted_status=ORIGINAL)
REPLY |= {"long_object": {"body": "hello, world"}}
SAMPLES = {"twitter-v1": test_twitter_v1.SAMPLES["twitter-v1"] + jsonl_sample(SHARE, REPLY)}
DONE = {"info": {"message": "Replay Request Completed", "activity_count": 2}}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(map(json.dumps, (SHARE, REPLY, DONE))),
        json.dumps({"results": [SHARE, REPLY, DONE], "next": "x"}, indent=1),
    ],
    ids=["stream", "search"],
)
def test_shares_are_retweets(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.json", text)
    whole = read_all(path)
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("twitter-v1", 3, 1)
    assert whole.tables["retweets"].rows() == [("x", "2", "9", "1", "7", datetime(2014, 3, 1, 10, 0, 2, tzinfo=UTC))]
    ties = ("post_id", "author_id", "text", "reposts", "reply_to_id", "reply_to_author_id", "quoted_id")
    assert whole.tables["posts"].select(ties).rows() == [("3", "9", "hello, world", 4, "1", "@user7", "1")]
    assert set(embedded_values(path, "accounts", "handle")) == {"user7", "user9"}
    assert set(embedded_values(path, "links", "url")) == {"https://a.b/c"}


def test_other_verbs_and_broken_shares_are_rejected(tmp_path: Path) -> None:
    values = (
        ORIGINAL,
        activity(4, 9, "favorite"),
        activity(5, 9, "share", object={}),
        activity(6, 9, postedTime="soon"),
    )
    whole = read_all(write(tmp_path / "a.jsonl", map(json.dumps, values)))
    assert whole.tables["posts"]["post_id"].to_list() == ["1"]
    assert whole.reasons == [
        (2, "not a tweet (the verb is favorite)"),
        (3, "a retweet of a tweet without an id"),
        (4, "unreadable time 'soon'"),
    ]
