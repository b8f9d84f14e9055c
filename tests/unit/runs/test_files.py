"""Records out of files: every row is accounted for, and what is learnt does not depend on how it comes and is kept."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from explorer.detect.signals import kinds
from explorer.detect.signals.kinds import RECORD_KINDS, RecordKind
from explorer.detect.signals.records import Records
from explorer.importing.jobs import find_jobs
from explorer.runs import records_builder as collected
from explorer.runs.files import read_files
from explorer.runs.records_builder import RecordsBuilder
from tests.unit.sources.reading import detect_and_read

AT = "Mon Mar 01 12:00:{:02} +0000 2021"


def tweet(number: int, second: int, account: str, **told: object) -> dict[str, Any]:
    user = {"id_str": account, "screen_name": f"name{account}"}
    return {"id_str": str(number), "created_at": AT.format(second), "user": user, "text": f"so {number}"} | told


LINK = {"urls": [{"expanded_url": "https://a.example"}], "hashtags": [{"text": "Tag"}]}
# post 1 is learnt four times, with different times and authors, and described in between; 2 only learnt
TWEETS = (
    tweet(11, 20, "5", retweeted_status=tweet(1, 9, "7", entities=LINK)),
    tweet(12, 21, "6", retweeted_status=tweet(1, 8, "8", entities=LINK)),
    tweet(1, 10, "9", text="as it is", in_reply_to_status_id_str="2"),
    tweet(13, 22, "5", retweeted_status=tweet(1, 7, "7")),
    tweet(14, 23, "5", retweeted_status=tweet(2, 6, "4")),
    tweet(15, 24, "6", retweeted_status=tweet(2, 5, "4")),
    tweet(1, 30, "9", text="another word on it"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tweets.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in TWEETS) + '{"id_str": "no tweet"}\n', encoding="utf-8")
    return path


def flat(made: Records) -> list[tuple[object, ...]]:
    things = made.things.with_columns(thing=pl.int_range(pl.len(), dtype=pl.UInt32))
    return made.acts.join(things, on="thing").drop("thing").sort(pl.all()).rows()


def read(path: Path, kind: RecordKind, batch_rows: int) -> list[tuple[object, ...]]:
    holding = RecordsBuilder(kind)
    for batch in detect_and_read(path, batch_rows=batch_rows):
        holding.add(batch, 0)
    return flat(holding.records())


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.key)
def test_batch_sizes_do_not_change_the_records(path: Path, kind: RecordKind, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(path, kind, 50_000)
    assert whole
    assert whole == flat(read_files(find_jobs([path]), kind).records)
    monkeypatch.setattr(collected, "_MOST_LEARNT", 0)
    assert read(path, kind, 50_000) == whole
    if kind is not kinds.HANDLE_RECORDS:
        # the first row of a file counts, in any batch; facts about posts follow the order of the batches
        assert {row[:2] for row in read(path, kind, 1)} == {row[:2] for row in whole}


def test_words_on_one_post(path: Path) -> None:
    noon = 1_614_600_000_000  # 2021-03-01T12:00:00Z
    # the file's first own word before all that was learnt; of what was learnt the first
    assert sorted(str(row[2]) for row in read(path, kinds.POST_RECORDS, 50_000)) == ["as it is", "so 2"]
    of_one, of_two = (
        [row for row in read(path, kinds.RETWEET_RECORDS, 50_000) if row[2] == post] for post in ("1", "2")
    )
    assert {row[-1] for row in of_one} == {noon + 10_000}
    assert {row[-1] for row in of_two} == {noon + 6_000}


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.key)
def test_every_row_is_accounted_for(path: Path, kind: RecordKind) -> None:
    (path.parent / "links.csv").write_text("post_id,url\n1,https://a.example\n1,https://a.example\n", encoding="utf-8")
    (path.parent / "likes.csv").write_text("account_id,post_id\n1,1\n", encoding="utf-8")
    reading = read_files(find_jobs([path.parent]), kind)
    assert reading.rows == len(TWEETS) + 1 + 2 + 1
    assert reading.rows == sum(reading.used.values()) + reading.duplicates + reading.other + reading.rejected
    assert reading.rejected == 1
    # post 1 and a link are in two rows
    assert reading.duplicates == {"url": 2, "handle": 0}.get(kind.key, 1)
