"""Open the graph in use: that of the settings, or of the server given before the command."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import typer

from explorer.cli.options.timeout import TIMEOUT
from explorer.cli.settings import read_settings
from explorer.cli.ui.hints import in_hints
from explorer.cli.ui.output import note, progress_bars, warn
from explorer.cli.ui.questions import ask, can_ask
from explorer.common.progress import Progress

if TYPE_CHECKING:
    from explorer.api import Graph
    from explorer.common.settings import Settings


@contextmanager
def open_graph(
    context: typer.Context, progress: Progress | None = None, *, timeout: str = TIMEOUT
) -> "Iterator[Graph]":
    """Open the graph in use. Before the first write, the server is named on standard error.

    Args:
        context: Context of the command.
        progress: Called with the progress of long operations; None means to draw progress bars on standard error.
        timeout: Time limit of each query of packs, reports and exports.
    """
    settings = graph_settings(context)
    with ExitStack() as stack:
        if progress is None:
            progress = stack.enter_context(progress_bars())
        yield stack.enter_context(graph_of(settings, progress, timeout=timeout))


@contextmanager
def graph_and_progress(context: typer.Context, *, timeout: str = TIMEOUT) -> "Iterator[tuple[Graph, Progress]]":
    """Open the graph in use, and draw progress bars on standard error for the graph and for the caller."""
    # a question and progress bars would overwrite each other
    settings = graph_settings(context)
    with progress_bars() as progress, graph_of(settings, progress, timeout=timeout) as graph:
        yield graph, progress


def graph_of(settings: "Settings", progress: Progress, *, timeout: str = TIMEOUT) -> "Graph":
    """Return the graph of a server. Before the first write, the server is named on standard error."""
    from explorer.api import Graph

    return Graph.open(
        settings=settings,
        progress=progress,
        before_writing=lambda server: note(f"Writing to {server}"),
        timeout=timeout,
    )


def graph_settings(context: typer.Context) -> "Settings":
    """Return the settings of a command that uses the graph.

    If the ``.env`` of the working folder is not confirmed, ask on a terminal whether to use its server.

    Raises:
        UnconfirmedServerError: If it is not confirmed, and there is no terminal or the answer is not yes.
    """
    from explorer.common.env_files import UnconfirmedServerError, confirm

    try:
        return read_settings(context)
    except UnconfirmedServerError as unconfirmed:
        if not can_ask():
            raise
        note(unconfirmed.message)
        try:
            answer = ask("Send and read data there from now on in this folder, yes or no?", "no")
        except EOFError:
            # the message follows the question otherwise
            note("")
            raise unconfirmed from None
        if not answer.lower().startswith("y"):
            raise
        confirm(unconfirmed.path, unconfirmed.choice)
    return read_settings(context)


def warn_of_unfinished_imports(graph: "Graph") -> None:
    """Warn if rows are missing because an import was interrupted, and say how to continue."""
    for unfinished in graph.unfinished_imports:
        warn(unfinished.message)
        note(in_hints.reach(unfinished.hint))
