"""The program ``explorer`` and its commands."""

from typing import Annotated

import typer

from explorer import __version__
from explorer.settings import Settings

app = typer.Typer(
    name="explorer",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
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
