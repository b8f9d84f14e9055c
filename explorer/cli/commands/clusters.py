"""``explorer clusters``: list, show and judge the clusters of a run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from explorer.cli.options.judgements import AuthorOption, NoteOption, VerdictOption, choose_author
from explorer.cli.options.output import Format, FormatOption, TopOption
from explorer.cli.options.runs import RunOption
from explorer.cli.options.timeout import TIMEOUT, TimeoutOption
from explorer.cli.settings import read_settings
from explorer.cli.ui.charts import bar, by_days, sparkline
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import chart, messages, note, print_rows
from explorer.cli.ui.signals import warn_of_unshown
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.text import count
from explorer.packs.catalog import find_query

if TYPE_CHECKING:
    from explorer.api import Graph

app = typer.Typer(no_args_is_help=True)

_SPARE = (
    "strength", "clusterId", "shareOfCluster", "edges", "density", "judgedAt", "judgedBy", "retweets",
    "coreMembers", "judgedOverlap", "note", "judgedCluster",
)  # fmt: skip

_ALL: Final = 1_000_000

ClusterArgument = Annotated[
    str, typer.Argument(help="Rank of the cluster in the run, or its ID (RUN/RANK).", metavar="CLUSTER")
]


@app.command("list")
def list_command(
    context: typer.Context,
    run: RunOption = "latest",
    top: TopOption = 25,
    format_: FormatOption = Format.TABLE,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """List the clusters of a run, highest score first.

    Example: explorer clusters list --run latest
    """
    with open_graph(context, timeout=timeout) as graph:
        properties = graph.run(run)
        rows = graph.clusters(run=run, top=top).to_dicts()
        warn_of_simulated_graph(graph)
    if not rows:
        program = read_settings(context).program
        note(
            f"The run has no clusters. {program} runs show {run} shows its parameters; try others with {program} "
            "detect."
        )
    if format_ is Format.TABLE:
        for row in rows:
            row["strength"] = bar(row["score"], rows[0]["score"])
        if not any(row["joinedMembers"] for row in rows):
            for row in rows:
                row.pop("joinedMembers")
    _print("cluster-list", rows, format_, spare=_SPARE)
    if properties["clusters"] > top:
        note(f"Showing {top:,} of {count(properties['clusters'], 'cluster')}. Use --top to show more.")


@app.command("show")
def show(
    context: typer.Context,
    cluster: ClusterArgument,
    run: RunOption = "latest",
    top: TopOption = 100,
    format_: FormatOption = Format.TABLE,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Show the members of a cluster, most strongly connected first.

    The core consists of the most closely connected members. Joined members were tested against the group as a whole
    after it was found. Stability shows how reproducible a membership is: the share of repeated clusterings in which a
    member is in the same cluster as another member, on average. It is no evidence of coordination. Members outside the
    core, or with a stability well below 1, may be in the cluster by chance.

    Example: explorer clusters show 1 --run latest
    """
    with open_graph(context, timeout=timeout) as graph:
        facts = graph.cluster(cluster, run=run)
        rows = graph.members(facts["clusterId"], top=top).to_dicts()
        charts = _charts(graph, facts) if format_ is Format.TABLE else []
        warn_of_simulated_graph(graph)
    stable = "" if facts["stability"] is None else f", stability {facts['stability']:.2f}"
    joined = f", {facts['joinedMembers']:,} joined" if facts["joinedMembers"] else ""
    note(
        f"Cluster {facts['clusterId']}: {count(facts['members'], 'member')}, {facts['coreMembers']:,} of them in "
        f"the core{joined}; {count(facts['edges'], 'edge')}, score {facts['score']:,.1f}{stable}"
    )
    if facts["verdict"]:
        where = f" of {facts['judgedCluster']}, overlap {facts['judgedOverlap']:.2f}" if facts["judgedCluster"] else ""
        why = f": {facts['note']}" if facts["note"] else ""
        note(f"Judged {facts['verdict']} by {facts['judgedBy']}, {facts['judgedAt']:%Y-%m-%d}{where}{why}")
    for one in charts:
        chart(*one)
    if format_ is Format.TABLE and not facts["joinedMembers"]:
        for row in rows:
            row.pop("joined")
    _print("cluster-members", rows, format_, spare=("createdDay", "name", "note", "operator", "status", "retweets"))
    if facts["members"] > top:
        note(f"Showing {top:,} of {count(facts['members'], 'member')}. Use --top to show more.")


