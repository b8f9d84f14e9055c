"""Write a run's tables to a folder as Parquet, CSV for spreadsheets, or raw CSV."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl
import polars.selectors as cs

from explorer.common.columns import map_texts
from explorer.common.errors import InputError, UsageError
from explorer.common.files import write_atomically
from explorer.common.progress import Progress, silent
from explorer.common.spreadsheets import cell
from explorer.export.formats import TABLE_FORMATS, TableFormat

_MOMENT: Final = "%Y-%m-%dT%H:%M:%S%.fZ"


def write_tables(
    frames: Mapping[str, pl.DataFrame],
    folder: Path,
    *,
    form: TableFormat,
    force: bool = False,
    progress: Progress = silent,
) -> list[Path]:
    """Write each table to a file named after it, and remove files of the same tables in other formats.

    A file is written completely or not at all.

    Args:
        frames: The tables by name.
        folder: The folder to write to. Created if it does not exist.
        form: ``parquet`` keeps types. ``csv`` is safe for spreadsheets, see `spreadsheet_safe`. ``raw-csv`` keeps every
            text unchanged: null is an empty field, an empty text is ``""``, lists are JSON.
        force: Whether existing tables, in any format, may be replaced.
        progress: Called with the number of files written.

    Returns:
        The files.

    Raises:
        UsageError: If one of the tables exists. No table is written then.
        InputError: If a file cannot be written.
    """
    paths = {name: folder / f"{name}{TABLE_FORMATS[form].suffix}" for name in frames}
    # files of an earlier export in another format would lie beside the new ones, names beside pseudonyms
    suffixes = dict.fromkeys(table_format.suffix for table_format in TABLE_FORMATS.values())
    existing = [path for name in frames for suffix in suffixes if (path := folder / f"{name}{suffix}").exists()]
    if existing and not force:
        raise UsageError(
            f"{existing[0]} already exists.", hint="Use --force to replace it, or choose another folder with --output."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be created: {error.strerror}.", hint="Choose another folder with --output."
        ) from error
    for done, (name, path) in enumerate(paths.items()):
        progress("writing tables", done, len(paths))
        _write(frames[name], path, form)
    for path in set(existing).difference(paths.values()):
        try:
            path.unlink()
        except OSError as error:
            raise InputError(
                f"{path} cannot be deleted: {error.strerror}.", hint="Delete the file yourself."
            ) from error
    return list(paths.values())


def _write(frame: pl.DataFrame, path: Path, form: TableFormat) -> None:
    if form == "parquet":
        write_atomically(path, frame.write_parquet)
        return
    flat = frame.with_columns(
        cs.datetime().dt.to_string(_MOMENT), *(_as_json(frame[name]) for name in frame.select(cs.list()).columns)
    )
    safe = form == "csv"
    shown = spreadsheet_safe(flat) if safe else flat
    # without the mark, spreadsheets do not read the file as UTF-8
    write_atomically(path, lambda part: shown.write_csv(part, include_bom=safe, quote_style="non_numeric"))


def spreadsheet_safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose texts are safe in spreadsheets: not run as formulas and not read as numbers, see `cell`."""
    return frame.with_columns(map_texts(frame[name], cell) for name in frame.select(cs.string()).columns)


def _as_json(column: pl.Series) -> pl.Series:
    def as_text(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    texts = [None if v is None else json.dumps(v, ensure_ascii=False, default=as_text) for v in column.to_list()]
    return pl.Series(column.name, texts, dtype=pl.String)
