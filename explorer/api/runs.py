"""Detect clusters, and list, read and delete runs."""

from typing import Any, Literal

import polars as pl

from explorer.api.base import GraphBase
from explorer.common.durations import parse_window, parse_windows
from explorer.common.errors import UsageError
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_signals
from explorer.detect.signals.signal import AnySignal
from explorer.detect.significance.parameters import choose_significance
from explorer.graph.removals import Removal, find_removal
from explorer.graph.runs.run_tables import read_edges, read_members
from explorer.graph.runs.runs import delete_run, find_run, list_runs
from explorer.runs.detect import DetectionResult, detect
from explorer.runs.events import SignalEvents, read_signal
from explorer.runs.parameters import DetectionParameters


class Runs(GraphBase):
    """The part of `explorer.Graph` that detects clusters and reads runs."""

    def detect(
        self,
        parameters: DetectionParameters | None = None,
        *,
        signals: str = "co-retweet",
        window: str | None = None,
        windows: str | None = None,
        min_weight: int | float = 2,
        significance: float | Literal["auto"] | None = "auto",
        seed: int = 0,
    ) -> DetectionResult:
        """Find clusters of accounts that appear coordinated, and store them in the graph as a run.

        Args:
            parameters: All parameters. If given, the other arguments are ignored.
            signals: Names of signals, separated by commas. Plus signs combine signals, such as
                ``co-retweet+co-link``: one test for all that two accounts share.
            window: Maximum time between two actions, such as ``10s`` or ``5m``; ``all`` ignores times. None: ``60s``.
            windows: Windows to scan instead of one, such as ``10s,60s,10m,1h``: each pair of accounts counts with the
                window in which it is found best. Each window is another test of each pair, which costs some power.
            min_weight: Minimum weight of an edge.
            significance: Accepted share of edges of tier A that independent reaction explains. None: use only the
                minimum weight, with an unknown error rate. ``auto``: 0.05 if significance can be computed.
            seed: Random seed.

        Raises:
            UsageError: If a window is shorter than the time precision of the data, both ``window`` and ``windows`` are
                given, or a value is out of range.
            GraphError: If there are no data to analyse, an import was interrupted, or Neo4j cannot be reached.
        """
        if parameters is None:
            if window and windows:
                raise UsageError("Give window or windows, not both.", hint="Include the window in the list of windows.")
            scanned = parse_windows(windows) if windows else ()
            longest = scanned[-1] if scanned else parse_window(window or "60s")
            network = NetworkParameters(window=longest, min_weight=min_weight)
            chosen = find_signals([name.strip() for name in signals.split(",")])
            timeless = any(signal.timeless for signal in chosen)
            parameters = DetectionParameters(
                signals=chosen,
                network=network,
                significance=choose_significance(significance, network, seed=seed, timeless=timeless, windows=scanned),
                clusters=ClusterParameters(seed=seed),
            )
        return detect(self.connection, parameters, progress=self._progress)

    def runs(self) -> pl.DataFrame:
        """Return the runs in the graph, newest first: runId, createdAt, a summary of the parameters, counts."""
        return list_runs(self.connection).frame()

    def run(self, run: str = "latest") -> dict[str, Any]:
        """Return all properties of a run; docs/reference/schema.md describes them.

        Args:
            run: ID of the run, the first characters of the ID, or ``latest``. All methods accept runs in this form.

        Raises:
            UsageError: If no run matches, or several runs do.
        """
        return find_run(self.connection, run)

    def delete_run(self, run: str) -> str:
        """Delete a run with its clusters and edges, and return its ID. Accounts and retweets stay.

        Raises:
            UsageError: As `run`.
        """
        return delete_run(self.connection, run)

    def find_deleted_run(self, run: str) -> Removal | None:
        """Return the latest deletion of a run, if no run in the graph matches; else None.

        Args:
            run: ID of the run, or the first characters of the ID.
        """
        return find_removal(self.connection, "run", run)

    def edges(self, *, run: str = "latest") -> pl.DataFrame:
        """Return a run's edges: source and target (account keys), and all properties of the edges.

        Raises:
            UsageError: As `run`.
        """
        edges = read_edges(self.connection, self.run(run), progress=self._progress)
        return edges.drop(column.name for column in edges if edges.height and column.null_count() == edges.height)

    def memberships(self, *, run: str = "latest") -> pl.DataFrame:
        """Return the members of all clusters of a run: account (key), handle, clusterId, rank, role, stability, joined.

        Raises:
            UsageError: As `run`.
        """
        return read_members(self.connection, self.run(run)["runId"])

    def read_events(self, signal: AnySignal, window: int, *, platform: str | None = None) -> SignalEvents:
        """Return a signal's events in the graph, as detection reads them.

        Args:
            signal: The signal.
            window: Window in milliseconds. Imports with a coarser time precision cause an error.
            platform: Only accounts of this platform; None for all.

        Raises:
            UsageError: If the window is shorter than the time precision of an import.
            GraphError: If there are no actions, or an import was interrupted.
        """
        return read_signal(self.connection, signal, window, platform=platform, progress=self._progress)
