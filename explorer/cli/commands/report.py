"""``explorer report``: what a run found, as one page to hand over."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.options.output import ForceOption, PseudonymizeOption
from explorer.cli.options.runs import RunOption
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.report import print_written_report
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.report.written_report import MAX_CLUSTERS


def report(
    context: typer.Context,
    run: RunOption = "latest",
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE.html")] = Path(
        "report.html"
    ),
    top: Annotated[int, typer.Option(min=1, help="Most clusters, those with the highest score.")] = MAX_CLUSTERS,
    sensitivity: Annotated[
        bool | None,
        typer.Option(
            "--sensitivity/--no-sensitivity",
            help="Whether to try other windows and weights (default: where it takes seconds, up to 500,000 events).",
        ),
    ] = None,
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
) -> None:
    """Write a report on a run: one HTML page with findings, clusters, evidence and figures, for people to read.

    It needs no network and nothing but a browser; every figure has its table and a CSV file behind it. What the data
    cannot carry is said in it.

    Example: explorer report --run latest -o report.html
    """
    from explorer.output.pseudonyms import Pseudonyms

    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with open_graph(context) as graph:
        warn_of_simulated_graph(graph)
        written = graph.write_report(
            output, run=run, top=top, sensitivity=sensitivity, pseudonyms=pseudonyms, force=force
        )
    print_written_report(written)
