"""Raw CSV loses nothing; CSV for spreadsheets runs nothing; Parquet is the table."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError, UsageError
from explorer.common.spreadsheets import cell as safe
from explorer.export.folder import write_tables

TEXTS = st.lists(st.none() | st.text(), min_size=1)
HARD = ["", None, '"', "\x00", "\r", "\r\n", "\n", ",", "=1", '",\n"', "\ufeff", " ", "x;=1", 'x\t"=1']


@settings(deadline=None)
@given(TEXTS, TEXTS)
@example(HARD, HARD[::-1])
def test_raw_csv_read_back_is_the_table(one: list[str | None], other: list[str | None]) -> None:
    rows = min(len(one), len(other))
    frame = pl.DataFrame({"a": one[:rows], "b": other[:rows]}, schema={"a": pl.String, "b": pl.String}).with_columns(
        n=pl.int_range(pl.len()), x=pl.int_range(pl.len()) / 7, t=pl.lit(datetime(2021, 1, 1, 1, 2, 3, 4567, UTC))
    )
    with TemporaryDirectory() as folder:
        (path,) = write_tables({"rows": frame}, Path(folder), form="raw-csv")
        read = pl.read_csv(path, schema=frame.schema | {"t": pl.String})
    assert read.with_columns(pl.col("t").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_zone="UTC")).equals(frame)


@settings(deadline=None)
@given(TEXTS)
@example(HARD)
def test_no_cell_of_a_spreadsheet_runs(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"text": texts, "end": 1}, schema={"text": pl.String, "end": pl.Int64})
    with TemporaryDirectory() as folder:
        (path,) = write_tables({"rows": frame}, Path(folder), form="csv")
        content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["text", "end"]
    for (cell, end), text in zip(rows[1:], texts, strict=True):
        assert end == "1"
        assert cell == safe(text or "")


def test_lists_are_json_and_long_ids_stay_text(tmp_path: Path) -> None:
    frame = pl.DataFrame({"l": [["a", '"b']], "m": [[1, 2]], "id": ["1366394512345678901"]})
    (path,) = write_tables({"rows": frame}, tmp_path, form="csv")
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert row == {"l": '["a", "\\"b"]', "m": "[1, 2]", "id": "'1366394512345678901"}


def test_nothing_is_written_if_one_file_exists(tmp_path: Path) -> None:
    frames = {"a": pl.DataFrame({"x": [1]}), "b": pl.DataFrame({"x": [1]})}
    (tmp_path / "b.parquet").write_text("mine")
    with pytest.raises(UsageError, match="already exists"):
        write_tables(frames, tmp_path, form="parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["b.parquet"]
    with pytest.raises(InputError, match="cannot be created"):
        write_tables(frames, tmp_path / "b.parquet" / "c", form="parquet")
