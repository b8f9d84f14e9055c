"""How results are printed and files are written, as options."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """The formats in which rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="table for people; csv (safe in spreadsheets), json or jsonl for programs"),
]

ReportFormatOption = Annotated[Format, typer.Option("--output", help="Form of the report that is printed.")]

TopOption = Annotated[int, typer.Option(min=1, help="Most rows.")]

ForceOption = Annotated[bool, typer.Option("--force", help="Replace what is there.")]

PseudonymizeOption = Annotated[
    Path | None,
    typer.Option(
        "--pseudonymize",
        help="Put keyed hashes in the place of account ids, handles, names and texts, by this key file (explorer "
        "export key makes one); the same key gives the same pseudonyms everywhere.",
        metavar="KEYFILE",
    ),
]
