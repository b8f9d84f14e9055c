"""Options that say how files are read where their content does not."""

import codecs
import csv
import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from explorer.cli.options.expand import expand_options
from explorer.common.errors import UsageError

if TYPE_CHECKING:
    from explorer.sources.parsing.parser import ReadOptions

_PANEL: Final = "Reading files"
_NO_ENCODINGS: Final = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Encodings of Python that are not encodings of files."""


def read_options(
    *,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=NAME,…",
            help="What columns of the files are, for example user=account_id,created=retweeted_at. The names are those "
            "of the explorer's tables or, with --format, of that format. COLUMN= leaves a column out. Put a pair whose "
            "column contains a comma in double quotation marks.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Table that the files contain, such as retweets or posts. Default: decided by name and columns.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    time_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="Format of times that are not in a usual notation, with the directives of Python's strptime, for "
            "example '%d/%m/%Y %H:%M:%S'.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--no-day-first",
            help="Whether the day or the month comes first in dates such as 3/1/2021. Default: decided by the dates "
            "of the file, if they can be read in one way only.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            help="Time zone of times that do not name one, for example Europe/Berlin or +02:00. Default: UTC.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    ids_are: Annotated[
        Literal["ids", "handles"] | None,
        typer.Option(
            help="What columns of accounts contain. Handles are read as @name, even without the @. Default: decided "
            "by the values.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Encoding of text files, for example cp1252 or latin-1. Default: UTF-8, or UTF-16 with a byte-order "
            "mark.",
            rich_help_panel=_PANEL,
        ),
    ] = None,
    skip_lines: Annotated[
        int | None,
        typer.Option(min=0, help="Number of lines before the heading of a table.", rich_help_panel=_PANEL),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Name of the sheet of a workbook.", rich_help_panel=_PANEL),
    ] = None,
) -> "ReadOptions":
    """Return the options for reading files.

    Raises:
        UsageError: If a value is not valid.
    """
    # these modules import Polars
    from explorer.sources.io.layout import Layout  # noqa: PLC0415
    from explorer.sources.parsing.parser import ReadOptions  # noqa: PLC0415

    if encoding is not None:
        _check_encoding(encoding)
    return ReadOptions(
        table=table,
        time_format=time_format,
        day_first=day_first,
        timezone=timezone,
        ids_are=ids_are,
        layout=Layout(encoding, skip_lines, sheet, parse_map(map_ or ())),
    )


def with_read_options(command: Callable[..., None]) -> Callable[..., None]:
    """Replace a command's parameter ``options`` by the options of `read_options`."""
    options = list(inspect.signature(read_options).parameters.values())
    return expand_options(command, "options", options, read_options)


def parse_map(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of columns and targets in the values of ``--map``, in lower case.

    Raises:
        UsageError: If a value is not a list of COLUMN=NAME, or a column or a target occurs twice.
    """
    from explorer.sources.io.layout import column_name  # noqa: PLC0415

    pairs: list[tuple[str, str]] = []
    for value in values:
        for pair in _split(value):
            column, equals, target = map(column_name, pair.rpartition("="))
            if not equals or not column:
                raise _wrong(f"--map {pair}: this is not COLUMN=NAME.")
            if column in dict(pairs):
                raise _wrong(f"--map {pair}: the column {column} is mapped twice.")
            if target and target in dict(pairs).values():
                raise _wrong(f"--map {pair}: another column is already mapped to {target}.")
            pairs.append((column, target))
    return tuple(pairs)


def _split(value: str) -> list[str]:
    try:
        return next(csv.reader([value], strict=True), [])
    except csv.Error as error:
        raise _wrong(f"--map {value}: a quotation mark is not closed.") from error


def _wrong(message: str) -> UsageError:
    return UsageError(message, hint="Write, for example: --map user=account_id,created=retweeted_at,notes=")


def _check_encoding(name: str) -> None:
    try:
        known: Any = codecs.lookup(name)
    except (LookupError, ValueError):
        known = None
    # Python's codecs include compression and other conversions, which do not give text
    if known is None or not known._is_text_encoding or known.name.replace("_", "-") in _NO_ENCODINGS:
        raise UsageError(
            f"There is no encoding {name!r}.", hint="Encodings are, for example, utf-8, cp1252, latin-1 and utf-16."
        )
