"""Every format that is declared can be written."""

from pathlib import Path

import pytest

from explorer.export.folder import write_tables
from explorer.export.formats import EXPORT_FORMATS, NETWORK_FORMATS, TABLE_FORMATS, TableFormat
from explorer.export.network import write_network
from tests.unit.export.made import made

ACCOUNTS = [{"account": "x:a"}, {"account": "x:b"}]
EDGES = [{"source": "x:a", "target": "x:b", "signal": "co-retweet", "weight": 2}]


@pytest.mark.parametrize("suffix", NETWORK_FORMATS)
def test_every_network_format_is_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"network{suffix}"
    write_network(made(ACCOUNTS, EDGES), path)
    root = path.read_text(encoding="utf-8").splitlines()[1]
    assert root.startswith(f"<{suffix.removeprefix('.')} ")


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_every_table_format_is_written(tmp_path: Path, form: TableFormat) -> None:
    files = write_tables(made(ACCOUNTS, EDGES).frames(), tmp_path, form=form)
    assert {file.suffix for file in files} == {TABLE_FORMATS[form].suffix}
    assert sorted(files) == sorted(tmp_path.iterdir())


def test_a_format_is_declared_under_its_own_suffix() -> None:
    assert all(suffix == export.suffix for suffix, export in NETWORK_FORMATS.items())
    assert len({export.command for export in EXPORT_FORMATS}) == len(EXPORT_FORMATS)
