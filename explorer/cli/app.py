"""The program ``explorer`` and its commands."""

from typing import Annotated

import typer

from explorer.cli.commands import (
    accounts,
    browser,
    clusters,
    demo,
    detect,
    doctor,
    evaluate,
    evidence,
    export,
    formats,
    imports,
    judgements,
    network,
    packs,
    registry,
    report,
    rollups,
    runs,
    sensitivity,
    server,
    signals,
    simulate,
    slices,
)
from explorer.cli.ui import output
from explorer.common.settings import Settings
from explorer.common.version import __version__

app = typer.Typer(
    name="explorer",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # the lines of a docstring's paragraph are joined
    help="Find clusters of coordinated accounts in retweets, and the state outlets they boost, in Neo4j.",
    epilog="Start here: explorer demo",
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
    settings = Settings()
    context.obj = settings.model_copy(update={"explorer_server": server}) if server else settings
    if server:
        output.in_hints.program = context.obj.program


app.command("demo")(demo.demo)
app.command("import")(imports.import_)
app.add_typer(imports.app, name="imports")
app.command("formats")(formats.formats)
app.add_typer(registry.app, name="registry")
app.command("detect")(detect.detect_command)
app.add_typer(runs.app, name="runs")
app.add_typer(clusters.app, name="clusters")
app.add_typer(accounts.app, name="accounts")
app.command("judgements")(judgements.judgements)
app.command("evidence")(evidence.evidence)
app.add_typer(packs.app, name="packs")
app.command("report")(report.report)
app.command("signals")(signals.signals)
app.command("network")(network.network)
app.command("sensitivity")(sensitivity.sensitivity)
app.command("slices")(slices.slices)
app.command("simulate")(simulate.simulate)
app.command("evaluate")(evaluate.evaluate)
app.command("rollups")(rollups.rollups)
app.command("browser")(browser.browser)
app.add_typer(export.app, name="export")
app.add_typer(server.app, name="server")
app.command("doctor")(doctor.doctor)
