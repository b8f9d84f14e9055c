"""The program ``explorer`` and its commands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Final

import typer

from explorer import __version__
from explorer.cli.lazy import TYPER_OPTIONS, LazyCommand, LazyGroup
from explorer.cli.settings import GlobalOptions, load_settings
from explorer.cli.ui.hints import in_hints

GROUPS: Final[Mapping[str, Mapping[str, LazyCommand]]] = {
    "Start here": {
        "demo": LazyCommand(
            "demo:demo",
            "Run the whole analysis on example data: find clusters, show which outlets they boost, and write a report.",
        ),
        "doctor": LazyCommand("doctor:doctor", "Check the installation, and explain how to fix any problems."),
    },
    "Import": {
        "import": LazyCommand(
            "imports:import_", "Import files of accounts, posts, retweets, statuses, labels and more."
        ),
        "imports": LazyCommand("imports:app", "List imports, show rejected rows and undo imports."),
        "profiles": LazyCommand(
            "profiles:app", "Save, list and show profiles, which say how to read files with columns of their own."
        ),
        "formats": LazyCommand("formats:formats", "List the input formats and the data that each can contain."),
        "registry": LazyCommand(
            "registry:app",
            "List, load and check the registry of outlets (state media, institutions, diplomats) and their accounts.",
        ),
    },
    "Detect": {
        "detect": LazyCommand(
            "detect:detect_command", "Find clusters of accounts that appear coordinated, and store them as a run."
        ),
        "runs": LazyCommand("runs:app", "List, show, compare and delete detection runs."),
        "signals": LazyCommand(
            "signals:signals", "List the signals, which are the kinds of coordination that can be detected."
        ),
        "sensitivity": LazyCommand(
            "sensitivity:sensitivity",
            "Try several time windows and minimum edge weights, and show how much the network changes.",
        ),
        "network": LazyCommand("network:network", "Build a coordination network from files, without Neo4j."),
        "slices": LazyCommand("slices:slices", "Build one network per time slice, and show which edges persist."),
    },
    "Explore": {
        "clusters": LazyCommand(
            "clusters:app", "List clusters, show their members and evidence, and record your judgements of clusters."
        ),
        "evidence": LazyCommand("evidence:evidence", "Show the posts behind the edge between two accounts."),
        "accounts": LazyCommand("accounts:app", "Record your judgements of accounts, and manage the allow list."),
        "judgements": LazyCommand(
            "judgements:judgements", "List all judgements of clusters and accounts, newest first."
        ),
        "packs": LazyCommand(
            "packs:app", "List, show, run and check query packs, which are sets of ready-made queries."
        ),
        "browser": LazyCommand("browser:browser", "Open Neo4j Browser with a guide to the queries of the packs."),
    },
    "Share": {
        "report": LazyCommand("report:report", "Write a report on a run as one HTML page."),
        "export": LazyCommand("export:app", "Export networks, tables and run descriptions (manifests)."),
    },
    "Maintain": {
        "server": LazyCommand("server:app", "Install, start, stop and inspect the local Neo4j server."),
        "rollups": LazyCommand(
            "rollups:rollups", "Recalculate the stored counts that make queries fast. Rarely needed."
        ),
    },
    "Evaluate the method": {
        "simulate": LazyCommand(
            "simulate:simulate", "Simulate a campaign in which the coordinated accounts are known."
        ),
        "evaluate": LazyCommand(
            "evaluate:evaluate", "Compare a network with the known coordinated accounts of a simulated campaign."
        ),
    },
}
"""The commands by heading, in the order of the help."""

COMMANDS: Final[Mapping[str, LazyCommand]] = {
    name: command for commands in GROUPS.values() for name, command in commands.items()
}
"""The commands by name, in the order of the help."""


class Commands(LazyGroup):
    """The commands of the program."""

    lazy: ClassVar[Mapping[str, LazyCommand]] = COMMANDS
    panels: ClassVar[Mapping[str, str]] = {name: heading for heading, commands in GROUPS.items() for name in commands}


app = typer.Typer(
    name="explorer",
    cls=Commands,
    help="Find clusters of accounts that appear coordinated, and show which state outlets they boost. Results are "
    "stored in Neo4j.",
    epilog="For help on a command, run `explorer COMMAND --help`. To start, run `explorer demo`.",
    **TYPER_OPTIONS,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"coordination explorer {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    server: Annotated[
        str | None,
        typer.Option(
            help="Name of the local server to use. Give it before the command. Default: $EXPLORER_SERVER or 'default'.",
            metavar="NAME",
        ),
    ] = None,
    env_file: Annotated[
        str | None,
        typer.Option(
            help="File that sets NEO4J_URI and the login of the Neo4j server to use. Give it before the command. "
            "Default: the environment, or else the .env of the working folder if you have confirmed its server.",
            metavar="FILE",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    context.obj = GlobalOptions(server, None if env_file is None else Path(env_file))
    if server is not None or env_file is not None:
        in_hints.program = load_settings(context).program
