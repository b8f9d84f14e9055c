"""All that the report rests on, read from the graph before anything is drawn."""

import json
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from explorer.detect.filters import Filters
from explorer.detect.parameters import is_resolved
from explorer.detection import DetectionParameters, read_signal
from explorer.durations import ALL_TIME, format_duration
from explorer.errors import ExplorerError
from explorer.graph.connect import Connection
from explorer.graph.imports import holds_file_like, list_imports
from explorer.graph.rollups import rollups_are_due
from explorer.progress import Progress, silent
from explorer.report.asking import ALL, Answer, Asking, Row
from explorer.sensitivity import CELLS, sweep
from explorer.simulate.campaign import FILE_MARK

OUTLETS: Final = 10
"""Outlets of a cluster that are told, the most boosted."""
MEMBERS: Final = 2_000
"""Members of a cluster that are read: all of nearly every one. Fewer are shown."""
POSTS: Final = 5
"""Posts of a cluster that are told, those on which most members met."""
LABELS: Final = 25
WAVES: Final = 60
DELAYED: Final = 20_000
"""Accounts in the sample that stands for everybody's delays."""
SWEPT: Final = 500_000
"""Events up to which the grid of windows and weights is computed without being asked for: some seconds."""


@dataclass(frozen=True, slots=True)
class ClusterData:
    """One cluster: what it is (a row of cluster-list with what its members' profiles tell), and answers about it."""

    rank: int
    about: Row
    members: Answer
    evidence: Answer
    boosts: Answer
    targets: Answer
    timeline: Answer
    hours: Row | None
    ages: Row | None


@dataclass(frozen=True, slots=True)
class Data:
    """What the report rests on.

    Attributes:
        run: the properties of the Run node.
        parameters: of them, the run's parameters.
        imports: as `list_imports` tells them.
        simulated: whether simulated data are among them.
        due: whether roll-ups are not counted yet.
        clusters: the first of the run's clusters.
        grid: of windows and weights, as `sweep` returns it; empty where there is none, for the reason in ``no_grid``.
    """

    run: Mapping[str, Any]
    parameters: Mapping[str, Any]
    imports: Answer
    simulated: bool
    due: bool
    clusters: tuple[ClusterData, ...]
    list: Answer
    boosts: Answer
    delays: Answer
    everyone: Answer
    weekly: Answer
    curve: Answer
    concentration: Answer
    waves: Answer
    wave_clusters: Answer
    labels: Answer
    status: Answer
    stubs: Answer
    times: Answer
    grid: pl.DataFrame
    no_grid: str


def gather(
    graph: Connection,
    run: Mapping[str, Any],
    asking: Asking,
    *,
    top: int,
    sensitivity: bool | None,
    progress: Progress = silent,
) -> Data:
    """Read all of it.

    Args:
        graph: the graph.
        run: the properties of the Run node.
        asking: what asks of this run.
        top: most clusters.
        sensitivity: whether to compute the grid; None: if it is a matter of seconds.
        progress: told of each question.

    Raises:
        GraphError: if Neo4j cannot be reached.
    """
    # the database answers each question on one processor: those about all accounts need not wait for the rest
    pool = ThreadPoolExecutor(2)
    try:
        across = {name: pool.submit(asking.ask, query, **given) for name, (query, given) in _across(top).items()}
        return _read(graph, run, asking, across, top, sensitivity, progress)
    finally:
        pool.shutdown(cancel_futures=True)


def _across(top: int) -> dict[str, tuple[str, dict[str, object]]]:
    """Return what is asked about all accounts, those first that take longest."""
    return {
        "stubs": ("quality/stub-posts", {"top": OUTLETS}),
        "status": ("quality/status-known", {"top": top + 1}),
        "times": ("quality/time-resolution", {}),
        "concentration": ("superspreaders/concentration", {"top": 1}),
        "curve": ("superspreaders/concentration-curve", {"top": ALL}),
        "everyone": ("rapid/sampled-delays", {"sample": DELAYED}),
        "weekly": ("enforcement/weekly-makers", {"top": ALL}),
        "waves": ("enforcement/waves", {"least": 1, "top": WAVES}),
        "wave_clusters": ("enforcement/wave-clusters", {"least": 1, "top": 10 * top}),
        "delays": ("rapid/cluster-delays", {"top": top}),
        "labels": ("labels/label-effect", {"top": LABELS}),
    }


