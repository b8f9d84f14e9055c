from datetime import UTC, datetime
from pathlib import Path

import pytest

from explorer.common.errors import InputError
from tests.helpers.paths import DATA
from tests.unit.sources.reading import csv_sample, read_all, write

SAMPLE = DATA / "russian_coord_tweets.csv.gz"

SAMPLES = {
    "coortweet": csv_sample(
        {"object_id": "p", "account_id": "1", "content_id": "r", "timestamp_share": "1623881091.0"},
        {"object_id": "p", "account_id": "2", "content_id": "p", "timestamp_share": "1623881000"},
    )
}


def test_sample_file() -> None:
    whole = read_all(SAMPLE)
    assert whole.format == "coortweet"
    assert (whole.rows_read, whole.rows.height, whole.rejects.height) == (35_125, 35_125, 0)
    assert whole.bytes_read == SAMPLE.stat().st_size
    assert whole.resolution.seconds == 1
    # the last line, as zcat | tail -1 shows it
    assert whole.rows.row(-1) == (
        "x",
        "3f7a1afe07e8a2fe75323744c2d48991",
        "6e0edbc53dd12ce41ebffcc6eb4dad8e",
        "29d48e46c24d07986e4ab5720d4cd391",
        None,
        datetime(2021, 1, 28, 10, 38, 2, tzinfo=UTC),
    )
    # the loader handles duplicates: 40 content ids occur twice, according to `uniq -d`
    assert whole.rows["retweet_id"].n_unique() == 35_085


@pytest.mark.parametrize("batch_rows", [1, 3, 1000])
def test_originals_become_posts(tmp_path: Path, batch_rows: int) -> None:
    path = write(
        tmp_path / "shares.csv",
        [
            "timestamp_share,content_id,account_id,object_id,note",
            "1623881091.0,rt1,a,post1,hello",
            "1623881000,post1,author,post1,",
            "1623881092,rt2,,post1,",
            "never,post2,author,post2,",
        ],
    )
    whole = read_all(path, platform="vk", batch_rows=batch_rows)
    assert whole.tables["retweets"].select("platform", "retweet_id", "account_id", "post_id").rows() == [
        ("vk", "rt1", "a", "post1")
    ]
    posts = whole.tables["posts"].select("platform", "post_id", "author_id", "created_at").rows()
    assert posts == [("vk", "post1", "author", datetime(2021, 6, 16, 22, 3, 20, tzinfo=UTC))]
    assert sorted(whole.reasons) == [(4, "account_id is missing"), (5, "unreadable time 'never'")]
    assert whole.rows_read == 4


def test_the_error_names_a_missing_column(tmp_path: Path) -> None:
    path = write(tmp_path / "shares.csv", ["object_id,account_id,content_id,time", "1,2,3,4"])
    with pytest.raises(InputError) as caught:
        read_all(path, name="coortweet")
    assert "object_id, account_id, content_id, timestamp_share" in caught.value.message
    assert "object_id,account_id,content_id,time" in caught.value.message


@pytest.mark.parametrize("name", ["id_user", "id_account"])
def test_the_account_column_may_have_its_old_names(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "shares.csv", [f"object_id,{name},content_id,timestamp_share", "p,7,c,1623881091"])
    whole = read_all(path)
    assert whole.format == "coortweet"
    assert whole.rows.select("retweet_id", "account_id", "post_id").rows() == [("c", "7", "p")]
