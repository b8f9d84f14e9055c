"""What is simulated is said to be so, beside whatever is shown of it."""

from explorer.api import Graph
from explorer.cli.ui.output import warn
from explorer.simulate.campaign.marks import FILE_MARK


def warn_of_simulated_files(names: str) -> None:
    """Say so if there are simulated data among files of these names."""
    if FILE_MARK in names:
        _warn("among these files")


def warn_of_simulated_graph(graph: Graph) -> None:
    """Say so if simulated data were imported into the graph."""
    if graph.is_simulated:
        _warn("in this graph")


def _warn(where: str) -> None:
    warn(f"Simulated data are {where}: nothing in them is real, whatever names they bear.")
