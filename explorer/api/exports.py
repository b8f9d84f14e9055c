"""Exports of a run: tables, networks, a manifest and reports."""

from pathlib import Path
from typing import TYPE_CHECKING

import igraph

from explorer.api.base import GraphBase
from explorer.export.graph_frames import as_igraph, as_networkx
from explorer.export.manifest import Manifest, make_manifest
from explorer.export.run import RunTables, read_run_tables
from explorer.output.pseudonyms import Pseudonyms
from explorer.report.written_report import MAX_CLUSTERS, WrittenReport

if TYPE_CHECKING:
    import networkx


class Exports(GraphBase):
    """The part of `explorer.Graph` that exports runs."""

    def tables(self, *, run: str = "latest", dated: bool = False, pseudonyms: Pseudonyms | None = None) -> RunTables:
        """Return a run as Polars frames; ``frame.to_pandas()`` converts each to pandas.

        Args:
            run: ID of the run, the first characters of the ID, or ``latest``.
            dated: Whether to include the first and last time that the accounts of an edge coincide. Reads the actions
                again.
            pseudonyms: Replaces accounts, names and texts by pseudonyms; None keeps them.

        Raises:
            UsageError: If there is no such run.
        """
        with self._limited() as connection:
            return read_run_tables(connection, run, dated=dated, pseudonyms=pseudonyms, progress=self._progress)

    def network(self, *, run: str = "latest") -> igraph.Graph:
        """Return a run's network, undirected: vertices are accounts, and ``name`` is their key; see `as_igraph`.

        Raises:
            UsageError: If there is no such run.
        """
        return as_igraph(self.tables(run=run))

    def networkx(self, *, run: str = "latest") -> "networkx.MultiGraph[str]":
        """Return a run's network as a graph of networkx: nodes are account keys, and an edge's key is its signal.

        Raises:
            UsageError: If there is no such run.
            InputError: If networkx is not installed.
        """
        return as_networkx(self.tables(run=run))

    def manifest(self, *, run: str = "latest", pseudonyms: Pseudonyms | None = None) -> Manifest:
        """Return the manifest of a run: parameters, seeds, data, versions and result.

        Args:
            run: ID of the run, the first characters of the ID, or ``latest``.
            pseudonyms: Replaces names of files by pseudonyms; None keeps them.

        Raises:
            UsageError: If there is no such run, or it does not record its parameters.
        """
        with self._limited() as connection:
            return make_manifest(connection, run, pseudonyms=pseudonyms, progress=self._progress)

    def write_report(
        self,
        path: Path | str,
        *,
        run: str = "latest",
        top: int = MAX_CLUSTERS,
        sensitivity: bool | None = None,
        pseudonyms: Pseudonyms | None = None,
        force: bool = False,
    ) -> WrittenReport:
        """Write a report on a run as one HTML page that needs no network connection.

        Args:
            path: File to write. It is written atomically.
            run: ID of the run, the first characters of the ID, or ``latest``.
            top: Maximum number of clusters, highest score first.
            sensitivity: Whether to try other windows and minimum weights; None: only if it takes seconds.
            pseudonyms: Replaces accounts, names and texts by pseudonyms; None keeps them.
            force: Whether to replace an existing file.

        Raises:
            UsageError: If there is no such run, or the file exists.
            InputError: If the file cannot be written.
        """
        # the modules that draw figures take a second to import
        from explorer.report.page import write_report  # noqa: PLC0415

        with self._limited() as connection:
            return write_report(
                connection,
                Path(path),
                run=run,
                top=top,
                sensitivity=sensitivity,
                pseudonyms=pseudonyms,
                force=force,
                progress=self._progress,
            )
