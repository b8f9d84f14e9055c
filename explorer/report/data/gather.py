"""All that the report rests on, read from the graph before anything is drawn."""

import json
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from explorer.common.progress import Progress, silent
from explorer.detect.signals.registry import SIGNALS
from explorer.graph.connection.connect import Connection, Rows
from explorer.graph.imports.imports import has_import_named_like, list_imports
from explorer.graph.lookup import list_other_platforms
from explorer.graph.rollups import rollups_are_due
from explorer.registry.schema import is_registry_format
from explorer.report.data.queries import ALL, Answer, Asking, Row
from explorer.report.data.sensitivity_grid import Grid, meaningful_window, read_grid
from explorer.simulate.campaign.marks import FILE_MARK

TARGETS: Final = 10
"""Accounts that a cluster retweets most, of one that retweets no outlet."""
MEMBERS: Final = 2_000
"""Members of a cluster that are read: all of nearly every one. Fewer are shown."""
POSTS: Final = 5
"""Posts of a cluster that are told, those on which most members met."""
DELAYED: Final = 20_000
"""Accounts in the sample that stands for everybody's delays."""


@dataclass(frozen=True, slots=True)
class ClusterData:
    """One cluster: what it is (a row of cluster-list with what its members' profiles tell), and answers about it.

    The timeline goes by ``unit``, day or week; what members met on is called ``noun``.
    """

    rank: int
    about: Row
    members: Answer
    evidence: Answer
    boosts: Answer
    targets: Answer
    timeline: Answer
    unit: str
    noun: str
    hours: Row | None
    ages: Row | None


@dataclass(frozen=True, slots=True)
class Data:
    """What the report rests on.

    Attributes:
        run: what may be shown of the properties of the Run node.
        parameters: of them, the run's parameters.
        imports: as `list_imports` tells them, and ``later``: whether they came after the run.
        simulated: whether simulated data are among them.
        due: whether roll-ups are not counted yet.
        clusters: the first of the run's clusters.
        grid: of windows and weights.
        window: of the run, milliseconds; None where times do not count.
        hidden: whether pseudonyms stand in the place of who and what.
        elsewhere: platforms with retweets that the run did not analyse.
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
    grid: Grid
    window: int | None
    hidden: bool
    elsewhere: tuple[str, ...]


def gather(
    graph: Connection,
    run: dict[str, Any],
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
        # all are answered, or what went wrong is to be told now
        pool.shutdown(wait=False, cancel_futures=True)


def _across(top: int) -> dict[str, tuple[str, dict[str, object]]]:
    """Return what is asked about all accounts, those first that take longest."""
    return {
        "stubs": ("quality/stub-posts", {"top": ALL}),
        "status": ("quality/status-known", {"top": 1}),
        "times": ("quality/time-resolution", {}),
        "concentration": ("superspreaders/concentration", {"top": 1}),
        "curve": ("superspreaders/concentration-curve", {"top": ALL}),
        "everyone": ("rapid/sampled-delays", {"sample": DELAYED}),
        "weekly": ("enforcement/weekly-makers", {"top": ALL}),
        "waves": ("enforcement/waves", {"least": 1, "top": ALL}),
        "wave_clusters": ("enforcement/wave-clusters", {"least": 1, "top": ALL}),
        "delays": ("rapid/cluster-delays", {"top": top}),
        "labels": ("labels/label-effect", {"top": ALL}),
    }


def _read(
    graph: Connection,
    run: dict[str, Any],
    asking: Asking,
    across: Mapping[str, Future[Answer]],
    top: int,
    sensitivity: bool | None,
    progress: Progress,
) -> Data:
    parameters = json.loads(run.get("parameters") or "{}")
    listed = asking.ask("boosts/cluster-list", top=top)
    profiles = _by_cluster(asking.ask("impersonation/cluster-profiles", top=top))
    boosts = asking.ask("boosts/boost-intervals", clusters=top, perCluster=ALL, minRetweets=1, top=ALL)
    on_posts = all(name in SIGNALS and SIGNALS[name].objects_are_posts for name in run["signal"].split(","))
    unit, noun = _unit(run), "post" if on_posts else "object"
    timeline = asking.ask("boosts/cluster-timeline", cluster=0, unit=unit, top=ALL)
    hours = _by_cluster(asking.ask("impersonation/posting-hours", minActs=1, top=top))
    ages = _by_cluster(asking.ask("age/cluster-ages", top=top))
    # who judged, and in what words, is nobody's business then
    judged = {"judgedBy": None, "note": None} if asking.hides else {}
    clusters = []
    for row in listed.rows:
        rank = row["cluster"]
        own = _where(boosts, "cluster", rank)
        clusters.append(
            ClusterData(
                rank=rank,
                about=row | profiles.get(rank, {}) | row | judged,
                members=asking.ask("boosts/cluster-members", cluster=rank, top=MEMBERS),
                evidence=asking.ask("boosts/cluster-evidence", cluster=rank, names=5, top=POSTS),
                boosts=own,
                # whom it retweets otherwise is a question for those who boost nobody of the registry
                targets=replace(own, rows=[])
                if own.rows
                else asking.ask("boosts/cluster-targets", cluster=rank, perCluster=TARGETS),
                timeline=_where(timeline, "cluster", rank),
                unit=unit,
                noun=noun,
                hours=hours.get(rank),
                ages=ages.get(rank),
            )
        )
    return Data(
        run=asking.about_run(run),
        parameters=parameters,
        imports=asking.read(partial(_imports, made=run.get("createdAt"))),
        simulated=has_import_named_like(graph, FILE_MARK),
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
        # without a retweet of an outlet the first row is a cluster's
        status=_where(across["status"].result(), "cluster", None),
        stubs=across["stubs"].result(),
        times=across["times"].result(),
        grid=read_grid(graph, run, parameters, wanted=sensitivity, hides=asking.hides, progress=progress),
        window=meaningful_window(run),
        hidden=asking.hides,
        elsewhere=tuple(list_other_platforms(graph, run.get("platforms", ()))),
    )


def _imports(graph: Connection, *, made: datetime | None) -> Rows:
    """Return the imports, with the column ``later``: whether they are of data, and began after the run was made."""
    found = list_imports(graph)
    at, form = found.columns.index("at"), found.columns.index("format")
    later = [bool(made and row[at] and row[at] > made and not is_registry_format(row[form])) for row in found.rows]
    return Rows((*found.columns, "later"), [(*row, told) for row, told in zip(found.rows, later, strict=True)])


def _by_cluster(answer: Answer) -> dict[int, Row]:
    return {row["cluster"]: row for row in answer.rows}


def _where(answer: Answer, column: str, value: object) -> Answer:
    return replace(answer, rows=[row for row in answer.rows if row[column] == value])


def _unit(run: Mapping[str, Any]) -> str:
    first, last = run.get("dataFrom"), run.get("dataUntil")
    return "day" if first and last and (last - first).days <= 60 else "week"
