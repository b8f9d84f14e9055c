"""Answers that X's web pages receive, with hand-made expected results."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.sources.formats import test_twitter_web
from tests.unit.sources.formats.test_twitter_web import AT, ORIGINAL, QUOTE, RETWEET, tweet, user
from tests.unit.sources.reading import jsonl_sample, read_all, write


def entry(result: dict[str, Any], **more: object) -> dict[str, Any]:
    content = {"itemType": "TimelineTweet", "tweet_results": {"result": result}} | more
    return {"entryId": "tweet-1", "content": {"entryType": "TimelineTimelineItem", "itemContent": content}}


def module(*results: dict[str, Any]) -> dict[str, Any]:
    items = [{"entryId": "x", "item": entry(result)["content"]} for result in results]
    return {"entryId": "conversation-1", "content": {"entryType": "TimelineTimelineModule", "items": items}}


CURSOR = {"entryId": "cursor-bottom-1", "content": {"entryType": "TimelineTimelineCursor", "value": "x"}}
INSTRUCTIONS = [
    {"type": "TimelineClearCache"},
    {"type": "TimelinePinEntry", "entry": entry(ORIGINAL)},
    {"type": "TimelineAddEntries", "entries": [entry(RETWEET), module(QUOTE), CURSOR]},
]
ANSWERS: dict[str, Any] = {
    "UserTweets": {
        "user": {"result": {"__typename": "User", "timeline_v2": {"timeline": {"instructions": INSTRUCTIONS}}}}
    },
    "SearchTimeline": {"search_by_raw_query": {"search_timeline": {"timeline": {"instructions": INSTRUCTIONS}}}},
    "HomeTimeline": {"home": {"home_timeline_urt": {"instructions": INSTRUCTIONS}}},
    "TweetDetail": {"threaded_conversation_with_injections_v2": {"instructions": INSTRUCTIONS}},
    "TweetResultsByRestIds": {"tweetResults": [{"result": one} for one in (ORIGINAL, RETWEET, QUOTE)]},
}
SAMPLES = {"twitter-web": test_twitter_web.SAMPLES["twitter-web"] + jsonl_sample({"data": ANSWERS["UserTweets"]})}


@pytest.mark.parametrize("layout", ["one line", "many lines", "an array", "with notices"])
@pytest.mark.parametrize("request_", ANSWERS)
def test_timelines(tmp_path: Path, request_: str, layout: str) -> None:
    answer = {"data": ANSWERS[request_]}
    text = json.dumps([answer] if layout == "an array" else answer, indent=1 if layout == "many lines" else None)
    notice = json.dumps({"errors": [{"message": "Rate limit exceeded", "code": 88}]})
    whole = read_all(write(tmp_path / "a.json", f"{notice}\n{text}\n" if layout == "with notices" else text))
    notices = 1 if layout == "with notices" else 0
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("twitter-web", 3 + notices, notices)
    assert whole.tables["retweets"].rows() == [("x", "101", "9", "100", "7", AT)]
    assert whole.tables["posts"].select("post_id", "author_id").rows() == [("100", "7"), ("102", "9")]


def test_users_promoted_and_withheld_tweets(tmp_path: Path) -> None:
    follower = {"itemType": "TimelineUser", "user_results": user("8", "bob", new=True)["user_results"]}
    entries = [
        entry(tweet("103", user("9", "ada")), promotedMetadata={"advertiser_results": {}}),
        {"content": {"itemContent": follower}},
        entry({"__typename": "TweetTombstone", "tombstone": {}}),
        {"content": {"itemContent": {"itemType": "TimelineTweet", "tweet_results": {}}}},
    ]
    answer = {"data": {"list": {"tweets_timeline": {"timeline": {"instructions": [{"entries": entries}]}}}}}
    whole = read_all(write(tmp_path / "a.json", json.dumps(answer)))
    assert (whole.format, whole.rows_read) == ("twitter-web", 4)
    assert whole.tables["posts"].select("post_id", "promoted").rows() == [("103", True)]
    assert whole.tables["accounts"].select("account_id", "handle", "followers").rows() == [("8", "bob", 5)]
    assert whole.reasons == [(1, "not a tweet, or a withheld tweet")] * 2


def test_answers_with_all_tweets_and_users_by_id(tmp_path: Path) -> None:
    original = ORIGINAL["legacy"]
    retweet = original | {"id_str": "101", "user_id_str": "9", "retweeted_status_id_str": "100"}
    users = {"7": {"id_str": "7", "screen_name": "CGTN"}, "9": {"id_str": "9", "screen_name": "ada"}}
    tweets = {"100": original, "101": retweet, "102": original | {"id_str": "102", "user_id_str": "5"}, "1": None}
    answer = {"globalObjects": {"tweets": tweets, "users": users}, "timeline": {"id": "search-1", "instructions": []}}
    whole = read_all(write(tmp_path / "a.json", json.dumps(answer)))
    assert (whole.format, whole.rows_read) == ("twitter-web", 4)
    assert whole.tables["retweets"].select("retweet_id", "account_id", "post_id", "author_id").rows() == [
        ("101", "9", "100", "7")
    ]
    assert whole.tables["posts"].select("post_id", "author_id").rows() == [("100", "7"), ("102", "5")]
    assert whole.reasons == [(1, "not a tweet, or a withheld tweet")]


def test_a_profile_is_an_account(tmp_path: Path) -> None:
    answer = {"data": {"user": user("7", "CGTN")["user_results"]}}
    whole = read_all(write(tmp_path / "a.json", json.dumps(answer)))
    assert whole.rows.select("account_id", "handle").rows() == [("7", "CGTN")]


def test_a_timeline_longer_than_the_sample_is_recognised(tmp_path: Path) -> None:
    entries = [entry(tweet(str(number), user("9", "ada"), note="x" * 900)) for number in range(100)]
    answer = {"data": {"home": {"home_timeline_urt": {"instructions": [{"entries": entries}]}}}}
    whole = read_all(write(tmp_path / "a.json", json.dumps(answer)))
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("twitter-web", 100, 0)
