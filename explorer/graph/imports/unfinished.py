"""Unfinished imports: what an interrupt leaves behind, and how to continue."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import neo4j

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
def report_interrupts(graph: Connection, file: str, import_id: str) -> Iterator[None]:
    """Turn Ctrl-C during the import of a file into `Interrupted`, which says what is loaded."""

    def unknown() -> Interrupted:
        return Interrupted(
            f"The import of {file} ({import_id}) is unfinished. A part of its rows may be loaded.",
            hint=UnfinishedImport(import_id, file, 0, undoing=False).hint,
        )

    with interrupt_means(unknown):
        try:
            yield
        except KeyboardInterrupt as error:
            loaded, finished = _count_loaded(graph, import_id)
            if finished:
                raise Interrupted(
                    f"{file} was imported completely before, and still is.",
                    hint="To check it again, run the same command.",
                ) from error
            if loaded is None:
                raise
            unfinished = UnfinishedImport(import_id, file, loaded, undoing=False)
            raise Interrupted(unfinished.message, hint=unfinished.hint) from error


def _count_loaded(graph: Connection, import_id: str) -> tuple[int | None, bool]:
    """Return how many rows of an import are loaded (None if this takes too long), and whether it is finished.

    The query waits for transactions that other threads have begun, because each of them locks the Import node.
    """
    answer: list[tuple[int | None, bool]] = []

    def work(transaction: neo4j.ManagedTransaction) -> tuple[int, bool]:
        query = (
            "MATCH (i:Import {importId: $id}) SET i.loaded = i.loaded "
            "RETURN i.loaded AS loaded, i.finishedAt IS NOT NULL AS finished"
        )
        record = transaction.run(query, id=import_id).single(strict=True)
        return record["loaded"], record["finished"]

    def ask() -> None:
        with suppress(GraphError, neo4j.exceptions.ResultNotSingleError):
            answer.append(graph.write(work))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return answer[0] if answer else (None, False)
