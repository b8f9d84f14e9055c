"""A figure of the report."""

from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from explorer.report.figures.table import ReportTable


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its texts and the table behind it.

    Attributes:
        id: The id of the HTML element.
        title: What the figure shows, in a few words.
        reading: How to read it.
        picture: The picture as SVG. None if there is nothing to draw.
        table: The table behind the figure.
        caveats: What to keep in mind with these data.
        missing: Why there is no picture. Empty if there is one.
        log: The log of the error that kept the picture from being drawn.
    """

    id: str
    title: str
    reading: str
    picture: Markup | None
    table: ReportTable | None
    caveats: list[str] = field(default_factory=list)
    missing: str = ""
    log: Path | None = None
