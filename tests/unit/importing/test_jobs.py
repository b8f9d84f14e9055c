from pathlib import Path

import pytest

from explorer.common.errors import InputError, UsageError
from explorer.importing.jobs import find_readable_jobs
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import write

MAPPED = ReadOptions(layout=Layout(columns=(("when", "retweeted_at"),)))


def test_a_column_that_one_table_does_not_have_fails_for_this_file_alone(tmp_path: Path) -> None:
    write(tmp_path / "likes.csv", ["account_id,post_id,when", "1,2,2021-03-01"])
    write(tmp_path / "retweets.csv", ["account_id,post_id,when", "1,2,2021-03-01"])
    jobs, failed = find_readable_jobs([tmp_path], options=MAPPED)
    assert [job.location.name for job in jobs] == ["retweets.csv"]
    assert [outcome.file for outcome in failed] == ["likes.csv"]
    with pytest.raises(UsageError):
        find_readable_jobs([tmp_path / "likes.csv"], options=MAPPED)


def test_if_no_file_can_be_read_all_of_them_are_named(tmp_path: Path) -> None:
    for name in ("shares.csv", "retweets.csv"):
        write(tmp_path / name, ["id,account_id,post_id,author_id,timestamp", "1,2,3,4,2021-03-01"])
    with pytest.raises(InputError, match="None of the 2 files can be read") as caught:
        find_readable_jobs([tmp_path])
    assert "\n".join(caught.value.details).count("--map id=retweet_id,timestamp=retweeted_at") == 2
