"""What the first rows of a table decide about all of its rows: the order of day and month, and ids versus handles.

The first rows are a fixed number, whatever the size of batches, so that the result does not depend on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.common.errors import InputError
from explorer.model.tables import TABLES, TIME
from explorer.sources.io.raw_rows import RawRows
from explorer.sources.parsing.handle_columns import HandleColumns, IdKind, find_handle_columns
from explorer.sources.parsing.time_notations import date_order

FIRST_ROWS: Final = 1_000
"""Number of rows that decide."""

_TIMES: Final = {column.name for table in TABLES.values() for column in table.columns if column.dtype == TIME} | {
    "account_created_at"
}


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the first rows of a file decide.

    Attributes:
        day_first: Whether the day precedes the month in dates such as 3/1/2021; None if there are no such dates.
        handles: Columns of account ids that contain handles.
    """

    day_first: bool | None
    handles: HandleColumns


def first_rows(parts: Iterator[RawRows]) -> tuple[pl.DataFrame, Iterator[RawRows]]:
    """Read the first rows of a file.

    Args:
        parts: Rows in file order; at least one part.

    Returns:
        `FIRST_ROWS` rows, or fewer if the file is shorter or damaged, and all parts again. If the file is damaged, the
        second iterator raises the error at that point.
    """
    taken: list[RawRows] = []
    failure: InputError | None = None
    height = 0
    while height < FIRST_ROWS:
        try:
            part = next(parts, None)
        except InputError as error:
            failure, part = error, None
        if part is None:
            break
        taken.append(part)
        height += part.frame.height

    def again() -> Iterator[RawRows]:
        yield from taken
        if failure is not None:
            raise failure
        yield from parts

    return pl.concat([part.frame for part in taken] or [pl.DataFrame()]).head(FIRST_ROWS), again()


def settle(
    head: pl.DataFrame, file_name: str, *, platform: str, day_first: bool | None, ids_are: IdKind | None
) -> Conventions:
    """Decide from the first rows of a file how its values are read.

    Args:
        head: The first rows, as in `explorer.sources.io.raw_rows.RawRows`.
        file_name: Name of the file, for errors.
        platform: Platform of rows that do not name one.
        day_first: The analyst's decision on dates.
        ids_are: The analyst's decision on account ids.

    Raises:
        InputError: If the dates do not show whether the day or the month comes first.
    """
    if day_first is None:
        day_first = _day_first(head, file_name)
    return Conventions(day_first, find_handle_columns(head, platform=platform, ids_are=ids_are))


def _day_first(head: pl.DataFrame, file_name: str) -> bool | None:
    counts = [date_order(head[name]) for name in head.columns if name in _TIMES]
    days, months, undecided = (sum(numbers) for numbers in zip(*counts, strict=True)) if counts else (0, 0, 0)
    if not days and not months and not undecided:
        return None
    hint = "Use --day-first if 3/1/2021 is 3 January, or --no-day-first if it is March 1."
    if days and months:
        raise InputError(
            f"The dates in {file_name} are inconsistent: {days:,} can only have the day first, and {months:,} can only "
            "have the month first.",
            hint=f"{hint} Rows that contradict are then rejected.",
        )
    if not days and not months:
        raise InputError(
            f"The dates in {file_name} can have the day or the month first: no number in the first {head.height:,} "
            "rows is above 12.",
            hint=hint,
        )
    return days > 0
