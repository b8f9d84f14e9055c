"""What is handed over: a run as tables, networks and a manifest, and reports."""

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
    """The part of `explorer.Graph` that hands over what was found."""

    def tables(self, *, run: str = "latest", dated: bool = False, pseudonyms: Pseudonyms | None = None) -> RunTables:
        """Return all that a run found as Polars frames; ``frame.to_pandas()`` makes one of pandas of each.

        Args:
            run: the run.
            dated: whether edges tell from when to when their accounts coincide, for which events are read again.
            pseudonyms: what puts keyed hashes in the place of accounts, names and texts; None for none.

        Raises:
            UsageError: if there is no such run.
        """
        return read_run_tables(self.connection, run, dated=dated, pseudonyms=pseudonyms, progress=self._progress)

    def network(self, *, run: str = "latest") -> igraph.Graph:
        """Return a run's network, undirected: vertices are accounts, ``name`` their key; see `as_igraph`.

        Raises:
            UsageError: if there is no such run.
        """
        return as_igraph(self.tables(run=run))

    def networkx(self, *, run: str = "latest") -> "networkx.MultiGraph[str]":
        """Return a run's network as one of networkx; nodes are accounts' keys, an edge's key is its signal.

        Raises:
            UsageError: if there is no such run.
            InputError: if networkx is not installed.
        """
        return as_networkx(self.tables(run=run))

    def manifest(self, *, run: str = "latest", pseudonyms: Pseudonyms | None = None) -> Manifest:
        """Return what a run rests on: parameters, seeds, data, versions, and what was found.

        Args:
            run: the run.
            pseudonyms: what is put in the place of names of files; None for none.

        Raises:
            UsageError: if there is no such run, or it does not tell its parameters.
        """
        return make_manifest(self.connection, run, pseudonyms=pseudonyms, progress=self._progress)

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
        """Write a report on a run: one HTML page that needs no network.

        Args:
            path: the file, written whole or not at all.
            run: the run.
            top: most clusters, those with the highest score.
            sensitivity: whether other windows and weights are tried; None: where it takes seconds.
            pseudonyms: what puts keyed hashes in the place of accounts, names and texts; None for none.
            force: whether a file that is there may be replaced.

        Raises:
            UsageError: if there is no such run, or the file is there.
            InputError: if the file cannot be written.
        """
        # what draws takes a second to load
        from explorer.report.page import write_report  # noqa: PLC0415

        return write_report(
            self.connection,
            Path(path),
            run=run,
            top=top,
            sensitivity=sensitivity,
            pseudonyms=pseudonyms,
            force=force,
            progress=self._progress,
        )
