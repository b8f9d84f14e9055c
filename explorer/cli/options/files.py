"""Options that choose the files that a command reads, and how it reads them."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated

import typer

from explorer.common.errors import InputError, UsageError
from explorer.common.temporary import temporary
from explorer.sources.declarations.all_formats import INPUT_FORMATS

PathsArgument = Annotated[
    list[Path],
    typer.Argument(
        help="Files (optionally compressed as .gz, .zst, .bz2 or .xz), folders, zip archives or quoted "
        "patterns such as 'data/*.csv'; - reads standard input.",
        metavar="PATH",
    ),
]


def complete_formats(incomplete: str) -> list[str]:
    """Return the names of input formats that begin with a text, for shell completion."""
    return [name for name in ("auto", *INPUT_FORMATS) if name.startswith(incomplete)]


SourceFormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="NAME",
        help="Input format of the files. auto detects it from the content. `explorer formats` lists the formats.",
        autocompletion=complete_formats,
    ),
]

PlatformOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Platform of the account and post IDs if the rows do not name one. Default: the platform that the "
        "format belongs to, usually x (Twitter/X). For anonymised data, choose a platform name that you do not use "
        "elsewhere, so that the anonymised IDs are not confused with real ones.",
    ),
]


def save_stdin(context: typer.Context, paths: Sequence[Path]) -> list[Path]:
    """Return the paths, with ``-`` replaced by a temporary file that contains a copy of standard input.

    A copy is needed because files are read more than once. Only the user can read the copy, and it is deleted when
    the command ends.

    Raises:
        UsageError: If standard input is a terminal.
        InputError: If standard input is empty.
    """
    if Path("-") not in paths:
        return list(paths)
    from explorer.sources.io.locations import STDIN_COPY  # noqa: PLC0415 - it imports what only reading needs

    if sys.stdin.isatty():
        raise UsageError(
            "- reads standard input, but no data are piped into the command.",
            hint="Pipe data into the command: zcat data.csv.gz | explorer … -",
        )
    folder = context.with_resource(temporary(Path(gettempdir()), prefix=STDIN_COPY, is_folder=True))
    copy = folder / "stdin"
    with copy.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    if not copy.stat().st_size:
        raise InputError(
            "Standard input is empty.",
            hint="Check the command before the pipe, for example: zcat data.csv.gz | explorer … -",
        )
    return [copy if path == Path("-") else path for path in paths]
