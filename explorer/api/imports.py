"""Import data, and undo imports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import polars as pl

from explorer.api.base import GraphBase
from explorer.common.errors import ExplorerError, InputError
from explorer.common.interrupts import interrupt_means
from explorer.common.temporary import temporary
from explorer.common.text import count
from explorer.graph.connection.identity import database_id
from explorer.graph.connection.schema import apply_schema
from explorer.graph.imports.imports import ImportReport, find_import, list_imports
from explorer.graph.imports.undo import UndoResult, undo_import
from explorer.graph.lock import write_lock
from explorer.graph.removals import Removal, find_removal
from explorer.graph.rollups import rebuild_rollups
from explorer.graph.summary import Summary, summarise
from explorer.importing.bulk import bulk_server, import_in_bulk
from explorer.importing.frames import for_python, write_frame
from explorer.importing.jobs import (
    Job,
    find_jobs,
    find_readable_jobs,
    import_files,
    import_registry,
    interrupted_between,
)
from explorer.model.outcome import FileOutcome, find_failures
from explorer.registry.reader import Registry, read_registry
from explorer.sources.io.layout import Layout, column_name
from explorer.sources.parsing.handle_columns import IdKind
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.rejects import RejectedRows


class Imports(GraphBase):
    """The part of `explorer.Graph` that imports data."""

    def import_files(
        self,
        paths: Sequence[Path | str],
        *,
        source: str = "auto",
        platform: str | None = None,
        released: date | None = None,
        bulk: bool | None = None,
    ) -> list[ImportReport]:
        """Import files of accounts, posts and retweets. Rows that are already in the graph count as duplicates.

        Args:
            paths: Files, folders, zip archives or patterns.
            source: Name of a format, or ``auto`` to detect the format of each file by its content.
            platform: Platform of account and post IDs if the rows do not name one; None: the default of each format.
            released: Publication date of an information-operations archive.
            bulk: Whether to use Neo4j's offline import, which needs an empty graph on a local server; None: if it is
                faster.

        Returns:
            One report per file; rows == loaded + duplicates + rejected.

        Raises:
            InputError: If a path is missing, a file cannot be read, more than half of its rows cannot be used, or no
                file has a usable row. All other files are loaded.
            UsageError: If there is no such format, or ``bulk`` is True and not possible.
            GraphError: If Neo4j cannot be reached. Repeat the call to complete it.
        """
        jobs, unread = find_readable_jobs(
            [Path(path) for path in paths],
            format_name=source,
            platform=platform,
            options=ReadOptions(released=released),
        )
        reports = self.import_jobs(jobs, bulk=bulk)
        _raise_failure([*unread, *(report.outcome for report in reports)])
        return reports

    def import_frame(
        self,
        frame: Any,
        *,
        table: str = "retweets",
        columns: Mapping[str, str] | None = None,
        name: str | None = None,
        platform: str | None = None,
        time_format: str | None = None,
        day_first: bool | None = None,
        timezone: str | None = None,
        ids_are: IdKind | None = None,
        bulk: bool | None = None,
    ) -> ImportReport:
        """Import a data frame of Polars or pandas with the checks of a file. To repeat it adds nothing.

        In `rejected_rows`, the line is the number of the row, from 1.

        Args:
            frame: A data frame with named columns, one row per row of the table; the index of pandas is ignored.
            table: Table that the rows belong to, such as ``retweets``, ``posts`` or ``accounts``.
            columns: The column of the table by the column of the frame, for example ``{"user": "account_id"}``; columns
                that already have the name of a column of the table need no entry. An empty name leaves a column out.
            name: Name by which the import is listed, after the word "frame"; None: the table.
            platform: Platform of account and post IDs if the rows do not name one; None: x.
            time_format: Format of times that are not in a standard notation, as in `datetime.strptime`.
            day_first: Whether the day precedes the month in dates such as 3/1/2021.
            timezone: Time zone of times that name none, such as ``Europe/Berlin``; None: UTC.
            ids_are: What the columns of account IDs contain, ``ids`` or ``handles``; None: the values decide.
            bulk: As for `import_files`.

        Returns:
            A report; rows == loaded + duplicates + rejected.

        Raises:
            InputError: If the frame lacks a column that the table needs, a column has a type that cannot be used, or
                more than half of the rows cannot be used; the other rows are loaded.
            UsageError: If it is not a data frame, or there is no such table.
            GraphError: If Neo4j cannot be reached. Repeat the call to complete it.
        """
        pairs = tuple((column_name(old), column_name(new)) for old, new in (columns or {}).items())
        options = ReadOptions(
            table=table,
            time_format=time_format,
            day_first=day_first,
            timezone=timezone,
            ids_are=ids_are,
            layout=Layout(columns=pairs),
        )
        with temporary(Path(gettempdir()), prefix="explorer-frame-", is_folder=True) as folder:
            path = write_frame(frame, folder, name or table)
            try:
                jobs = find_jobs([path], format_name="native", platform=platform, options=options)
            except ExplorerError as error:
                raise for_python(error, path, options) from error
            (report,) = self.import_jobs(jobs, bulk=bulk)
        _raise_failure([report.outcome])
        return report

    def import_jobs(
        self, jobs: Sequence[Job], *, bulk: bool | None = None, notify: Callable[[str], None] | None = None
    ) -> list[ImportReport]:
        """Import files that `explorer.importing.jobs.find_jobs` found; see `import_files`.

        Args:
            jobs: Files, and how to read them.
            bulk: As for `import_files`.
            notify: Called with a message if a bulk import would be faster but is not possible.
        """
        reports: list[ImportReport] = []
        files = len(jobs)
        # the server may start before and after a bulk import, which takes some time
        with interrupt_means(lambda: interrupted_between(len(reports), files)):
            if server := bulk_server(self._settings, jobs, bulk, notify=notify or (lambda _: None)):
                self._name_server()
                # the server stops during a bulk import
                self.close()
                reports, jobs = import_in_bulk(server, jobs, rejected=self._rejected, progress=self._progress)
            return reports + import_files(
                self.connection, jobs, loaded_before=len(reports), rejected=self._rejected, progress=self._progress
            )

    def load_registry(self, registry: Registry | None = None) -> ImportReport:
        """Load outlets and their accounts. A new version of a registry replaces the earlier one.

        Args:
            registry: All or part of a registry from `explorer.registry.reader.read_registry`; None: the built-in
                registry.
        """
        chosen = registry or read_registry()
        return import_registry(self.connection, chosen, rejected=self._rejected, progress=self._progress)

    def imports(self) -> pl.DataFrame:
        """Return the imports, latest first: import (id), file, format, counts of rows, times, state."""
        return list_imports(self.connection).frame()

    def find_import(self, name: str) -> dict[str, Any]:
        """Return all properties of an import.

        Raises:
            UsageError: If no import or several imports match the name (an ID, the first characters of an ID, or a file
                name).
        """
        return find_import(self.connection, name)

    def rejected_rows(self, name: str) -> pl.DataFrame:
        """Return the rows that an import rejected: source, line, reason, raw text.

        Raises:
            UsageError: As `find_import`.
            InputError: If the rejected rows are not stored on this machine.
        """
        return self._rejected.read(self.find_import(name)["importId"])

    def undo_import(self, name: str) -> UndoResult:
        """Undo an import: delete its data, except data that another import contains. Runs do not change.

        Raises:
            UsageError: As `find_import`.
            GraphError: If Neo4j cannot be reached. Repeat the call to complete it.
        """
        import_id = self.find_import(name)["importId"]
        rejected = self._rejected
        with write_lock(self.connection, progress=self._progress):
            undone = undo_import(self.connection, import_id, progress=self._progress)
        rejected.forget(import_id)
        return undone

    def find_undone_import(self, name: str) -> Removal | None:
        """Return the latest undo of an import, if no import in the graph matches the name; else None.

        Args:
            name: ID of the import, the first characters of the ID, or the name of the file.
        """
        undone = find_removal(self.connection, "import", name)
        if undone:
            # the undo may have been killed before this
            self._rejected.forget(undone.name)
        return undone

    def summary(self) -> Summary:
        """Return counts of what the graph contains."""
        return summarise(self.connection, progress=self._progress)

    def rebuild_rollups(self) -> tuple[int, int]:
        """Recalculate the roll-ups; return the numbers of retweeting accounts and of retweeted outlets.

        Raises:
            GraphError: If Neo4j cannot be reached. Repeat the call to complete it.
        """
        graph = self.connection
        apply_schema(graph)
        with write_lock(graph, progress=self._progress):
            accounts = rebuild_rollups(graph, progress=self._progress)
        ((outlets,),) = graph.read("MATCH (o:Outlet) WHERE o.retweets IS NOT NULL RETURN count(o)").rows
        return accounts, outlets

    @property
    def _rejected(self) -> RejectedRows:
        if self._settings.neo4j_uri is None:
            owner = f"local-{self._settings.explorer_server}"
        else:
            # the database's own id, because an address can change
            owner = f"database-{database_id(self.connection)}"
        return RejectedRows(self._settings.rejected_rows, owner)


def _raise_failure(outcomes: Sequence[FileOutcome]) -> None:
    failures = find_failures(outcomes)
    if failures:
        others = f" {count(len(failures) - 1, 'other file')} failed, too." if len(failures) > 1 else ""
        raise InputError(f"{failures[0].message}{others}", hint=failures[0].hint)
