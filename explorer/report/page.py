"""The page: the parts put into the template, and the file."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from explorer.common.durations import format_duration
from explorer.common.files import refuse_existing, write_whole
from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import check_run_unchanged, find_run
from explorer.output.pseudonyms import Pseudonyms
from explorer.report.data.gather import Data, gather
from explorer.report.data.queries import Asking
from explorer.report.figures.across import figures
from explorer.report.figures.clusters import Section, section
from explorer.report.figures.parts import Figure, Table, cell, strongest, table
from explorer.report.html.escape import embed_json, inline, policy
from explorer.report.network.view import NetworkView, read_script, read_style, read_view
from explorer.report.result import TOP, Report
from explorer.report.text import sentences as words


def write_report(
    graph: Connection,
    path: Path,
    *,
    run: str = "latest",
    top: int = TOP,
    sensitivity: bool | None = None,
    pseudonyms: Pseudonyms | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Report:
    """Write a report on a run: one HTML file that needs no network and runs nothing but its own script.

    The same run in the same graph gives the same bytes.

    Args:
        graph: the graph.
        path: the file, written whole or not at all.
        run: the run's id, its beginning, or ``latest``.
        top: most clusters shown, those with the highest score.
        sensitivity: whether the grid of windows and weights is computed; None: where it takes seconds.
        pseudonyms: what puts keyed hashes in the place of accounts, texts and names; None for none.
        force: whether a file that is there may be replaced.
        progress: told of each question and each figure.

    Raises:
        UsageError: if there is no such run, or the file is there.
        InputError: if the file cannot be written.
        GraphError: if Neo4j cannot be reached, or the run is replaced while it is read.
    """
    refuse_existing(path, force=force)
    properties = find_run(graph, run)
    asking = Asking(graph, properties["runId"], pseudonyms=pseudonyms, progress=progress)
    data = gather(graph, properties, asking, top=top, sensitivity=sensitivity, progress=progress)
    drawn: list[Figure] = []
    for figure in figures(data):
        progress(f"drawing {figure.title}", 0, None)
        drawn.append(figure)
    sections = []
    for done, cluster in enumerate(data.clusters):
        progress("drawing clusters", done, len(data.clusters))
        sections.append(section(cluster))
    progress("drawing the network", 0, None)
    view = read_view(asking)
    check_run_unchanged(graph, properties)
    limits = tuple(words.limits(data))
    text = _render(data, drawn, sections, view, limits)
    write_whole(path, lambda part: part.write_text(text, encoding="utf-8"))
    pictures = [*drawn, *(figure for one in sections for figure in one.figures)]
    return Report(
        path=path,
        run_id=properties["runId"],
        clusters=len(sections),
        of_clusters=properties.get("clusters", len(sections)),
        size=len(text.encode()),
        figures=sum(figure.picture is not None for figure in pictures),
        missing=tuple((figure.title, figure.missing) for figure in drawn if figure.missing),
        simulated=data.simulated,
        limits=limits,
    )


def _render(
    data: Data, drawn: Sequence[Figure], sections: Sequence[Section], view: NetworkView, limits: Sequence[str]
) -> str:
    folder = files("explorer.report")
    style = folder.joinpath("templates/report.css").read_text(encoding="utf-8") + read_style()
    script = read_script()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(folder.joinpath("templates/report.html.j2").read_text(encoding="utf-8"))
    return page.render(
        run=data.run,
        version=__version__,
        data=data,
        findings=list(words.findings(data)),
        analysed=_analysed(data),
        imports=_imports(data),
        ranked=_ranked(data),
        method=list(words.method(data)),
        literature=words.LITERATURE,
        sections=sections,
        figures=drawn,
        view=view,
        network=embed_json({"nodes": view.nodes, "edges": view.edges}),
        network_boosts=table(
            "table-network-boosts",
            "Which clusters boost which outlets",
            view.boosts,
            ("cluster", "outlet", "state", "retweets", "accounts", "ofCluster", "ofOutlet", "lift"),
        ),
        network_members=table(
            "table-network-members",
            "The members drawn, each cluster's most tied ones",
            view.members,
            ("account", "handle", "cluster", "role", "stability", "degree", "strength", "status", "created"),
        ),
        limits=limits,
        near_in_time=words.near_in_time(data),
        command=words.command(data),
        parameters=table(
            "table-parameters",
            "All parameters of the run",
            [{"parameter": name, "value": _plain(value)} for name, value in sorted(data.parameters.items())],
            ("parameter", "value"),
        ),
        style=inline(f"\n{style}"),
        script=inline(f"\n{script}"),
        policy=policy([f"\n{script}"], [f"\n{style}"]),
    )


def _analysed(data: Data) -> list[tuple[str, str]]:
    run = data.run
    first, last = run.get("dataFrom"), run.get("dataUntil")
    return [
        ("run", run["runId"]),
        ("made", cell("made", run.get("createdAt")).text),
        ("platforms", ", ".join(run.get("platforms", ()))),
        ("period", f"{cell('from', first).text} to {cell('to', last).text} UTC" if first and last else "not known"),
        ("resolution of times", format_duration(1000 * run.get("resolution", 1))),
        ("events analysed", cell("events", run.get("events")).text),
        ("records left out", cell("leftOut", run.get("leftOut")).text),
        ("retweets on these platforms", cell("retweets", run.get("retweets")).text),
        ("accounts with an edge", cell("accounts", run.get("accounts")).text),
        ("edges", cell("edges", run.get("edges")).text),
        ("clusters", cell("clusters", run.get("clusters")).text),
    ]


def _imports(data: Data) -> Table:
    rows = sorted(
        (row for row in data.imports.rows if not row["later"]), key=lambda row: (str(row["file"]), row["import"])
    )
    names = ("rows", "loaded", "duplicates", "rejected")
    if rows:
        total = {name: sum(row[name] or 0 for row in rows) for name in names}
        rows.append(dict.fromkeys(data.imports.columns) | {"file": "all"} | total)
    return table(
        "table-imports",
        "What was imported: rows read = loaded + duplicates + rejected",
        rows,
        ("file", "format", *names, "first", "last", "state"),
    )


def _ranked(data: Data) -> Table:
    rows = []
    for cluster in data.clusters:
        boost = strongest(cluster.boosts.rows)
        known = cluster.about.get("known")
        rows.append(
            cluster.about
            | {"boosted": boost and boost["outlet"], "lift": boost and boost["lift"]}
            | {"ofSuspended": cluster.about["suspended"] if known else None}
        )
    return table(
        "table-clusters",
        "The clusters, those with most evidence for each member first",
        rows,
        ("cluster", "verdict", "size", "density", "score", "stability", "retweets", "boosted", "lift", "ofSuspended"),
        most=len(rows),
        total=data.run.get("clusters"),
    )


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
