"""``explorer report``: what a run found, as one page to hand over."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.api import Graph
from explorer.cli.commands.evidence import RunOption
from explorer.cli.options.shared import ForceOption, PseudonymizeOption
from explorer.cli.ui.output import note, print_line, progress_bars, warn
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.output.pseudonyms import Pseudonyms
from explorer.report.written_report import MAX_CLUSTERS, WrittenReport


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
    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        warn_of_simulated_graph(graph)
        written = graph.write_report(
            output, run=run, top=top, sensitivity=sensitivity, pseudonyms=pseudonyms, force=force
        )
    print_written(written)


def print_written(written: WrittenReport) -> None:
    """Print the path, and say what is in the file and what is not."""
    print_line(str(written.path))
    cut = f" of {written.of_clusters:,}; --top shows more" if written.clusters < written.of_clusters else ""
    note(
        f"Run {written.run_id}: {written.clusters:,} clusters{cut}, {written.figures:,} figures, "
        f"{written.size / 1e6:.1f} MB. Open it in a browser."
    )
    for title, reason in written.missing:
        warn(f'No figure "{title}": {reason}')
