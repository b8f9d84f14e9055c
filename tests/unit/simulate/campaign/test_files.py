"""A campaign's folder: the same bytes, whole or not at all, imported as it is, the truth out of the way."""

from pathlib import Path

import polars as pl
import pytest

from explorer.common.errors import InputError, UsageError
from explorer.importing.jobs import find_jobs
from explorer.simulate.campaign import files as writing
from explorer.simulate.campaign.files import FileFormat, write_campaign
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.evaluation import read_truth
from explorer.simulate.simulation import simulate

COMMAND = "explorer simulate base -o campaign"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return simulate("base", seed=1, scale=0.02)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_readers_accept_every_row_and_ignore_the_truth(campaign: Campaign, tmp_path: Path, form: FileFormat) -> None:
    write_campaign(campaign, tmp_path / "c", command=COMMAND, file_format=form)
    jobs = find_jobs([tmp_path / "c"])
    assert [job.location.name for job in jobs] == [f"{name}.simulated.{form}" for name in sorted(campaign.tables)]
    for job in jobs:
        batches = list(job.batches())
        (table,) = {batch.table.name for batch in batches}
        rows = pl.concat([batch.rows for batch in batches])
        assert sum(batch.rejects.height for batch in batches) == 0
        assert rows.equals(campaign.tables[table])
    assert read_truth(tmp_path / "c").equals(campaign.truth["accounts"])
    assert "nothing here is real" in (tmp_path / "c" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_campaign_gives_the_same_bytes(campaign: Campaign, tmp_path: Path, form: FileFormat) -> None:
    again = simulate("base", seed=1, scale=0.02)
    folder = tmp_path / "c"
    write_campaign(campaign, folder, command=COMMAND, file_format=form)
    first = contents(folder)
    write_campaign(again, tmp_path / "elsewhere", command=COMMAND, file_format=form)
    assert contents(tmp_path / "elsewhere") == first
    assert len(first) == len(campaign.tables) + len(campaign.truth) + 2


def test_a_folder_with_content_is_replaced_only_with_force(campaign: Campaign, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(UsageError, match="not empty"):
        write_campaign(campaign, tmp_path, command=COMMAND)
    assert contents(tmp_path) == {"mine.txt": b"kept"}
    folder = tmp_path / "empty"
    folder.mkdir()
    write_campaign(campaign, folder, command=COMMAND)
    (folder / "old.csv").write_text("gone")
    files = write_campaign(campaign, folder, command=COMMAND, force=True)
    assert sorted(contents(folder)) == sorted(str(file.relative_to(folder)) for file in files)
    assert "old.csv" not in contents(folder)
    with pytest.raises(UsageError, match="is a file"):
        write_campaign(campaign, tmp_path / "mine.txt", command=COMMAND, force=True)
    other = tmp_path / "photographs"
    other.mkdir()
    (other / "one.jpg").touch()
    with pytest.raises(UsageError, match="not a simulated campaign"):
        write_campaign(campaign, other, command=COMMAND, force=True)
    assert contents(other).keys() == {"one.jpg"}


def test_a_failed_write_leaves_no_partial_campaign(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "c"
    write_campaign(campaign, folder, command=COMMAND)
    before = contents(folder)
    write = writing._write
    written: list[Path] = []

    def breaks(table: pl.DataFrame, path: Path) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        write(table, path)

    monkeypatch.setattr(writing, "_write", breaks)
    with pytest.raises(InputError, match="No space left"):
        write_campaign(campaign, folder, command=COMMAND, force=True)
    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_unwritable_folders_are_reported(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_campaign(campaign, tmp_path / "no" / "such", command=COMMAND)
    with pytest.raises(UsageError, match="format"):
        write_campaign(campaign, tmp_path / "c", command=COMMAND, file_format="xml")  # type: ignore[arg-type]
