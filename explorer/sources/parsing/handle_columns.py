"""Decide whether columns of account ids contain ids or handles without @, and add the @.

An account that is known only by its handle has the id ``@handle``. If a file contains handles without @, its accounts
would never meet those of other files, nor the outlets of a registry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from explorer.common.text import count
from explorer.model.platforms import PLATFORMS
from explorer.sources.io.raw_rows import PROBLEM
from explorer.sources.parsing.ids import ABSENT, ACCOUNT_IDS

IdKind = Literal["ids", "handles"]
"""What the values in columns of account ids are."""

_COLUMNS: Final = (*sorted(ACCOUNT_IDS), "retweeted_author_id")
_PLATFORM: Final = "platform"
_ANY_HANDLE: Final = r"[^\s@/:]{1,255}"
"""Handles of platforms whose rules are not known; used only if the analyst says that the ids are handles."""
_DAMAGED: Final = r"[=\"'+ ]*(?i:id[_:]|x)?[0-9][0-9.,eE+]*[\"' ]*"
"""Ids that a spreadsheet or an exporter has changed."""
_NAME: Final = r"\p{L}{3}"
"""Pseudonyms such as u17 have shorter words."""


@dataclass(frozen=True, slots=True)
class HandleColumns:
    """Columns of a file that contain handles.

    Attributes:
        columns: Names of columns, each with a platform.
        platform: Platform of rows that do not name one.
        decided: Whether the analyst has decided that ids are handles; otherwise the first rows have.
        notes: Notes for the analyst.
    """

    columns: tuple[tuple[str, str], ...] = ()
    platform: str = "x"
    decided: bool = False
    notes: tuple[str, ...] = ()

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return rows with @ before their handles; values that are not handles are a problem of their row."""
        for name, platform in self.columns:
            if name not in frame.columns:
                continue
            text = pl.col(name).str.strip_chars()
            plain = _row_platform(frame, self.platform) == platform
            plain &= ~text.str.starts_with("@") & ~text.is_in(["", *ABSENT])
            is_handle = text.str.contains(_whole(_handles(platform)))
            if not self.decided:
                is_handle &= ~text.str.contains(_id_pattern(platform))
            why = pl.format(f"{name} {{}} is not a handle, but {self._why(name)}", text.str.head(40))
            frame = frame.with_columns(
                pl.when(plain & is_handle).then("@" + text).otherwise(pl.col(name)).alias(name),
                pl.coalesce(PROBLEM, pl.when(plain & ~is_handle).then(why)).alias(PROBLEM),
            )
        return frame

    def _why(self, name: str) -> str:
        if self.decided:
            return "--ids-are handles was given"
        return f"the first values of {name} are; use --ids-are handles if it is one, or --ids-are ids if all are ids"


def find_handle_columns(head: pl.DataFrame, *, platform: str, ids_are: IdKind | None) -> HandleColumns:
    """Decide from the first rows of a file which columns of account ids contain handles.

    On a platform whose ids have a known form, a column contains handles if all of its values can be handles, none is an
    id, and most contain a word; values with one prefix and a number are taken for pseudonyms. If the analyst has
    decided, a column whose values all have the form of ids still contains ids.

    Args:
        head: The first rows, as in `explorer.sources.io.raw_rows.RawRows`.
        platform: Platform of rows that do not name one.
        ids_are: The analyst's decision.
    """
    if ids_are == "ids":
        return HandleColumns()
    columns: list[tuple[str, str]] = []
    notes: list[str] = []
    for name, row_platform, values in _values(head, platform):
        plain = values.filter(~values.str.starts_with("@"))
        is_id = plain.str.contains(_id_pattern(row_platform))
        is_handle = ~is_id & plain.str.contains(_whole(_handles(row_platform)))
        ids, handles = int(is_id.sum()), int(is_handle.sum())
        if ids_are == "handles":
            if row_platform in PLATFORMS and ids == len(plain):
                notes.append(f"all values of {name} have the form of ids of {row_platform} and are read as ids")
            else:
                columns.append((name, row_platform))
        elif row_platform in PLATFORMS and handles and _are_names(plain.filter(is_handle)):
            example = plain.filter(is_handle)[0]
            if handles == len(plain):
                columns.append((name, row_platform))
                notes.append(f"{name} contains handles, read as @{example}; if they are ids, use --ids-are ids")
            elif ids:
                notes.append(
                    f"{name} contains {count(handles, 'value')} of the form of handles ({example}) and "
                    f"{count(ids, 'id')} in the first {head.height:,} rows. All are read as ids, so that handles match "
                    "nothing; use --ids-are handles to read them as handles, or --ids-are ids to confirm"
                )
    return HandleColumns(tuple(columns), platform, ids_are == "handles", tuple(notes))


def _values(head: pl.DataFrame, platform: str) -> Iterator[tuple[str, str, pl.Series]]:
    """Yield the values of each column of account ids for each platform."""
    for name in _COLUMNS:
        if name not in head.columns:
            continue
        values = head.select(_row_platform(head, platform).alias(_PLATFORM), pl.col(name).str.strip_chars())
        used = values.filter(~pl.col(name).is_in(["", *ABSENT]))
        for (row_platform,), rows in used.group_by(_PLATFORM, maintain_order=True):
            yield name, str(row_platform), rows[name]


def _are_names(handles: pl.Series) -> bool:
    """Whether values that can be handles are names rather than pseudonyms, such as a1, a2 and a3."""
    unique = handles.unique()
    prefixes = unique.str.replace(r"[0-9]+$", "")
    is_series = len(unique) > 1 and prefixes.n_unique() == 1 and (prefixes != unique).all()
    return not is_series and 2 * int(unique.str.contains(_NAME).sum()) >= len(unique)


def _row_platform(frame: pl.DataFrame, platform: str) -> pl.Expr:
    if _PLATFORM not in frame.columns:
        return pl.lit(platform)
    given = pl.col(_PLATFORM).str.strip_chars().str.to_lowercase()
    return pl.when(given != "").then(given).otherwise(pl.lit(platform))


def _handles(platform: str) -> str:
    return PLATFORMS[platform].handles if platform in PLATFORMS else _ANY_HANDLE


def _id_pattern(platform: str) -> str:
    ids = f"{PLATFORMS[platform].ids}|" if platform in PLATFORMS else ""
    return _whole(f"{ids}{_DAMAGED}")


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
