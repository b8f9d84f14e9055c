"""The program ``explorer`` and its commands."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final

import typer

from explorer import __version__
from explorer.cli.lazy import TYPER_OPTIONS, LazyCommand, LazyGroup
from explorer.cli.settings import load_settings
from explorer.cli.ui.hints import in_hints

COMMANDS: Final[Mapping[str, LazyCommand]] = {
    "demo": LazyCommand(
        "demo:demo",
        "Run the main job once: import, registry, detect, who boosts whom, and how much of it is right.",
    ),
    "import": LazyCommand("imports:import_", "Load files of accounts, posts and retweets into the graph."),
    "formats": LazyCommand(
        "formats:formats",
        "List the input formats, and what each tells: post ids, times, profiles, links, …",
    ),
    "detect": LazyCommand(
        "detect:detect_command",
        "Find clusters of accounts that do the same things at the same time, and the outlets they boost.",
    ),
    "judgements": LazyCommand(
        "judgements:judgements",
        "List what clusters and accounts were judged to be, the newest first: by whom, when and why, "
        "withdrawn ones too.",
    ),
    "evidence": LazyCommand(
        "evidence:evidence",
        "Show the posts behind the edge of two accounts, both times and the seconds between, the tightest first.",
    ),
    "report": LazyCommand(
        "report:report",
        "Write a report on a run: one HTML page with findings, clusters, evidence and figures, for people to read.",
    ),
    "signals": LazyCommand(
        "signals:signals",
        "List the signals: what each counts as doing the same, needs, is for, and mistakes for coordination.",
    ),
    "network": LazyCommand("network:network", "Build the network of coordinated accounts from files alone."),
    "sensitivity": LazyCommand(
        "sensitivity:sensitivity",
        "Try a grid of windows and minimum weights, and show where the result hardly changes.",
    ),
    "slices": LazyCommand(
        "slices:slices",
        "Cut time into slices, build the network of each, and tell which edges are new and which last.",
    ),
    "simulate": LazyCommand(
        "simulate:simulate",
        "Make a campaign with known truth, to see what a method finds of what was planted.",
    ),
    "evaluate": LazyCommand(
        "evaluate:evaluate",
        "Score a network against the truth of a simulated campaign, as a whole, by planted group and by cluster.",
    ),
    "rollups": LazyCommand(
        "rollups:rollups",
        "Count all roll-ups anew: who retweeted whom, and what outlets received on each day and from how many "
        "accounts.",
    ),
    "browser": LazyCommand(
        "browser:browser",
        "Open Neo4j Browser on the server in use, with a guide to the packs' questions, and say how to log in.",
    ),
    "doctor": LazyCommand(
        "doctor:doctor",
        "Check Java, Neo4j's files, the server, versions, schema, memory and disk, and say what to do.",
    ),
    "imports": LazyCommand("imports:app", "List, show and undo imports, and see the rows they rejected."),
    "registry": LazyCommand("registry:app", "State outlets and diplomats: who runs which account, and who says so."),
    "runs": LazyCommand("runs:app", "List, show, compare and delete detection runs."),
    "clusters": LazyCommand(
        "clusters:app",
        "List clusters, show their members and the posts that tie them together, judge them.",
    ),
    "accounts": LazyCommand(
        "accounts:app",
        "Judge accounts, and keep a list of those known as organic: newsrooms, fan groups.",
    ),
    "packs": LazyCommand("packs:app", "List, show, run and check query packs: questions asked of the graph by name."),
    "export": LazyCommand("export:app", "Write files for other programs."),
    "server": LazyCommand(
        "server:app",
        "The local Neo4j: installed, started and stopped here, without Docker and without root. Commands that "
        "need it start it by themselves, unless NEO4J_URI names another Neo4j.",
    ),
}
"""The commands in the order of the help."""


class Commands(LazyGroup):
    """The commands of the program."""

    lazy: ClassVar[Mapping[str, LazyCommand]] = COMMANDS


app = typer.Typer(
    name="explorer",
    cls=Commands,
    help="Find clusters of coordinated accounts in retweets, and the state outlets they boost, in Neo4j.",
    epilog="Start here: explorer demo",
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
        typer.Option(help="Local server to use, by name (default: $EXPLORER_SERVER or 'default').", metavar="NAME"),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    context.obj = server
    if server:
        in_hints.program = load_settings(context).program
