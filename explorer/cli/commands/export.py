"""``explorer export``: write files for other programs."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from explorer.cli.options.output import ForceOption, PseudonymizeOption
from explorer.cli.options.packs import FolderOption, read_packs
from explorer.cli.options.runs import RunOption
from explorer.cli.options.timeout import TIMEOUT, TimeoutOption
from explorer.cli.settings import read_settings
from explorer.cli.ui.graph import graph_and_progress, open_graph
from explorer.cli.ui.output import note, print_line, warn
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import UsageError
from explorer.common.files import refuse_existing, write_atomically
from explorer.common.text import count
from explorer.export.formats import NETWORK_FORMATS

app = typer.Typer(no_args_is_help=True)


@app.command("network")
def network(
    context: typer.Context,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="File to write. The extension sets the format.",
            metavar="FILE" + "|".join(NETWORK_FORMATS),
        ),
    ],
    run: RunOption = "latest",
    times: Annotated[
        bool,
        typer.Option(
            help="For GEXF: include the times of the first and last co-action of each edge, for Gephi's timeline. "
            "--no-times is faster."
        ),
    ] = True,
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Export the network of a run as GEXF or GraphML, for Gephi and similar programs.

    Each node is an account that has at least one edge. Its cluster is an attribute, which you can use to colour the
    node. The file contains edges of tier A (beyond independent reaction), of joined accounts, and of tier B (to be
    reviewed). Edges whose common trigger is not excluded are left out. Unless you use --no-times, GEXF files also
    contain the times of the first and last co-action of each edge. A co-action is two accounts acting on the same
    object within the window.

    Example: explorer export network --run latest -o run.gexf
    """
    from explorer.export.graph_frames import network_edges, network_nodes
    from explorer.export.network import check_network_file, write_network
    from explorer.output.pseudonyms import Pseudonyms

    check_network_file(output, force=force)
    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with graph_and_progress(context, timeout=timeout) as (graph, progress):
        tables = graph.tables(run=run, dated=times, pseudonyms=pseudonyms)
        write_network(tables, output, force=force, progress=progress)
        warn_of_simulated_graph(graph)
    print_line(str(output))
    edges = network_edges(tables).height
    note(f"{count(network_nodes(tables).height, 'account')} and {count(edges, 'edge')} of run {tables.run['runId']}.")
    if left_out := tables.edges.height - edges:
        note(f"Left out {count(left_out, 'edge')} whose common trigger is not excluded.")
    if tables.undated:
        warn(tables.undated)


@app.command("tables")
def tables_(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.", metavar="DIR")],
    run: RunOption = "latest",
    form: Annotated[
        Literal["parquet", "csv"], typer.Option(help="File format. parquet keeps all types; csv is for spreadsheets.")
    ] = "parquet",
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help="With csv: write texts unchanged, for programs. Do not open these files in a spreadsheet, because "
            "it could execute texts as formulas.",
        ),
    ] = False,
    times: Annotated[bool, typer.Option(help="Include the times of the first and last co-action of each edge.")] = True,
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Export a run as tables: run, accounts, edges, clusters, members, boosts and judgements.

    Each table is one file. In CSV, an apostrophe is put before texts that a spreadsheet would execute as a formula or
    read as a number or a date.

    Example: explorer export tables -o run-tables --form csv
    """
    from explorer.export.folder import write_tables
    from explorer.output.pseudonyms import Pseudonyms

    if raw and form != "csv":
        raise UsageError("--raw applies only to CSV files.", hint="Use --form csv --raw, or leave out --raw.")
    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with graph_and_progress(context, timeout=timeout) as (graph, progress):
        tables = graph.tables(run=run, dated=times, pseudonyms=pseudonyms)
        files = write_tables(tables.frames(), output, form="raw-csv" if raw else form, force=force, progress=progress)
        warn_of_simulated_graph(graph)
    for file in files:
        print_line(str(file))
    if tables.undated:
        warn(tables.undated)


@app.command("manifest")
def manifest(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.", metavar="FILE.json")],
    run: RunOption = "latest",
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Export the manifest of a run: parameters, seeds, data, versions and results.

    With the manifest, others can repeat the run: `explorer detect --manifest FILE` checks whether the result is the
    same.

    Example: explorer export manifest --run latest -o run.json
    """
    from explorer.export.manifest import manifest_as_json
    from explorer.output.pseudonyms import Pseudonyms

    refuse_existing(output, force=force)
    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with open_graph(context, timeout=timeout) as graph:
        content = manifest_as_json(graph.manifest(run=run, pseudonyms=pseudonyms))
        warn_of_simulated_graph(graph)
    write_atomically(output, lambda part: part.write_bytes(content))
    print_line(str(output))
    note(f"To repeat the run: {read_settings(context).program} detect --manifest {output}")


@app.command("key")
def key(
    file: Annotated[Path, typer.Argument(help="File to write. Only you can read it.", metavar="FILE")],
) -> None:
    """Create a key file for pseudonyms.

    Keep the file, and keep it secret. Anyone who has it can check whether a name belongs to a pseudonym. Without it,
    later exports cannot use the same pseudonyms.

    Example: explorer export key study.key
    """
    from explorer.output.pseudonyms import write_key

    write_key(file)
    print_line(str(file))
    note("Store the key separately from the files that you share.")


@app.command("browser-bundle")
def browser_bundle(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.", metavar="FILE.zip")] = Path(
        "coordination-explorer.zip"
    ),
    folder: FolderOption = None,
    force: ForceOption = False,
) -> None:
    """Export all queries as saved scripts for Neo4j Browser, and the style for graphs.

    Drop the file on the window of Neo4j Browser. The queries are then under Favorites, in one folder per pack.
    style.grass sets colours and captions: unpack it, and drop it on the window too. The Browser of 2025 and later
    supports neither.

    Example: explorer export browser-bundle -o queries.zip
    """
    from explorer.browser.bundle import write_bundle

    written = write_bundle(read_packs(folder), output, force=force)
    print_line(str(output))
    note(f"Wrote {count(written, 'query', 'queries')} and a style. Drop the file on the window of Neo4j Browser.")
