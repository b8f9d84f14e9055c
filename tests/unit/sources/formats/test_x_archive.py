import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.locations import find_files
from explorer.sources.reading import read_batches
from tests.unit.sources.reading import SAMPLE_ROWS, Whole, embedded_values, read_all, write

POST: dict[str, Any] = {
    "tweet": {
        "id_str": "900",
        "id": "900",
        "created_at": "Mon Mar 01 10:00:21 +0000 2021",
        "full_text": "look https://t.co/x #News",
        "favorite_count": "3",
        "retweet_count": "2",
        "lang": "en",
        "in_reply_to_status_id_str": "5",
        "in_reply_to_user_id_str": "6",
        "entities": {
            "urls": [{"url": "https://t.co/x", "expanded_url": "https://example.org/x"}],
            "hashtags": [{"text": "News"}],
            "user_mentions": [],
        },
    }
}
RETWEET: dict[str, Any] = {
    "tweet": {
        "id_str": "901",
        "created_at": "Mon Mar 01 10:01:21 +0000 2021",
        "full_text": "RT @CGTNOfficial: hello",
        "entities": {
            "urls": [],
            "hashtags": [],
            "user_mentions": [
                {"screen_name": "someone", "id_str": "1"},
                {"screen_name": "cgtnofficial", "id_str": "1115874631"},
            ],
        },
    }
}
ACCOUNT = {"account": {"accountId": "77", "username": "ada", "accountDisplayName": "Ada", "createdAt": "2012-01-01"}}


def script(name: str, *values: object) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(values, indent=2)}"


SAMPLES = {"x-archive": script("tweets", *([POST, RETWEET] * (SAMPLE_ROWS // 2))).encode()}


def whole(folder: Path, *values: object, name: str = "tweets.js", account: bool = True) -> Whole:
    if account:
        write(folder / "account.js", script("account", ACCOUNT))
    return read_all(write(folder / name, script("tweets", *values)))


def test_tweets_have_the_account_of_the_archive(tmp_path: Path) -> None:
    read = whole(tmp_path, POST, RETWEET)
    assert (read.format, read.rejects.height) == ("x-archive", 0)
    columns = ("post_id", "author_id", "text", "likes", "reposts", "reply_to_id", "reply_to_author_id")
    assert read.tables["posts"].select(columns).rows() == [("900", "77", "look https://t.co/x #News", 3, 2, "5", "6")]
    at = datetime(2021, 3, 1, 10, 1, 21, tzinfo=UTC)
    assert read.tables["retweets"].rows() == [("x", "901", "77", None, "1115874631", at)]
    assert embedded_values(tmp_path / "tweets.js", "links", "url") == ["https://example.org/x"]
    assert set(embedded_values(tmp_path / "tweets.js", "accounts", "handle")) == {"ada"}
    assert read.notes[0].startswith("the archive names the retweeted account but not the tweet")


@pytest.mark.parametrize("case", ["no account.js", "another name"])
def test_tweets_without_author(tmp_path: Path, case: str) -> None:
    renamed = case == "another name"
    read = whole(tmp_path, POST, RETWEET, name="bea.js" if renamed else "tweets.js", account=renamed)
    assert read.tables["posts"]["author_id"].to_list() == [None]
    assert [reason for _, reason in read.reasons] == ["account_id is missing"]
    assert "next to account.js" in read.notes[0]


def test_the_archive_as_it_is_downloaded(tmp_path: Path) -> None:
    archive = tmp_path / "twitter-archive.zip"
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("data/account.js", script("account", ACCOUNT))
        writer.writestr("data/tweets.js", script("tweets", POST))
        writer.writestr("data/tweets-part1.js", script("tweets", RETWEET).replace("part0", "part1"))
        writer.writestr("data/like.js", script("like", {"like": {"tweetId": "1"}}))
        writer.writestr("Your archive.html", "<html>")
    locations = find_files([archive])
    assert [location.name for location in locations] == ["tweets-part1.js", "tweets.js"]
    batches = [batch for location in locations for batch in read_batches(location, INPUT_FORMATS["x-archive"])]
    authors = [batch.rows[name].item() for batch, name in zip(batches, ("account_id", "author_id"), strict=True)]
    assert authors == ["77", "77"]


def test_archives_of_2018_and_other_items(tmp_path: Path) -> None:
    like = {"like": {"tweetId": "1"}}
    read = whole(tmp_path, POST["tweet"], like, {"tweet": POST["tweet"] | {"favorite_count": "many"}})
    assert read.tables["posts"]["post_id"].to_list() == ["900"]
    assert [reason for _, reason in read.reasons] == [
        "not a tweet",
        "not a message of this format: Expected `int | null`, got `str` - at `$.favorite_count`",
    ]
    begins = [
        number for number, line in enumerate((tmp_path / "tweets.js").read_text().split("\n"), 1) if line == "  {"
    ]
    assert [line for line, _ in read.reasons] == begins[1:]


def test_a_retweet_of_an_account_that_is_not_mentioned(tmp_path: Path) -> None:
    tweet = {"tweet": RETWEET["tweet"] | {"entities": {}}}
    assert whole(tmp_path, tweet).rows["author_id"].to_list() == ["@CGTNOfficial"]


@pytest.mark.parametrize("content", [script("like", {}), 'var tweets = [{"tweet": {}}]', "window.YTD.tweets"])
def test_other_scripts_are_not_taken(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError):
        read_all(write(tmp_path / "tweets.js", content))
