"""``explorer export``: what other programs take."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from explorer.cli.options.output import ForceOption, PseudonymizeOption
from explorer.cli.options.packs import FolderOption, read_packs
from explorer.cli.options.runs import RunOption
from explorer.cli.settings import load_settings
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_line, progress_bars, warn
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import UsageError
from explorer.common.files import refuse_existing, write_atomically
from explorer.export.formats import NETWORK_FORMATS

app = typer.Typer(no_args_is_help=True)


@app.command("network")
def network(
    context: typer.Context,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The file to write; its name says how.", metavar="FILE" + "|".join(NETWORK_FORMATS)
        ),
    ],
    run: RunOption = "latest",
    times: Annotated[
        bool,
        typer.Option(
            help="Tell from when to when an edge's accounts coincide, for Gephi's timeline; the events are read again "
            "for it."
        ),
    ] = True,
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
) -> None:
    """Write a run's network for Gephi and its like: GEXF with attributes and times, or GraphML.

    Nodes are the accounts with an edge; their cluster is an attribute to colour them by. Edges of both tiers are in it.

    Example: explorer export network --run latest -o run.gexf
    """
    from explorer.export.network import check_network_file, write_network
    from explorer.output.pseudonyms import Pseudonyms

    check_network_file(output, force=force)
    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with progress_bars() as progress, open_graph(context, progress) as graph:
        tables = graph.tables(run=run, dated=times, pseudonyms=pseudonyms)
        write_network(tables, output, force=force, progress=progress)
        warn_of_simulated_graph(graph)
    print_line(str(output))
    note(f"{tables.accounts.height:,} accounts and {tables.edges.height:,} edges of run {tables.run['runId']}.")
    if tables.undated:
        warn(tables.undated)


@app.command("tables")
def tables_(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.", metavar="FOLDER")],
    run: RunOption = "latest",
    form: Annotated[
        Literal["parquet", "csv"], typer.Option(help="parquet keeps types and loses nothing; csv is for spreadsheets.")
    ] = "parquet",
    raw: Annotated[
        bool,
        typer.Option(
            "--raw", help="With csv: every text as it is, for programs. Open it in no spreadsheet: texts may run."
        ),
    ] = False,
    times: Annotated[bool, typer.Option(help="Tell from when to when an edge's accounts coincide.")] = True,
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
) -> None:
    """Write a run's tables: run, accounts, edges, clusters, members, boosts and judgements, a file each.

    In CSV for spreadsheets an apostrophe stands before a text that would run as a formula, or be
    read as a number or date.

    Example: explorer export tables -o run-tables --form csv
    """
    from explorer.export.folder import write_tables
    from explorer.output.pseudonyms import Pseudonyms

    if raw and form != "csv":
        raise UsageError("--raw says nothing to parquet, which loses nothing.", hint="--form csv --raw")
    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with progress_bars() as progress, open_graph(context, progress) as graph:
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
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE.json")],
    run: RunOption = "latest",
    pseudonymize: PseudonymizeOption = None,
    force: ForceOption = False,
) -> None:
    """Write what a run rests on: parameters, seeds, data, versions and what was found, to repeat it by.

    explorer detect --manifest FILE repeats it and says whether the result is the same.

    Example: explorer export manifest --run latest -o run.json
    """
    from explorer.export.manifest import manifest_as_json
    from explorer.output.pseudonyms import Pseudonyms

    refuse_existing(output, force=force)
    pseudonyms = Pseudonyms.read(pseudonymize) if pseudonymize else None
    with open_graph(context) as graph:
        content = manifest_as_json(graph.manifest(run=run, pseudonyms=pseudonyms))
        warn_of_simulated_graph(graph)
    write_atomically(output, lambda part: part.write_bytes(content))
    print_line(str(output))
    note(f"Repeat it: {load_settings(context).program} detect --manifest {output}")


@app.command("key")
def key(
    file: Annotated[Path, typer.Argument(help="The file to write; only you will be able to read it.", metavar="FILE")],
) -> None:
    """Make a key for pseudonyms: whoever has it can tell whether a name is behind a pseudonym.

    Keep it, and to yourself: without it, later exports cannot have the same pseudonyms.

    Example: explorer export key study.key
    """
    from explorer.output.pseudonyms import write_key

    write_key(file)
    print_line(str(file))
    note("Keep it apart from what you share.")


@app.command("browser-bundle")
def browser_bundle(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE.zip")] = Path(
        "coordination-explorer.zip"
    ),
    folder: FolderOption = None,
    force: ForceOption = False,
) -> None:
    """Write all queries as saved scripts for Neo4j Browser, in a folder for each pack, and the style for its pictures.

    Drop the file on Browser's window; its queries are then under Favorites. style.grass in it sets colours and
    captions: unpack it and drop it likewise. The newer Browser (2025 and later) takes neither.

    Example: explorer export browser-bundle -o queries.zip
    """
    from explorer.browser.bundle import write_bundle

    count = write_bundle(read_packs(folder), output, force=force)
    print_line(str(output))
    note(f"{count} queries and a style. Drop the file on Neo4j Browser's window.")
