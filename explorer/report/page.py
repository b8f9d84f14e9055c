"""Write the report of a run: read its data, draw its figures, and fill the page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from explorer.common.files import refuse_existing, write_atomically
from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.communities.parameters import OBJECTIVES
from explorer.detect.network.parameters import WEIGHTINGS
from explorer.detect.signals.registry import SIGNALS, signal_names
from explorer.detect.significance.parameters import MANY_OUTSIDERS
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import check_run_unchanged, find_run
from explorer.output.pseudonyms import Pseudonyms
from explorer.report.data.boosts import strongest_boost
from explorer.report.data.queries import ReportQueries
from explorer.report.data.report_data import ReportData, read_report_data
from explorer.report.figures.across import figures
from explorer.report.figures.clusters import ClusterSection, cluster_section
from explorer.report.figures.figure import Figure
from explorer.report.figures.table import ReportTable, make_table
from explorer.report.html.escape import embed_json, inline, policy
from explorer.report.html.static_files import read_script, read_style
from explorer.report.html.templates import render_page
from explorer.report.network.view import NetworkView, read_view
from explorer.report.text.findings import findings, needs_several_objects
from explorer.report.text.limits import limits
from explorer.report.text.prose import render_text
from explorer.report.text.reproduce import reproduction_command
from explorer.report.written_report import MAX_CLUSTERS, WrittenReport

_TRIGGER_ACCOUNTS: Final = 25
"""Maximum number of accounts shown whose common trigger is not excluded."""


def write_report(
    graph: Connection,
    path: Path,
    *,
    run: str = "latest",
    top: int = MAX_CLUSTERS,
    sensitivity: bool | None = None,
    pseudonyms: Pseudonyms | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> WrittenReport:
    """Write a report on a run: one HTML file that needs no network and runs only its own script.

    The same run in the same graph gives the same bytes.

    Args:
        graph: The graph.
        path: The file. It is written completely or not at all.
        run: The run's id, the beginning of it, or ``latest``.
        top: Maximum number of clusters, those with the highest scores.
        sensitivity: Whether to compute the grid of windows and weights. None computes it if that takes seconds.
        pseudonyms: Replace accounts, texts and names with keyed hashes. None shows them.
        force: Whether an existing file may be replaced.
        progress: Called with the name of each query and each figure.

    Raises:
        UsageError: If there is no such run, or the file exists.
        InputError: If the file cannot be written.
        GraphError: If Neo4j cannot be reached, or the run is replaced while it is read.
    """
    refuse_existing(path, force=force)
    properties = find_run(graph, run)
    queries = ReportQueries(graph, properties["runId"], pseudonyms=pseudonyms, progress=progress)
    data = read_report_data(graph, properties, queries, top=top, sensitivity=sensitivity, progress=progress)
    drawn: list[Figure] = []
    for figure in figures(data):
        progress(f"drawing {figure.title}", 0, None)
        drawn.append(figure)
    clusters = []
    for done, cluster in enumerate(data.clusters):
        progress("drawing clusters", done, len(data.clusters))
        clusters.append(cluster_section(cluster))
    progress("drawing the network", 0, None)
    view = read_view(queries)
    check_run_unchanged(graph, properties)
    data_limits = tuple(limits(data))
    html = _render(data, drawn, clusters, view, data_limits)
    write_atomically(path, lambda part: part.write_text(html, encoding="utf-8"))
    of_clusters = [figure for cluster in clusters for figure in cluster.figures]
    all_figures = [*drawn, *of_clusters]
    # that a cluster has no data for a figure is usual
    failed = [figure for figure in of_clusters if figure.missing and figure.log]
    missing = [(figure.title, figure.missing) for figure in (*drawn, *failed) if figure.missing]
    if view.attempted.missing:
        missing.append((render_text("network", "title"), view.attempted.missing))
    return WrittenReport(
        path=path,
        run_id=properties["runId"],
        clusters=len(clusters),
        of_clusters=properties.get("clusters", len(clusters)),
        size=len(html.encode()),
        figures=sum(figure.picture is not None for figure in all_figures),
        missing=tuple(missing),
        logs=tuple(log for log in (*(figure.log for figure in all_figures), view.attempted.log) if log),
        simulated=data.simulated,
        limits=data_limits,
    )


def _render(
    data: ReportData,
    drawn: Sequence[Figure],
    clusters: Sequence[ClusterSection],
    view: NetworkView,
    data_limits: Sequence[str],
) -> str:
    run = data.run
    style, script = f"\n{read_style()}", f"\n{read_script()}"
    weighting = run.get("weighting", "objects")
    joined = ("joined",) if any(row["joined"] for row in view.members.rows) else ()
    return render_page(
        "report.html.j2",
        run=run,
        version=__version__,
        data=data,
        simulated=render_text("limits", "simulated") if data.simulated else "",
        findings=list(findings(data)),
        repeated=needs_several_objects(run),
        noun=data.clusters[0].noun if data.clusters else "object",
        imports=_imports(data),
        ranked=_ranked(data),
        signals=[SIGNALS[name] for name in signal_names(run["signal"]) if name in SIGNALS],
        weighting=WEIGHTINGS.get(weighting, weighting),
        objective=OBJECTIVES[data.parameters["objective"]] if data.parameters else "",
        parameters=_parameters(data),
        many_outsiders=MANY_OUTSIDERS,
        clusters=clusters,
        triggers=make_table(
            "table-triggers",
            render_text("tables", "triggers"),
            data.triggers,
            ("handle", "account", "edges", "connectedAccounts", "trigger", "triggerHandle", "triggerAccount"),
            most=_TRIGGER_ACCOUNTS,
        ),
        figures=drawn,
        view=view,
        network_title=render_text("network", "title"),
        network=embed_json({"nodes": view.nodes, "edges": view.edges}),
        network_boosts=make_table(
            "table-network-boosts",
            render_text("network", "boosts_table"),
            view.boosts,
            (
                "cluster",
                "outlet",
                "state",
                "retweets",
                "retweeters",
                "shareOfCluster",
                "shareOfOutlet",
                "lift",
                "liftLow",
                "liftHigh",
            ),
        ),
        network_members=make_table(
            "table-network-members",
            render_text("network", "members_table"),
            view.members,
            (
                "account",
                "handle",
                "cluster",
                "role",
                *joined,
                "stability",
                "degree",
                "strength",
                "status",
                "createdDay",
            ),
        ),
        limits=data_limits,
        command=reproduction_command(data),
        style=inline(style),
        script=inline(script),
        policy=policy([script], [style]),
    )


def _imports(data: ReportData) -> ReportTable:
    rows = sorted(
        (row | {"importStatus": row["state"]} for row in data.imports.rows if not row["later"]),
        key=lambda row: (str(row["file"]), row["import"]),
    )
    counts = ("rows", "loaded", "duplicates", "rejected")
    if rows:
        total = {name: sum(row[name] or 0 for row in rows) for name in counts}
        rows.append(dict.fromkeys(data.imports.columns) | {"file": render_text("tables", "all_imports")} | total)
    columns = ("file", "format", *counts, "first", "last", "importStatus")
    return make_table("table-imports", render_text("tables", "imports"), rows, columns)


def _ranked(data: ReportData) -> ReportTable:
    rows = []
    for cluster in data.clusters:
        boost = strongest_boost(cluster.outlets.rows)
        known = cluster.about.get("membersWithStatus")
        rows.append(
            cluster.about
            | {"boosted": boost and boost["outlet"]}
            | {name: boost and boost[name] for name in ("lift", "liftLow", "liftHigh")}
            | {"ofSuspended": cluster.about["suspendedKnownShare"] if known else None}
        )
    joined = ("joinedMembers",) if any(cluster.about["joinedMembers"] for cluster in data.clusters) else ()
    return make_table(
        "table-clusters",
        render_text("tables", "clusters"),
        rows,
        (
            "cluster",
            "verdict",
            "members",
            *joined,
            "density",
            "score",
            "stability",
            "retweets",
            "boosted",
            "lift",
            "liftLow",
            "liftHigh",
            "ofSuspended",
        ),
        most=len(rows),
        total=data.run.get("clusters"),
    )


def _parameters(data: ReportData) -> ReportTable:
    def plain(value: Any) -> Any:
        return value if isinstance(value, str | int | float | bool) or value is None else str(value)

    rows = [{"parameter": name, "value": plain(value)} for name, value in sorted(data.parameters.items())]
    return make_table("table-parameters", render_text("tables", "parameters"), rows, ("parameter", "value"))
