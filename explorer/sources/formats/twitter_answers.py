"""Find the tweets and users in answers that X's web pages receive from its servers.

Answers to GraphQL requests contain timelines: ``instructions`` with ``entries``, whose ``content`` contains a tweet
under ``tweet_results`` or a module of several. The way to the timeline depends on the request (``UserTweets``,
``SearchTimeline``, ``TweetDetail``, …), so only the names around a tweet or a user matter here. Until 2022 searches
were answered with ``globalObjects``: all tweets and users by id. The names are those that
https://github.com/prinsss/twitter-web-exporter and https://github.com/JustAnotherArchivist/snscrape read.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

_RESULTS: Final = ("tweet_results", "tweetResult", "tweetResults")
_decode = msgspec.json.Decoder().decode


def items_in(value: bytes) -> list[msgspec.Raw]:
    """Return the tweets and users in an answer, in their order; an empty list if it is not such an answer.

    Raises:
        msgspec.DecodeError: If the value is not JSON.
    """
    answer = _decode(value)
    if not isinstance(answer, dict):
        return []
    by_id = answer.get("globalObjects")
    found = _by_id(by_id) if isinstance(by_id, dict) else _in_timelines(answer.get("data"))
    return [msgspec.Raw(msgspec.json.encode(item)) for item in found]


def _in_timelines(data: object) -> Iterator[object]:
    # a stack instead of recursion, because answers are untrusted
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            results = [part[name] for name in _RESULTS if name in part]
            if results:
                is_promoted = part.get("promotedMetadata") is not None
                for result in results:
                    yield from _tweets_of(result, is_promoted=is_promoted)
            elif _is_user(part):
                yield part
                waiting += [inner for name, inner in part.items() if name.startswith("timeline")]
            else:
                waiting += reversed(part.values())


def _tweets_of(results: object, *, is_promoted: bool) -> Iterator[object]:
    for result in results if isinstance(results, list) else [results]:
        tweet = result.get("result", {}) if isinstance(result, dict) else result
        yield tweet | {"promoted": True} if is_promoted and isinstance(tweet, dict) else tweet


def _is_user(part: dict[str, Any]) -> bool:
    return "rest_id" in part and (part.get("__typename") == "User" or "is_blue_verified" in part)


def _by_id(objects: dict[str, Any]) -> Iterator[object]:
    tweets, users = objects.get("tweets"), objects.get("users")
    if not isinstance(tweets, dict):
        return
    users = users if isinstance(users, dict) else {}

    def wrapped(tweet: object) -> dict[str, Any]:
        return {"legacy": tweet, "user": users.get(str(tweet.get("user_id_str"))) if isinstance(tweet, dict) else None}

    for tweet in tweets.values():
        original = tweets.get(str(tweet.get("retweeted_status_id_str"))) if isinstance(tweet, dict) else None
        item = wrapped(tweet)
        if original is not None:
            item["legacy"] = tweet | {"retweeted_status_result": {"result": wrapped(original)}}
        yield item
