"""``explorer evaluate``: score a network against the ground truth of a simulated campaign."""

from pathlib import Path
from typing import Annotated, Any

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.labels import SCORE_LABELS
from explorer.cli.ui.output import note, print_rows
from explorer.common.errors import UsageError

SPARE = (
    "recall_any",
    "joined",
    "precision_joined",
    "recall_joined",
    "edges_trigger",
    "false_edges_trigger",
    "edges_b",
    "recall_b",
    "auc",
    "found",
    "accounts",
    "planted",
    "edge_false_discovery",
    "group",
)
"""Columns that a table hides first. Without them, the table fits into 80 columns."""


def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder that `explorer simulate` wrote.", metavar="DIR")],
    edges: Annotated[
        Path | None, typer.Option(help="Edges that `explorer network --out` wrote, .csv or .parquet.", metavar="FILE")
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(
            help="Run to compare, with its clusters: its ID, the first characters of the ID, or latest.", metavar="RUN"
        ),
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Compare a network with the known coordinated accounts of a simulated campaign.

    The network is compared as a whole, by planted group and by cluster. An edge is correct if both accounts belong to
    the same planted group. An account is found if it has an edge of tier A, or any edge if there are no tiers.
    Precision is empty if nothing was found. Recall is empty if nothing was planted.

    The columns for joined accounts count tier A together with accounts that joined a group. Edges for which a common
    trigger is not excluded have columns of their own and are not counted as found.

    Example: explorer evaluate campaign --edges edges.parquet
    """
    from explorer.simulate.evaluation import COLUMNS, read_edge_file, read_truth, score_clusters, score_edges

    if (edges is None) == (run is None):
        raise UsageError(
            "There is no network to compare, or there are two.",
            hint="Give either --edges FILE (from explorer network DIR --out FILE) or --run latest (from explorer "
            "detect).",
        )
    truth = read_truth(folder)
    if edges is not None:
        scores = score_edges(read_edge_file(edges), truth)
    else:
        with open_graph(context) as graph:
            scores = score_edges(graph.edges(run=run or "latest"), truth)
            scores += score_clusters(graph.memberships(run=run or "latest"), truth)
    note("Compared with the ground truth of a simulated campaign: its planted accounts.")
    shown = [[_rounded(value) if format_ is Format.TABLE else value for value in score.row()] for score in scores]
    print_rows(COLUMNS, shown, format_, labels=SCORE_LABELS, spare=SPARE)


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
