"""Unfinished imports: what an interrupt leaves behind, and how to continue."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from explorer.common.errors import GraphError
from explorer.common.interrupts import Interrupted, interrupt_means
from explorer.common.text import count
from explorer.graph.connection.connect import Connection

PATIENCE: Final = 1.0
"""Seconds after Ctrl-C in which transactions that have begun may end, so that their rows are counted."""


@dataclass(frozen=True, slots=True)
class UnfinishedImport:
    """An import that was interrupted, whose undo was interrupted, or that is still running.

    Attributes:
        import_id: Id of the import.
        file: Name of the file.
        loaded: Number of rows loaded so far.
        undoing: Whether an undo of it was interrupted.
    """

    import_id: str
    file: str
    loaded: int
    undoing: bool

    @property
    def message(self) -> str:
        """What is true of it."""
        if self.undoing:
            return f"The undo of the import of {self.file} ({self.import_id}) is unfinished."
        rows = f"{count(self.loaded, 'row')} {'is' if self.loaded == 1 else 'are'} loaded, and others are missing"
        return (
            f"The import of {self.file} ({self.import_id}) is unfinished: "
            f"{rows if self.loaded else 'none of its rows are loaded yet'}."
        )

    @property
    def hint(self) -> str:
        """The ways to continue."""
        if self.undoing:
            return f"Complete the undo: explorer imports undo {self.import_id}"
        return (
            f"To complete it, run the same explorer import again. To remove its rows: explorer imports undo "
            f"{self.import_id}"
        )


def unfinished_imports(graph: Connection) -> list[UnfinishedImport]:
    """Return the unfinished imports, oldest first."""
    rows = graph.read(
        """
        MATCH (i:Import) WHERE i.finishedAt IS NULL
        RETURN i.importId, i.file, coalesce(i.loaded, 0), coalesce(i.undoing, false) ORDER BY i.startedAt, i.importId
        """
    ).rows
    return [UnfinishedImport(*row) for row in rows]


@contextmanager
def report_interrupts(graph: Connection, file: str, import_id: str, loaded: Callable[[], int]) -> Iterator[None]:
    """Turn Ctrl-C while a file is imported for the first time into `Interrupted`, which says what is loaded.

    Args:
        graph: The graph.
        file: Name of the file.
        import_id: Id of the import.
        loaded: Returns the number of rows of finished batches; others are counted in the graph, if it replies in time.
    """

    def at_least() -> Interrupted:
        return unfinished(loaded(), "at least ")

    def unfinished(rows: int, bound: str) -> Interrupted:
        state = UnfinishedImport(import_id, file, rows, undoing=False)
        if rows or not bound:
            return Interrupted(state.message.replace("unfinished: ", f"unfinished: {bound}", 1), hint=state.hint)
        return Interrupted(
            f"The import of {file} ({import_id}) is unfinished. A part of its rows may be loaded.", hint=state.hint
        )

    with interrupt_means(at_least):
        try:
            yield
        except KeyboardInterrupt as error:
            rows = _count_loaded(graph, import_id)
            if rows is None:
                raise
            raise unfinished(rows, "") from error


def _count_loaded(graph: Connection, import_id: str) -> int | None:
    """Return how many rows of an import are loaded; None if this takes too long.

    The query waits for transactions that are being committed, because each of them has locked the Import node. Other
    transactions are rolled back; see `explorer.graph.load.retweets`. It sets a property that no transaction changes: a
    value that was read before the lock was acquired would undo what they add.
    """
    answers: list[int] = []
    query = "MATCH (i:Import {importId: $id}) SET i.file = i.file RETURN i.loaded"

    def ask() -> None:
        with suppress(GraphError):
            rows = graph.write(lambda transaction: transaction.run(query, id=import_id).values())
            answers.extend(loaded for (loaded,) in rows)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return answers[0] if answers else None
