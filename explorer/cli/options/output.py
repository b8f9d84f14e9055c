"""Options that set how results are printed and files are written."""

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
    typer.Option(
        "--format",
        help="Output format. table is for reading. csv is safe to open in a spreadsheet, because cells that look like "
        "formulas are escaped. json and jsonl are for programs.",
    ),
]

ReportFormatOption = Annotated[Format, typer.Option("--output", help="Format of the printed summary.")]

TopOption = Annotated[int, typer.Option(min=1, help="Maximum number of rows.")]

ForceOption = Annotated[bool, typer.Option("--force", help="Replace existing files.")]

PseudonymizeOption = Annotated[
    Path | None,
    typer.Option(
        "--pseudonymize",
        help="Replace account IDs, handles, names and other text from accounts with pseudonyms made with this key "
        "file. `explorer export key` creates a key file. The same key always gives the same pseudonyms.",
        metavar="KEYFILE",
    ),
]
