"""Detection runs: made, listed, looked into."""

from typing import Any, Literal

import polars as pl

from explorer.api.base import GraphBase
from explorer.common.durations import parse_window
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_signals
from explorer.detect.signals.signal import Signal
from explorer.detect.significance.parameters import choose_significance
from explorer.graph.runs.run_tables import read_edges, read_members
from explorer.graph.runs.runs import delete_run, find_run, list_runs
from explorer.runs.detect import DetectionResult, detect
from explorer.runs.events import SignalEvents, read_signal
from explorer.runs.parameters import DetectionParameters


class Runs(GraphBase):
    """The part of `explorer.Graph` that finds clusters and keeps what was found."""

    def detect(
        self,
        parameters: DetectionParameters | None = None,
        *,
        signals: str = "co-retweet",
        window: str = "60s",
        min_weight: int | float = 2,
        significance: float | Literal["auto"] | None = "auto",
        seed: int = 0,
    ) -> DetectionResult:
        """Find clusters of coordinated accounts and keep them in the graph as a run.

        Args:
            parameters: all that can be chosen; the keywords below are for the usual choices, and not looked at then.
            signals: what counts as doing the same, by name, several with commas between them.
            window: how far apart two acts may be: ``10s``, ``5m``, ``all``.
            min_weight: least weight of an edge.
            significance: accepted false-discovery rate of the edges; None: the minimum weight alone decides, with no
                known error; ``auto``: 0.05 where it can be known.
            seed: decides all that is random.

        Raises:
            UsageError: if the window is finer than the data's times, or a value is out of range.
            GraphError: if there is nothing to analyse, an import broke off, or Neo4j cannot be reached.
        """
        if parameters is None:
            network = NetworkParameters(window=parse_window(window), min_weight=min_weight)
            chosen = find_signals([name.strip() for name in signals.split(",")])
            timeless = any(signal.timeless for signal in chosen)
            parameters = DetectionParameters(
                signals=chosen,
                network=network,
                significance=choose_significance(significance, network, seed=seed, timeless=timeless),
                clusters=ClusterParameters(seed=seed),
            )
        return detect(self.connection, parameters, progress=self._progress)

    def runs(self) -> pl.DataFrame:
        """Return the runs in the graph, newest first: runId, createdAt, parameters in short, counts."""
        return list_runs(self.connection).frame()

    def run(self, run: str = "latest") -> dict[str, Any]:
        """Return everything that a run records of itself; docs/reference/schema.md has the names.

        Args:
            run: its id, the beginning of it, or ``latest``; here and wherever a run is asked for.

        Raises:
            UsageError: if there is none, or the beginning fits several.
        """
        return find_run(self.connection, run)

    def delete_run(self, run: str) -> str:
        """Delete a run with its clusters and edges, and return its id; accounts and retweets stay.

        Raises:
            UsageError: as `run`.
        """
        return delete_run(self.connection, run)

    def edges(self, *, run: str = "latest") -> pl.DataFrame:
        """Return a run's edges: source and target (account keys), and whatever the run tells of an edge.

        Raises:
            UsageError: as `run`.
        """
        edges = read_edges(self.connection, self.run(run), progress=self._progress)
        return edges.drop(column.name for column in edges if edges.height and column.null_count() == edges.height)

    def memberships(self, *, run: str = "latest") -> pl.DataFrame:
        """Return the members of all clusters of a run: account (key), handle, clusterId, rank, role and stability.

        Raises:
            UsageError: as `run`.
        """
        return read_members(self.connection, self.run(run)["runId"])

    def read_events(self, signal: Signal, window: int, *, platform: str | None = None) -> SignalEvents:
        """Return a signal's events in the graph, as detection reads them.

        Args:
            signal: what counts as doing the same.
            window: milliseconds; imports whose times are coarser are refused.
            platform: only accounts of this platform; None for all.

        Raises:
            UsageError: if the window is finer than the times of an import.
            GraphError: if there is no event, or an import broke off.
        """
        return read_signal(self.connection, signal, window, platform=platform, progress=self._progress)
