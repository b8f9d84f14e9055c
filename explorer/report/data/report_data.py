"""All the data of a report, read from the graph before anything is drawn."""

import json
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from explorer.common.progress import Progress, silent
from explorer.detect.signals.registry import SIGNALS, signal_names
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows
from explorer.graph.imports.imports import has_import_named_like, list_imports
from explorer.graph.lookup import list_other_platforms
from explorer.graph.rollups import rollups_are_due
from explorer.registry.schema import is_registry_format
from explorer.report.data.queries import ALL_ROWS, QueryResult, ReportQueries, Row
from explorer.report.data.sensitivity_grid import Grid, meaningful_window, read_grid
from explorer.simulate.campaign.marks import FILE_MARK

DELAY_SAMPLE: Final = 20_000
"""Maximum number of accounts in the sample that represents all accounts in the figure of delays."""
_TARGETS: Final = 10
"""Maximum number of retweeted accounts of a cluster that retweets no outlet."""
_MEMBERS: Final = 2_000
"""Maximum number of members of a cluster that are read: all members of nearly every cluster. Fewer are shown."""
_POSTS: Final = 5
"""Maximum number of posts of a cluster: those that most members retweeted together."""
HANDLES_SHOWN: Final = 5
"""Maximum number of handles listed for each of these posts."""


@dataclass(frozen=True, slots=True)
class ClusterData:
    """The data of one cluster.

    Attributes:
        rank: The rank in the run.
        about: The row of cluster-list, with the profile of the cluster's members.
        members: Rows of cluster-members.
        evidence: Rows of cluster-evidence.
        outlets: Rows of cluster-outlets.
        targets: Rows of cluster-targets. Empty if the cluster retweets outlets.
        timeline: Rows of cluster-timeline.
        unit: The unit of the timeline: day or week.
        noun: What the rows of ``evidence`` are: post or object.
        verb: What the members did with them: retweeted or acted on.
        hours: The row of posting-hours.
        ages: The row of cluster-ages.
    """

    rank: int
    about: Row
    members: QueryResult
    evidence: QueryResult
    outlets: QueryResult
    targets: QueryResult
    timeline: QueryResult
    unit: str
    noun: str
    verb: str
    hours: Row | None
    ages: Row | None


@dataclass(frozen=True, slots=True)
class ReportData:
    """The data of a report.

    Attributes:
        run: The properties of the Run node, with pseudonyms where these are wanted.
        parameters: The run's parameters, decoded. Empty if they are unknown.
        imports: As `list_imports` returns them, with the column ``later``: whether the import came after the run.
        simulated: Whether the graph contains simulated data.
        rollups_due: Whether the roll-ups have to be recalculated.
        clusters: The first clusters of the run.
        grid: The network's size over windows and minimum weights.
        window: The run's window in milliseconds. None if times do not count.
        pseudonymous: Whether pseudonyms replace accounts and texts.
        other_platforms: Platforms with retweets that the run did not analyse.

    The other attributes are the results of the queries that `_queries_about_all` names.
    """

    run: Mapping[str, Any]
    parameters: Mapping[str, Any]
    imports: QueryResult
    simulated: bool
    rollups_due: bool
    clusters: tuple[ClusterData, ...]
    outlets: QueryResult
    delays: QueryResult
    everyone: QueryResult
    weekly: QueryResult
    curve: QueryResult
    concentration: QueryResult
    waves: QueryResult
    wave_clusters: QueryResult
    labels: QueryResult
    status: QueryResult
    triggers: QueryResult
    stubs: QueryResult
    times: QueryResult
    grid: Grid
    window: int | None
    pseudonymous: bool
    other_platforms: tuple[str, ...]


def read_report_data(
    graph: Connection,
    run: dict[str, Any],
    queries: ReportQueries,
    *,
    top: int,
    sensitivity: bool | None,
    progress: Progress = silent,
) -> ReportData:
    """Read the data of a report.

    Args:
        graph: The graph.
        run: The properties of the Run node.
        queries: Runs queries about this run.
        top: Maximum number of clusters.
        sensitivity: Whether to compute the grid. None computes it if that takes seconds.
        progress: Called with the name of each query.

    Raises:
        GraphError: If Neo4j cannot be reached.
    """
    # Neo4j runs each query on one processor, so queries about all accounts run beside those about the clusters
    pool = ThreadPoolExecutor(2)
    try:
        about_all = {
            name: pool.submit(queries.ask, query, **parameters)
            for name, (query, parameters) in _queries_about_all(top).items()
        }
        return _read(graph, run, queries, about_all, top, sensitivity, progress)
    finally:
        # every query has its result, or an error is about to be raised
        pool.shutdown(wait=False, cancel_futures=True)


