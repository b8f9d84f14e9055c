"""Which files a command reads, and how, as options."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from explorer.common.errors import InputError, UsageError
from explorer.sources.input_formats import INPUT_FORMATS

PathsArgument = Annotated[
    list[Path],
    typer.Argument(
        help="Files (also .gz, .zst, .bz2, .xz), folders, zip archives, patterns in quotes, - for standard input.",
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
        help=f"How to read them: auto looks at the content; others are {', '.join(INPUT_FORMATS)}. explorer formats "
        "tells what each is.",
        autocompletion=complete_formats,
    ),
]

PlatformOption = Annotated[
    str | None,
    typer.Option(
        help="Id space of the ids where the rows name none (default: the format's own, x for most). Give anonymised "
        "data a name of its own, so that its ids never meet real ones."
    ),
]


def save_stdin(context: typer.Context, paths: Sequence[Path]) -> list[Path]:
    """Return the paths, with ``-`` replaced by a file that holds a copy of standard input.

    Files are read more than once. Only its owner can read the copy, and it is deleted when the command ends.

    Raises:
        UsageError: if standard input is a terminal.
        InputError: if standard input is empty.
    """
    if Path("-") not in paths:
        return list(paths)
    if sys.stdin.isatty():
        raise UsageError("Standard input is a terminal.", hint="Pipe data into it: zcat data.csv.gz | explorer … -")
    folder = Path(context.with_resource(TemporaryDirectory(prefix="explorer-")))
    copy = folder / "stdin"
    with copy.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    if not copy.stat().st_size:
        raise InputError(
            "Nothing came over standard input.",
            hint="Has the command before it failed? Pipe data into it: zcat data.csv.gz | explorer … -",
        )
    return [copy if path == Path("-") else path for path in paths]
