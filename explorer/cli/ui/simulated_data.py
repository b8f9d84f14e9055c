"""Warnings that are printed with all output that shows simulated data."""

from typing import TYPE_CHECKING

from explorer.cli.ui.output import warn
from explorer.simulate.campaign.marks import FILE_MARK

if TYPE_CHECKING:
    from explorer.api import Graph


def warn_of_simulated_files(names: str) -> None:
    """Warn if the names of files mark them as simulated data."""
    if FILE_MARK in names:
        _warn("These files contain")


def warn_of_simulated_graph(graph: "Graph") -> None:
    """Warn if simulated data were imported into the graph."""
    if graph.is_simulated:
        _warn("This graph contains")


def _warn(subject: str) -> None:
    warn(f"{subject} simulated data. Accounts, posts and retweets are invented, even if real outlets are named.")
