"""Open the graph in use: that of the settings, or of the local server given by ``--server``."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import typer

from explorer.cli.settings import load_settings
from explorer.cli.ui.hints import in_hints
from explorer.cli.ui.output import note, progress_bars, warn
from explorer.common.progress import Progress

if TYPE_CHECKING:
    from explorer.api import Graph


@contextmanager
def open_graph(context: typer.Context, progress: Progress | None = None) -> "Iterator[Graph]":
    """Open the graph in use.

    Args:
        context: Context of the command.
        progress: Called with the progress of long operations; None means to draw progress bars on standard error.
    """
    from explorer.api import Graph

    with ExitStack() as stack:
        if progress is None:
            progress = stack.enter_context(progress_bars())
        yield stack.enter_context(Graph.open(settings=load_settings(context), progress=progress))


def warn_of_unfinished_imports(graph: "Graph") -> None:
    """Warn if rows are missing because an import was interrupted, and say how to continue."""
    for unfinished in graph.unfinished_imports:
        warn(unfinished.message)
        note(in_hints.reach(unfinished.hint))
