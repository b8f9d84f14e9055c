"""Convert data frames of pandas to Polars, column by column. Neither pandas nor pyarrow is imported.

Columns of pandas may mix types, and mark missing values as NaN, NaT, NA or None. Each column becomes what a Parquet
file would contain, or text as in a CSV file if its types are mixed.
"""

import datetime as dt
import decimal
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import polars as pl

_VALUES: Final = (str, int, float, decimal.Decimal, dt.date)
"""Types that can be written as text; datetimes are dates, and Booleans are integers."""
_OTHERS: Final[Mapping[type, pl.DataType]] = {
    dict: pl.Struct({"value": pl.Null}),
    **dict.fromkeys((list, tuple, set, frozenset, np.ndarray), pl.List(pl.Null())),
    object: pl.Binary(),
}
"""Types of Polars in place of values that no table can contain: readers refuse such a column if it is used."""


def to_polars(frame: Any) -> pl.DataFrame:
    """Return a data frame of pandas as one of Polars, without its index.

    Args:
        frame: A ``pandas.DataFrame`` whose column names are distinct as text.
    """
    return pl.DataFrame([_series(str(name), frame.iloc[:, place]) for place, name in enumerate(frame.columns)])


def _series(name: str, column: Any) -> pl.Series:
    dtype = column.dtype
    if isinstance(dtype, np.dtype):
        if dtype.kind in "iub":
            return pl.Series(name, column.to_numpy())
        if dtype.kind == "f":
            return pl.Series(name, column.to_numpy().astype(np.float64), nan_to_null=True)
        if dtype.kind == "M":
            return pl.Series(name, column.to_numpy().astype("datetime64[us]"))
    elif type(dtype).__name__ == "DatetimeTZDtype":
        utc = column.dt.tz_convert("UTC").dt.tz_localize(None)
        return _series(name, utc).dt.replace_time_zone("UTC")
    elif type(dtype).__name__ == "CategoricalDtype":
        # convert the categories once, not each value; the code of a missing value is -1
        codes = pl.Series(column.cat.codes.to_numpy().astype(np.int64))
        categories = _from_objects(name, list(column.cat.categories.astype(object)))
        return categories.gather(codes.set(codes < 0, None))
    return _from_objects(name, list(column.astype(object)))


def _from_objects(name: str, values: Sequence[Any]) -> pl.Series:
    """Return Python objects as text, or a stand-in without values if one of them cannot be written as text."""
    present = [None if _is_missing(value) else _without_numpy(value) for value in values]
    types = {type(value) for value in present} - {type(None)}
    if unusable := [kind for kind in types if not issubclass(kind, _VALUES)]:
        stand_in = next(dtype for kind, dtype in _OTHERS.items() if issubclass(unusable[0], kind))
        return pl.Series(name, [None] * len(present), dtype=stand_in)
    return pl.Series(name, [None if value is None else _text(value) for value in present], dtype=pl.String)


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    if isinstance(value, decimal.Decimal):
        return value.is_nan()
    if isinstance(value, np.datetime64 | np.timedelta64):
        return bool(np.isnat(value))
    return isinstance(value, float | np.floating) and math.isnan(value)


def _without_numpy(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, float):
        # as `explorer.sources.io.parquet` writes floats: no exponent, and always a decimal point
        return f"{value:.3f}"
    return f"{value:f}" if isinstance(value, decimal.Decimal) else str(value)
