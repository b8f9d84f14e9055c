"""A data frame becomes a file."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from explorer.common.errors import ExplorerError, InputError, UsageError
from explorer.importing.frames import for_python, write_frame
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions

FRAME = pl.DataFrame({"account_id": ["1", None], "post_id": [2**63, 1]}, schema_overrides={"post_id": pl.UInt64})


def test_the_same_content_makes_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    contents = {
        write_frame(frame, folder, "march").read_bytes()
        for frame, folder in ((FRAME, first), (FRAME.lazy(), second), (FRAME.clone().rechunk(), first))
    }
    assert len(contents) == 1
    assert pl.read_parquet(first / "frame march").equals(FRAME)
    assert write_frame(FRAME.head(1), first, "march").read_bytes() not in contents


def test_columns_of_python_objects_do_not_stop_the_others(tmp_path: Path) -> None:
    frame = FRAME.with_columns(pl.Series("other", [object(), None], dtype=pl.Object))
    assert pl.read_parquet(write_frame(frame, tmp_path, "x"))["other"].dtype == pl.Binary


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb", "a\0b", "x" * 101, "a\u202eb"])
def test_names_that_are_no_file_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a frame"):
        write_frame(FRAME, tmp_path, name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame(), "The data frame has no columns."),
        (pd.DataFrame(), "The data frame has no columns."),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "The data frame has 2 columns named a."),
        (pd.DataFrame([[1, 2]], columns=[1, "1"]), "The data frame has 2 columns named 1."),
        ([{"account_id": 1}], "A data frame of Polars or pandas is expected, not builtins.list."),
        (pd.Series([1]), "A data frame of Polars or pandas is expected, not pandas"),
    ],
)
def test_what_is_no_table(tmp_path: Path, frame: Any, message: str) -> None:
    with pytest.raises(ExplorerError, match=re.escape(message)) as caught:
        write_frame(frame, tmp_path, "x")
    assert isinstance(caught.value, InputError | UsageError)
    assert caught.value.hint


def test_hints_name_arguments_of_python_and_no_column_that_the_frame_lacks(tmp_path: Path) -> None:
    path = write_frame(FRAME, tmp_path, "march")
    options = ReadOptions(table="retweets", layout=Layout(columns=(("nope", "post_id"),)))
    error = for_python(InputError("No column.", hint="Write the columns in --map as they are."), path, options)
    assert "nope" not in error.hint
    other = for_python(UsageError("Wrong table.", hint="To read it as another table, use --table NAME."), path, options)
    assert other.hint == "To read it as another table, use table='NAME'."
