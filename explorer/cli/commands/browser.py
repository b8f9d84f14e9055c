"""``explorer browser``: Neo4j Browser on the server in use, with the guide."""

import sys
import time
import webbrowser
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlsplit

import typer

from explorer.cli.options.packs import FolderOption, read_packs
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_line

if TYPE_CHECKING:
    from explorer.common.settings import Endpoint


def browser(
    context: typer.Context,
    open_: Annotated[
        bool,
        typer.Option("--open/--no-open", help="Whether to open a window; with --no-open only the address is printed."),
    ] = True,
    guide: Annotated[
        bool,
        typer.Option("--guide/--no-guide", help="Whether to serve the guide; --no-guide returns at once."),
    ] = True,
    folder: FolderOption = None,
) -> None:
    """Open Neo4j Browser on the server in use, with a guide to the packs' questions, and say how to log in.

    The local server is started if it does not run. In the guide every query is a click. It is served, to Browser on
    this machine only, until you press Ctrl-C.

    Example: explorer browser --no-open
    """
    from explorer.browser import serve_guide

    with open_graph(context) as graph:
        endpoint = graph.find_endpoint()
    address = browser_address(endpoint)
    if not guide:
        _print_login(endpoint, address)
        _open_window(address, wanted=open_)
        return
    with serve_guide(address, read_packs(folder)) as guide_address:
        try:
            _print_login(endpoint, guide_address)
            note("The guide is there until you press Ctrl-C.")
            _open_window(guide_address, wanted=open_)
            while True:
                # waiting for a lock would not end: with polars, calls to the system continue after Ctrl-C
                time.sleep(3600)
        except KeyboardInterrupt:
            note("The guide is closed; Browser goes on without it.")


def _print_login(endpoint: "Endpoint", address: str) -> None:
    print_line(f"Browser:  {address}")
    print_line(f"User:     {endpoint.username}")
    print_line(f"Password: {endpoint.password_file or 'in NEO4J_PASSWORD (the environment, or .env)'}")


def _open_window(address: str, *, wanted: bool) -> None:
    # a program that reads this from a pipe need not wait for the end
    sys.stdout.flush()
    if wanted and not webbrowser.open(address):
        note("No web browser opens here: open the address yourself.")


def browser_address(endpoint: "Endpoint") -> str:
    """Return where Neo4j Browser is served, with the Bolt address filled in.

    A server that does not say is taken to serve it on Neo4j's port: 7474, or 7473 where Bolt is encrypted.
    """
    parts = urlsplit(endpoint.uri)
    host = parts.hostname or "localhost"
    host = f"[{host}]" if ":" in host else host
    encrypted = "+s" in parts.scheme
    base = endpoint.browser_url or f"{'https' if encrypted else 'http'}://{host}:{7473 if encrypted else 7474}/browser/"
    # no user and password of the address: they would end up in histories
    bolt = f"{parts.scheme}://{quote(endpoint.username, safe='')}@{host}:{parts.port or 7687}"
    return base if "?" in base else f"{base}?dbms={quote(bolt, safe=':/@[]')}"
