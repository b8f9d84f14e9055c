"""What is told of a report once it is written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOP: Final = 20
"""Clusters that a report shows unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was written.

    Attributes:
        path: the file.
        run_id: the run.
        clusters: how many clusters it shows.
        of_clusters: how many the run has.
        size: of the file, bytes.
        figures: pictures in it.
        missing: titles of figures that have no data, with the reason.
        simulated: whether simulated data are among those it tells of.
        limits: what the data cannot carry, one sentence each.
    """

    path: Path
    run_id: str
    clusters: int
    of_clusters: int
    size: int
    figures: int
    missing: tuple[tuple[str, str], ...]
    simulated: bool
    limits: tuple[str, ...]
