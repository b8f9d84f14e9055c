"""Rejected rows belong to one server: no command on another server removes or replaces them."""

from pathlib import Path

import polars as pl
import pytest

from explorer.common.errors import InputError
from explorer.model.batches import rejects_frame
from explorer.sources.rejects import RejectedRows

IMPORT = "0123456789ab"


def rows(reason: str) -> pl.DataFrame:
    return rejects_frame([{"source": "a.csv", "line": 2, "reason": reason, "raw": "x"}])


def store(rejected: RejectedRows, reason: str) -> None:
    with rejected.keep(IMPORT) as add:
        add(rows(reason))


@pytest.mark.parametrize("undone", [0, 1])
def test_one_import_on_two_servers_has_rows_on_each(tmp_path: Path, undone: int) -> None:
    servers = [RejectedRows(tmp_path, "local-default"), RejectedRows(tmp_path, "database-0f")]
    for number, server in enumerate(servers):
        store(server, f"reason {number}")
    servers[undone].forget(IMPORT)
    other = 1 - undone
    assert servers[other].read(IMPORT)["reason"].to_list() == [f"reason {other}"]
    with pytest.raises(InputError, match="not stored"):
        servers[undone].read(IMPORT)


def test_rows_of_earlier_versions_are_found_and_kept(tmp_path: Path) -> None:
    rows("earlier").write_ndjson(tmp_path / f"{IMPORT}.jsonl")
    one, other = RejectedRows(tmp_path, "local-one"), RejectedRows(tmp_path, "local-other")
    assert one.read(IMPORT)["reason"].to_list() == ["earlier"]
    store(one, "new")
    one.forget(IMPORT)
    assert other.read(IMPORT)["reason"].to_list() == ["earlier"]


def test_only_the_user_can_read_them(tmp_path: Path) -> None:
    store(RejectedRows(tmp_path / "rejected", "local-default"), "reason")
    for folder in (tmp_path / "rejected", tmp_path / "rejected" / "local-default"):
        assert folder.stat().st_mode & 0o777 == 0o700