def _queries_about_all(top: int) -> dict[str, tuple[str, dict[str, object]]]:
    """Return the queries about all accounts by attribute of `ReportData`, with their parameters, the slowest first."""
    return {
        "stubs": ("quality/stub-posts", {"top": ALL_ROWS}),
        "status": ("quality/status-known", {"top": 1}),
        "times": ("quality/time-resolution", {}),
        "concentration": ("superspreaders/concentration", {"top": 1}),
        "curve": ("superspreaders/concentration-curve", {"top": ALL_ROWS}),
        "everyone": ("rapid/sampled-delays", {"sample": DELAY_SAMPLE}),
        "weekly": ("enforcement/weekly-makers", {"top": ALL_ROWS}),
        "waves": ("enforcement/waves", {"minAmplifiers": 1, "top": ALL_ROWS}),
        "wave_clusters": ("enforcement/wave-clusters", {"minMembers": 1, "top": ALL_ROWS}),
        "delays": ("rapid/cluster-delays", {"top": top}),
        "labels": ("labels/label-effect", {"top": ALL_ROWS}),
        "triggers": ("boosts/trigger-accounts", {"top": ALL_ROWS}),
    }


def _read(
    graph: Connection,
    run: dict[str, Any],
    queries: ReportQueries,
    about_all: Mapping[str, Future[QueryResult]],
    top: int,
    sensitivity: bool | None,
    progress: Progress,
) -> ReportData:
    parameters = json.loads(run.get("parameters") or "{}")
    cluster_list = queries.ask("boosts/cluster-list", top=top)
    profiles = _by_cluster(queries.ask("impersonation/cluster-profiles", top=top))
    outlets = queries.ask("boosts/cluster-outlets", clusters=top, perCluster=ALL_ROWS, minRetweets=1, top=ALL_ROWS)
    on_posts = all(name in SIGNALS and SIGNALS[name].objects_are_posts for name in signal_names(run["signal"]))
    unit, noun = _unit(run), "post" if on_posts else "object"
    timeline = queries.ask("boosts/cluster-timeline", cluster=0, unit=unit, top=ALL_ROWS)
    hours = _by_cluster(queries.ask("impersonation/posting-hours", minActions=1, top=top))
    ages = _by_cluster(queries.ask("age/cluster-ages", top=top))
    # pseudonyms hide who judged a cluster, and the note
    judged = {"judgedBy": None, "note": None} if queries.pseudonymous else {}
    clusters = []
    for row in cluster_list.rows:
        rank = row["cluster"]
        own = _where(outlets, "cluster", rank)
        clusters.append(
            ClusterData(
                rank=rank,
                about=row | profiles.get(rank, {}) | row | judged,
                members=queries.ask("boosts/cluster-members", cluster=rank, top=_MEMBERS),
                evidence=queries.ask("boosts/cluster-evidence", cluster=rank, maxHandles=HANDLES_SHOWN, top=_POSTS),
                outlets=own,
                # only for clusters that retweet no outlet
                targets=replace(own, rows=[])
                if own.rows
                else queries.ask("boosts/cluster-targets", cluster=rank, perCluster=_TARGETS),
                timeline=_where(timeline, "cluster", rank),
                unit=unit,
                noun=noun,
                verb="retweeted" if run["signal"] == "co-retweet" else "acted on",
                hours=hours.get(rank),
                ages=ages.get(rank),
            )
        )
    return ReportData(
        run=queries.show_run(run),
        parameters=parameters,
        imports=queries.read(partial(_imports, made=run.get("createdAt"))),
        simulated=has_import_named_like(graph, FILE_MARK),
        rollups_due=rollups_are_due(graph),
        clusters=tuple(clusters),
        outlets=outlets,
        **{name: future.result() for name, future in about_all.items() if name != "status"},
        # if nobody retweets an outlet, the first row is about a cluster
        status=_where(about_all["status"].result(), "cluster", None),
        grid=read_grid(
            graph, run, parameters, wanted=sensitivity, pseudonymous=queries.pseudonymous, progress=progress
        ),
        window=meaningful_window(run),
        pseudonymous=queries.pseudonymous,
        other_platforms=tuple(list_other_platforms(graph, run.get("platforms", ()))),
    )


def _imports(graph: Connection, *, made: datetime | None) -> Rows:
    """Return the imports with the column ``later``: whether they are of data, and started after the run was made."""
    imports = list_imports(graph)
    at, form = imports.columns.index("at"), imports.columns.index("format")
    rows = [
        (*row, bool(made and row[at] and row[at] > made and not is_registry_format(row[form]))) for row in imports.rows
    ]
    return Rows((*imports.columns, "later"), rows)


def _by_cluster(result: QueryResult) -> dict[int, Row]:
    return {row["cluster"]: row for row in result.rows}


def _where(result: QueryResult, column: str, value: object) -> QueryResult:
    return replace(result, rows=[row for row in result.rows if row[column] == value])


def _unit(run: Mapping[str, Any]) -> str:
    first, last = run.get("dataFrom"), run.get("dataUntil")
    return "day" if first and last and (last - first).days <= 60 else "week"
