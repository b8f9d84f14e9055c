"""``explorer report``: write a report on a run."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.options.output import ForceOption, PseudonymizeOption
from explorer.cli.options.runs import RunOption
from explorer.cli.options.timeout import TIMEOUT, TimeoutOption
from explorer.cli.ui.graph import open_graph, warn_of_unfinished_imports
from explorer.cli.ui.report import print_written_report
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.report.written_report import MAX_CLUSTERS


def report(
    context: typer.Context,
    run: RunOption = "latest",
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.", metavar="FILE.html")] = Path(
        "report.html"
    ),
    top: Annotated[int, typer.Option(min=1, help="Maximum number of clusters, highest score first.")] = MAX_CLUSTERS,
    sensitivity: Annotated[
        bool | None,
        typer.Option(
            "--sensitivity/--no-sensitivity",
            help="Include a section on how much the network changes with other windows and minimum weights. "
            "Default: included for runs with at most 500,000 actions, for which it takes seconds.",
        ),
    ] = None,
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Write a report on a run as one HTML page.

    The page presents the findings, clusters, evidence and figures, and the limitations of the data. It opens in any
    browser without a network connection. Each figure includes its data as a table and as CSV.

    Example: explorer report --run latest -o report.html
    """
    from explorer.output.pseudonyms import Pseudonyms

    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with open_graph(context, timeout=timeout) as graph:
        warn_of_simulated_graph(graph)
        warn_of_unfinished_imports(graph)
        written = graph.write_report(
            output, run=run, top=top, sensitivity=sensitivity, pseudonyms=pseudonyms, force=force
        )
    print_written_report(written)