def _read(
    graph: Connection,
    run: Mapping[str, Any],
    asking: Asking,
    across: Mapping[str, Future[Answer]],
    top: int,
    sensitivity: bool | None,
    progress: Progress,
) -> Data:
    parameters = json.loads(run.get("parameters") or "{}")
    listed = asking.ask("boosts/cluster-list", top=top)
    profiles = _by_cluster(asking.ask("impersonation/cluster-profiles", top=top))
    boosts = asking.ask("boosts/boost-intervals", clusters=top, perCluster=OUTLETS, minRetweets=1, top=ALL)
    timeline = asking.ask("boosts/cluster-timeline", cluster=0, unit=_unit(run), top=ALL)
    hours = _by_cluster(asking.ask("impersonation/posting-hours", minActs=1, top=top))
    ages = _by_cluster(asking.ask("age/cluster-ages", top=top))
    clusters = []
    for row in listed.rows:
        rank = row["cluster"]
        own = _of(boosts, rank)
        clusters.append(
            ClusterData(
                rank=rank,
                about=row | profiles.get(rank, {}) | row,
                members=asking.ask("boosts/cluster-members", cluster=rank, top=MEMBERS),
                evidence=asking.ask("boosts/cluster-evidence", cluster=rank, names=5, top=POSTS),
                boosts=own,
                # whom it retweets otherwise is a question for those who boost nobody of the registry
                targets=replace(own, rows=[])
                if own.rows
                else asking.ask("boosts/cluster-targets", cluster=rank, perCluster=OUTLETS),
                timeline=_of(timeline, rank),
                hours=hours.get(rank),
                ages=ages.get(rank),
            )
        )
    grid, no_grid = _grid(graph, run, parameters, sensitivity, progress)
    return Data(
        run=run,
        parameters=parameters,
        imports=asking.read(list_imports),
        simulated=holds_file_like(graph, FILE_MARK),
        due=rollups_are_due(graph),
        clusters=tuple(clusters),
        list=listed,
        boosts=boosts,
        delays=across["delays"].result(),
        everyone=across["everyone"].result(),
        weekly=across["weekly"].result(),
        curve=across["curve"].result(),
        concentration=across["concentration"].result(),
        waves=across["waves"].result(),
        wave_clusters=across["wave_clusters"].result(),
        labels=across["labels"].result(),
        status=across["status"].result(),
        stubs=across["stubs"].result(),
        times=across["times"].result(),
        grid=grid,
        no_grid=no_grid,
    )


def _by_cluster(answer: Answer) -> dict[int, Row]:
    return {row["cluster"]: row for row in answer.rows}


def _of(answer: Answer, rank: int) -> Answer:
    return replace(answer, rows=[row for row in answer.rows if row["cluster"] == rank])


def _unit(run: Mapping[str, Any]) -> str:
    first, last = run.get("dataFrom"), run.get("dataUntil")
    return "day" if first and last and (last - first).days <= 60 else "week"


def _grid(
    graph: Connection, run: Mapping[str, Any], told: Mapping[str, Any], wanted: bool | None, progress: Progress
) -> tuple[pl.DataFrame, str]:
    """Return the run's network over windows and weights around its own, or why there is none."""
    nothing = pl.DataFrame(schema=CELLS)
    if wanted is False:
        return nothing, "It was not asked for."
    if not told:
        return nothing, "The run does not tell its parameters."
    if "," in run["signal"]:
        return nothing, "The run joins several signals, and a grid is of one."
    if told["weighting"] == "cosine" or run["window"] in {0, ALL_TIME}:
        return nothing, "Its weighting or its window has no steps that could be compared."
    if wanted is None and run["events"] > SWEPT:
        return nothing, f"It takes long with {run['events']:,} events, and was not asked for: --sensitivity."
    asked = DetectionParameters.from_json(told)
    windows = [
        window for factor in (1, 3, 6, 12, 30) if is_resolved(window := run["window"] * factor // 6, run["resolution"])
    ]
    weights = sorted({2, 3, 5, 10, int(run["minWeight"])})
    # what passes filters hangs on all other edges, so that a grid knows none
    network = replace(asked.network, filters=Filters())
    try:
        read = read_signal(
            graph,
            asked.signals[0],
            windows[0],
            platform=asked.platform,
            leave_out_coarse=asked.leave_out_coarse,
            progress=progress,
        )
        smallest = asked.clusters.min_size
        found = sweep(read.events, windows, weights, network, min_size=smallest, seed=run["seed"], progress=progress)
        return found, ""
    except ExplorerError as error:
        return nothing, f"{error.message} (windows from {format_duration(windows[0])})"
