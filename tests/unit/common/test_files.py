"""Files are written completely or not at all."""

from pathlib import Path

import polars as pl
import pytest

from explorer.common.errors import InputError
from explorer.common.files import put_new, write_atomically


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    """Polars reports it as an error of the format when it writes Parquet."""

    def write(_: Path) -> None:
        raise pl.exceptions.ComputeError("parquet: underlying IO error: No space left on device (os error 28)")

    with pytest.raises(InputError, match="No space left on device") as error:
        write_atomically(tmp_path / "edges.parquet", write)
    assert error.value.hint == "Check whether the disk is full."
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_file_replaces_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool) -> None:
    if not has_links:

        def refuse(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr(Path, "hardlink_to", refuse)
    part, path = tmp_path / "part", tmp_path / "secret.key"
    part.write_text("new")
    put_new(part, path)
    assert path.read_text() == "new"
    part = tmp_path / "other"
    part.write_text("other")
    with pytest.raises(FileExistsError):
        put_new(part, path)
    assert path.read_text() == "new"
