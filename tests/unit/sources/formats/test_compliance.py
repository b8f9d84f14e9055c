import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.formats import compliance
from tests.unit.sources.reading import SAMPLE_ROWS, Whole, read_all, write

CASE = Path(__file__).parents[3] / "data" / "cases" / "tweets_compliance.jsonl"
TWEET = "the id is that of a tweet; the result does not name its account, so no status is known"
UNKNOWN = "the id may be that of an account or of a tweet; give the file a name that contains users or tweets"

OLD_USER: dict[str, Any] = {
    "id": "44196397",
    "action": "delete",
    "created_at": "2012-06-02T20:12:29.000Z",
    "redacted_at": "2021-08-17T17:26:15.788Z",
    "reason": "suspended",
}
# the id was given in the second of created_at, which is true of tweets and of accounts
NEW_USER = OLD_USER | {"id": "1170025343920402432", "created_at": "2019-09-06T17:25:54.000Z", "reason": "deactivated"}
TWEET_RESULT = OLD_USER | {"id": "1170025343920402432", "created_at": "2019-09-06T17:25:54.667Z"}
SAMPLES = {"compliance": (json.dumps(OLD_USER) + "\n").encode() * SAMPLE_ROWS}


def whole(folder: Path, *values: object, name: str = "job.jsonl") -> Whole:
    return read_all(write(folder / name, [json.dumps(value) for value in values]))


def test_the_case_is_about_tweets_and_changes_no_account() -> None:
    read = read_all(CASE)
    assert (read.format, read.rows_read) == ("compliance", 2)
    assert read.tables["statuses"].is_empty()
    assert read.reasons == [(2, TWEET), (3, TWEET)]


def test_results_about_accounts_are_statuses(tmp_path: Path) -> None:
    read = whole(tmp_path, OLD_USER, NEW_USER, NEW_USER | {"id": "5", "reason": "deleted"})
    at = datetime(2021, 8, 17, 17, 26, 15, 788_000, tzinfo=UTC)
    assert read.rows.rows() == [
        ("x", "44196397", "suspended", at),
        ("x", "1170025343920402432", "deleted", at),
        ("x", "5", "deleted", at),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reason": "protected"}, "a protected account is neither suspended nor deleted"),
        ({"reason": "bored"}, "unknown reason 'bored'"),
        ({"redacted_at": None}, "redacted_at is missing, so the time of the change is unknown"),
        ({"redacted_at": "soon"}, "unreadable time 'soon'"),
        ({"id": TWEET_RESULT["id"], "created_at": TWEET_RESULT["created_at"]}, TWEET),
        ({"id": ""}, "account_id is missing"),
        ({"id": 5}, "not a result of a compliance job: Expected `str`, got `int` - at `$.id`"),
        ({"text": "x"}, "not a result of a compliance job: Object contains unknown field `text`"),
    ],
)
def test_other_results_are_rejected(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    read = whole(tmp_path, OLD_USER, OLD_USER | change)
    assert (read.rows_read, read.rows.height) == (2, 1)
    assert read.reasons == [(2, reason)]


@pytest.mark.parametrize(
    ("name", "accepted", "reason"),
    [
        ("1423095206576984067.jsonl", 0, UNKNOWN),
        ("users.jsonl", 1, None),
        ("tweets.jsonl", 0, TWEET),
        ("users_of_tweets.jsonl", 0, UNKNOWN),
    ],
)
def test_the_name_decides_if_the_ids_do_not(tmp_path: Path, name: str, accepted: int, reason: str | None) -> None:
    read = whole(tmp_path, NEW_USER, name=name)
    assert read.rows.height == accepted
    assert [text for _, text in read.reasons] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("identifier", "created_at", "subject"),
    [
        ("44196397", "2009-06-02T20:12:29.000Z", "unknown"),
        ("1234567890", "2009-02-21T21:00:00.000Z", "unknown"),
        ("2999999999", "2014-12-28T12:00:00.000Z", "accounts"),
        ("1170025343920402432", "2019-09-06T17:25:54.667", "tweets"),
        ("1170025343920402432", "2019-09-06T17:25:54.668Z", "unknown"),
        ("1170025343920402432", "soon", "unknown"),
        ("9" * 30, "2019-09-06T17:25:54.667Z", "unknown"),
        ("x", "2019-09-06T17:25:54.667Z", "unknown"),
    ],
)
def test_what_an_id_tells(identifier: str, created_at: str, subject: str) -> None:
    result = compliance._Result(identifier, "delete", "suspended", created_at)
    assert compliance._subject_of(result) == subject


def test_an_array(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps([OLD_USER, OLD_USER | {"reason": "protected"}], indent=1))
    read = read_all(path, name="compliance")
    assert (read.rows_read, read.rows.height) == (2, 1)


@pytest.mark.parametrize("value", [{"id": "1", "action": "delete"}, OLD_USER | {"text": "x"}, {"delete": OLD_USER}])
def test_other_values_are_not_taken(tmp_path: Path, value: object) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, value)
