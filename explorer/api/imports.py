"""Data into the graph, and out of it again."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from explorer.api.base import GraphBase
from explorer.graph.connection.lock import write_lock
from explorer.graph.connection.schema import apply_schema
from explorer.graph.imports.imports import ImportReport, find_import, list_imports
from explorer.graph.imports.undo import UndoResult, undo_import
from explorer.graph.rollups import rebuild_rollups
from explorer.graph.summary import Summary, summarise
from explorer.importing.bulk import bulk_server, import_in_bulk
from explorer.importing.jobs import Job, find_jobs, import_files, import_registry
from explorer.registry.reader import Registry, read_registry
from explorer.sources.rejects import RejectedRows


class Imports(GraphBase):
    """The part of `explorer.Graph` that fills the graph."""

    def import_files(
        self,
        paths: Sequence[Path | str],
        *,
        source: str = "auto",
        platform: str | None = None,
        released: date | None = None,
        bulk: bool | None = None,
    ) -> list[ImportReport]:
        """Load files of accounts, posts and retweets; rows that are there already are counted as duplicates.

        Args:
            paths: files, folders, zip archives or patterns.
            source: the name of a format, or ``auto`` to look at each file's content.
            platform: id space of the ids where rows name none; None: each format's own.
            released: when an information-operations archive was published.
            bulk: whether by Neo4j's offline import, which fills a local server's empty graph; None: where it pays.

        Returns:
            A report for each file: rows == loaded + duplicates + rejected.

        Raises:
            InputError: if a path is missing, cannot be read or is of no known format.
            UsageError: if there is no such format, or bulk is demanded and not possible.
            GraphError: if Neo4j cannot be reached; the same call completes what it began.
        """
        jobs = find_jobs([Path(path) for path in paths], format_name=source, platform=platform, released=released)
        return self.import_jobs(jobs, bulk=bulk)

    def import_jobs(
        self, jobs: Sequence[Job], *, bulk: bool | None = None, told: Callable[[str], None] | None = None
    ) -> list[ImportReport]:
        """Load files that `explorer.importing.jobs.find_jobs` found; see `import_files`.

        Args:
            jobs: the files and how they are read.
            bulk: as for `import_files`.
            told: told why a bulk import is not possible where it would pay; None: nobody.
        """
        reports: list[ImportReport] = []
        if server := bulk_server(self._settings, jobs, bulk, notify=told or (lambda _: None)):
            # it is stopped meanwhile
            self.close()
            reports, jobs = import_in_bulk(server, jobs, rejected=self._rejected, progress=self._progress)
        return reports + import_files(self.connection, jobs, rejected=self._rejected, progress=self._progress)

    def load_registry(self, registry: Registry | None = None) -> ImportReport:
        """Load outlets and their accounts; a new version takes the place of an earlier one.

        Args:
            registry: from `explorer.registry.reader.read_registry`, all of it or a part; None: the shipped one.
        """
        chosen = registry or read_registry()
        return import_registry(self.connection, chosen, rejected=self._rejected, progress=self._progress)

    def imports(self) -> pl.DataFrame:
        """Return what was imported, the latest first: import (id), file, format, counts of rows, times, state."""
        return list_imports(self.connection).frame()

    def find_import(self, name: str) -> dict[str, Any]:
        """Return everything that an import records of itself.

        Raises:
            UsageError: if no import, or more than one, has this id, beginning of an id or file name.
        """
        return find_import(self.connection, name)

    def rejected_rows(self, name: str) -> pl.DataFrame:
        """Return the rows that an import rejected: source, line, reason, raw text.

        Raises:
            UsageError: as `find_import`.
            InputError: if they are not on this machine.
        """
        return self._rejected.read(self.find_import(name)["importId"])

    def undo_import(self, name: str) -> UndoResult:
        """Take an import back: what only it brought goes, what others brought too stays; runs stay.

        Raises:
            UsageError: as `find_import`.
            GraphError: if Neo4j cannot be reached; the same call completes what it began.
        """
        import_id = self.find_import(name)["importId"]
        with write_lock(self.connection, progress=self._progress):
            undone = undo_import(self.connection, import_id, progress=self._progress)
        self._rejected.forget(import_id)
        return undone

    def summary(self) -> Summary:
        """Return what the graph holds, in figures."""
        return summarise(self.connection, progress=self._progress)

    def rebuild_rollups(self) -> tuple[int, int]:
        """Count all roll-ups anew; return the accounts that retweet and the outlets that are retweeted.

        Raises:
            GraphError: if Neo4j cannot be reached; the same call completes what it began.
        """
        graph = self.connection
        apply_schema(graph)
        with write_lock(graph, progress=self._progress):
            accounts = rebuild_rollups(graph, progress=self._progress)
        ((outlets,),) = graph.read("MATCH (o:Outlet) WHERE o.retweets IS NOT NULL RETURN count(o)").rows
        return accounts, outlets

    @property
    def _rejected(self) -> RejectedRows:
        return RejectedRows(self._settings.rejected_rows)
