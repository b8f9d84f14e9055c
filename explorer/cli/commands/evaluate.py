"""``explorer evaluate``: compare a network with what a simulated campaign planted."""

from pathlib import Path
from typing import Annotated, Any

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_rows
from explorer.common.errors import UsageError

SPARE = (
    "recall_any",
    "edges_b",
    "recall_b",
    "auc",
    "found",
    "accounts",
    "planted",
    "edge_false_discovery",
    "group",
)
"""Without these, the table fits into 80 columns."""


def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder of explorer simulate.", metavar="DIR")],
    edges: Annotated[
        Path | None, typer.Option(help="Edges of explorer network --out, .csv or .parquet.", metavar="FILE")
    ] = None,
    run: Annotated[
        str | None, typer.Option(help="A run in the graph: its id, its beginning, or 'latest'; clusters, too.")
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Score a network against the truth of a simulated campaign, as a whole, by planted group and by cluster.

    An edge is right when both ends are of one planted group; an account is found when it has an edge of tier A (all
    edges, where there are no tiers). Nothing found has no precision, nothing planted no recall.

    Example: explorer evaluate campaign --edges edges.parquet
    """
    from explorer.simulate.evaluation import COLUMNS, read_edge_file, read_truth, score_clusters, score_edges

    if (edges is None) == (run is None):
        raise UsageError(
            "What is to be scored?",
            hint="Give either --edges FILE (explorer network DIR --out FILE) or --run latest (explorer detect).",
        )
    truth = read_truth(folder)
    if edges is not None:
        scores = score_edges(read_edge_file(edges), truth)
    else:
        with open_graph(context) as graph:
            scores = score_edges(graph.edges(run=run or "latest"), truth)
            scores += score_clusters(graph.memberships(run=run or "latest"), truth)
    note("Scored against simulated truth.")
    shown = [[_rounded(value) if format_ is Format.TABLE else value for value in score.row()] for score in scores]
    print_rows(COLUMNS, shown, format_, spare=SPARE)


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
