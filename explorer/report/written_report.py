"""What a written report contains, and its default size. Imports nothing heavy, so that the command line starts fast."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAX_CLUSTERS: Final = 20
"""Default for the maximum number of clusters in a report."""


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report that was written.

    Attributes:
        path: The file.
        run_id: The id of the run.
        clusters: The number of clusters in the report.
        of_clusters: The number of clusters of the run.
        size: The size of the file in bytes.
        figures: The number of pictures in it.
        missing: The titles of figures that are missing, each with the reason.
        logs: The logs of errors that kept figures from being drawn.
        simulated: Whether the graph contains simulated data.
        limits: What the data cannot show, one text for each limitation.
    """

    path: Path
    run_id: str
    clusters: int
    of_clusters: int
    size: int
    figures: int
    missing: tuple[tuple[str, str], ...]
    logs: tuple[Path, ...]
    simulated: bool
    limits: tuple[str, ...]