@app.command("judge")
def judge(
    context: typer.Context,
    cluster: ClusterArgument,
    verdict: VerdictOption,
    note_: NoteOption = "",
    run: RunOption = "latest",
    author: AuthorOption = None,
) -> None:
    """Store your judgement of a cluster.

    The judgement also applies to clusters of other runs that contain most of its members. If you judge a cluster again,
    the newest judgement applies. `explorer judgements` lists all of them.

    Example: explorer clusters judge 1 --verdict organic --note "staff of one newsroom, see their profiles"
    """
    with open_graph(context) as graph:
        name = graph.cluster(cluster, run=run)["clusterId"]
        carried = graph.judge_cluster(name, verdict=verdict, author=choose_author(context, author), note=note_)
        warn_of_simulated_graph(graph)
    runs = f" The judgement also applies to {count(carried, 'cluster')} of other runs." if carried else ""
    note(f"Judged cluster {name} as {verdict}.{runs}")


@app.command("evidence")
def evidence(
    context: typer.Context,
    cluster: ClusterArgument,
    run: RunOption = "latest",
    top: TopOption = 25,
    format_: FormatOption = Format.TABLE,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Show the posts or other objects that connect the members of a cluster.

    Objects that most members share within the window come first. Among equals, shorter times come first.

    Example: explorer clusters evidence 1 --run latest
    """
    with open_graph(context, timeout=timeout) as graph:
        name = graph.cluster(cluster, run=run)["clusterId"]
        properties = graph.run(name.partition("/")[0])
        rows = graph.cluster_evidence(name, top=top).to_dicts()
        warn_of_simulated_graph(graph)
    if rows:
        best = rows[0]
        note(
            f"Cluster {name}: {best['actingMembers']:,} of its {count(best['members'], 'member')} acted on "
            f"{best['object']} within {best['spanSeconds']:g} s."
        )
    _print("cluster-evidence", rows, format_, spare=("text", "lastAt", "signal", "author"))
    warn_of_unshown(properties)


def _charts(graph: "Graph", facts: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return one-line charts of when a cluster is active: name, drawing, legend."""
    run, _, cluster = facts["clusterId"].partition("/")
    which = {"run": run, "cluster": int(cluster), "top": _ALL}
    days = graph.ask("boosts/cluster-timeline", unit="day", **which)
    hours = graph.ask("impersonation/posting-hours", minActions=0, **which)
    charts = []
    if days.height:
        counts = {start.date(): retweets for start, retweets in days.select("startAt", "retweets").iter_rows()}
        cells, span = by_days(counts, most_cells=min(60, max(12, messages.width - 68)))
        legend = f"{min(counts)} to {max(counts)}, {count(span, 'day')} per bar, maximum {max(cells):,.0f}"
        charts.append(("retweets", sparkline(cells), legend))
    if hours.height:
        at = [sum(column) for column in zip(*hours["actionsByHour"].to_list(), strict=True)]
        charts.append(("posts and retweets", sparkline(at), f"by hour of the day, 00 to 23 UTC, maximum {max(at):,}"))
    return charts


def _print(query: str, rows: list[dict[str, Any]], form: Format, *, spare: tuple[str, ...]) -> None:
    # columns with the same value in all rows, which the command or the line above already shows
    stated = {"list": (), "members": ("cluster",), "evidence": ("cluster", "members")}[query.partition("-")[2]]
    described = find_query(f"boosts/{query}")
    columns = [
        column.name
        for column in described.columns
        if column.name not in stated and (not rows or column.name in rows[0])
    ]
    # the strength of a member is a column of its query
    if query == "cluster-list" and rows and "strength" in rows[0]:
        columns.insert(columns.index("score") + 1, "strength")
    labels = {"strength": "Score bar"} | described.labels
    print_rows(columns, [[row[name] for name in columns] for row in rows], form, labels=labels, spare=spare)
