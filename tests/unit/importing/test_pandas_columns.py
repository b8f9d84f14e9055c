"""Columns of pandas become what a Parquet or CSV file of the same values contains."""

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from explorer.importing.pandas_columns import to_polars


def column(values: Any) -> pl.Series:
    return to_polars(pd.DataFrame({"a": values}))["a"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3], [1, 2, 3]),
        (np.array([2**64 - 1, 0, 1], dtype="uint64"), [2**64 - 1, 0, 1]),
        ([44196397.0, np.nan, 3.0], [44196397.0, None, 3.0]),
        (np.array([1.5, np.nan, 3.0], dtype="float32"), [1.5, None, 3.0]),
        ([True, False, True], [True, False, True]),
        (pd.array([900, None, 2**60 + 1], dtype="Int64"), ["900", None, str(2**60 + 1)]),
        (pd.array([44196397.0, None, 2.5], dtype="Float64"), ["44196397.000", None, "2.500"]),
        (pd.array([True, None, False], dtype="boolean"), ["true", None, "false"]),
        (pd.array(["@ada", None, "é"], dtype="string"), ["@ada", None, "é"]),
        (pd.array([1, None, 2], dtype="int64[pyarrow]"), ["1", None, "2"]),
        (pd.Series(["@ada", 44196397, 44196397.0], dtype=object), ["@ada", "44196397", "44196397.000"]),
        # a float that is not exact keeps its decimal point, by which the reader rejects it
        (pd.Series([1e20, "x", None], dtype=object), ["100000000000000000000.000", "x", None]),
        (pd.Series([None, float("nan"), pd.NA], dtype=object), [None, None, None]),
        (pd.Series([pd.NaT, Decimal("NaN"), Decimal("1E+3")], dtype=object), [None, None, "1000"]),
        (pd.Series([np.int64(3), np.str_("x"), np.float64("nan")], dtype=object), ["3", "x", None]),
        (pd.Categorical(["x", None, "y"]), ["x", None, "y"]),
        (pd.Categorical([20, None, 10]), ["20", None, "10"]),
        (pd.arrays.SparseArray([1, 0, 0]), ["1", "0", "0"]),
    ],
)
def test_values(values: Any, expected: list[Any]) -> None:
    assert column(values).to_list() == expected


def test_times_keep_their_zone() -> None:
    naive = pd.Series(pd.to_datetime(["2021-03-01T10:00:00.123456789", None], format="ISO8601"))
    assert column(naive).to_list() == [dt.datetime(2021, 3, 1, 10, 0, 0, 123456), None]
    # ten in Berlin is nine in London in March
    berlin = column(naive.dt.tz_localize("Europe/Berlin"))
    assert berlin.dtype == pl.Datetime("us", "UTC")
    assert berlin.to_list() == [dt.datetime(2021, 3, 1, 9, 0, 0, 123456, tzinfo=dt.UTC), None]
    mixed = [pd.Timestamp("2021-03-01T10:00", tz="Asia/Shanghai"), dt.datetime(2021, 3, 1), dt.date(2021, 3, 2)]
    assert column(pd.Series(mixed, dtype=object)).to_list() == [
        "2021-03-01T10:00:00.000+08:00",
        "2021-03-01T00:00:00.000",
        "2021-03-02",
    ]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([{"a": 1}, None], pl.Struct),
        ([["a"], None], pl.List),
        ([np.array([1]), None], pl.List),
        ([b"a", None], pl.Binary),
        (pd.to_timedelta([1, 2], unit="s"), pl.Binary),
        ([1j, 2j], pl.Binary),
    ],
)
def test_values_that_no_table_can_contain_are_replaced_by_a_column_that_readers_refuse(values: Any, dtype: Any) -> None:
    replaced = column(values)
    assert replaced.dtype == dtype
    assert replaced.null_count() == 2


def test_the_index_is_ignored_and_names_become_text() -> None:
    frame = to_polars(pd.DataFrame({7: [1, 2], ("a", "b"): [3, 4]}, index=[5, 5]))
    assert frame.to_dict(as_series=False) == {"7": [1, 2], "('a', 'b')": [3, 4]}


def test_an_empty_frame() -> None:
    empty = pd.DataFrame({"a": pd.Series(dtype="datetime64[ns, UTC]"), "b": pd.Series(dtype=object)})
    assert to_polars(empty).schema == {"a": pl.Datetime("us", "UTC"), "b": pl.String}
    assert to_polars(pd.DataFrame()).shape == (0, 0)
