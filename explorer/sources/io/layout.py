"""The layout of a file as the analyst describes it, where the content alone does not show it."""

from dataclasses import dataclass


def column_name(text: str) -> str:
    """Return the name of a column in lower case, on one line and without spaces around it."""
    return " ".join(text.split()).lower()


@dataclass(frozen=True, slots=True)
class Layout:
    """Layout of a file. None means that the content decides.

    Attributes:
        encoding: Encoding of the text, a name that Python knows, such as ``cp1252``.
        skip_lines: Number of lines before the heading.
        sheet: Name of the sheet of a workbook.
        columns: Pairs of a column of the file and the column that it is read as, both in lower case.
    """

    encoding: str | None = None
    skip_lines: int | None = None
    sheet: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
