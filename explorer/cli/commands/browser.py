"""``explorer browser``: open Neo4j Browser with the guide."""

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
        typer.Option("--open/--no-open", help="Open a browser window, or only print the address."),
    ] = True,
    guide: Annotated[
        bool,
        typer.Option(
            "--guide/--no-guide", help="Serve the guide until you press Ctrl-C, or return immediately without it."
        ),
    ] = True,
    folder: FolderOption = None,
) -> None:
    """Open Neo4j Browser with a guide to the queries of the packs.

    Prints the address and the login, and starts the local server if necessary. A click in the guide runs a query. The
    guide is available on this machine only, until you press Ctrl-C.

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
            note("The guide is available until you press Ctrl-C.")
            _open_window(guide_address, wanted=open_)
            while True:
                # waiting for a lock would not end: with polars, calls to the system continue after Ctrl-C
                time.sleep(3600)
        except KeyboardInterrupt:
            note("The guide is closed. Neo4j Browser keeps running.")


def _print_login(endpoint: "Endpoint", address: str) -> None:
    print_line(f"Browser:  {address}")
    print_line(f"User:     {endpoint.username}")
    print_line(f"Password: {endpoint.password_file or 'that of NEO4J_PASSWORD'}")


def _open_window(address: str, *, wanted: bool) -> None:
    # a program that reads this from a pipe can use the address immediately
    sys.stdout.flush()
    if wanted and not webbrowser.open(address):
        note("No web browser could be opened. Open the address yourself.")


def browser_address(endpoint: "Endpoint") -> str:
    """Return the address of Neo4j Browser, with the Bolt address filled in.

    If the address is unknown, Neo4j's default port is assumed: 7474, or 7473 if Bolt is encrypted.
    """
    parts = urlsplit(endpoint.uri)
    host = parts.hostname or "localhost"
    host = f"[{host}]" if ":" in host else host
    encrypted = "+s" in parts.scheme
    base = endpoint.browser_url or f"{'https' if encrypted else 'http'}://{host}:{7473 if encrypted else 7474}/browser/"
    # leave out the user and password of the address, which would end up in browser histories
    bolt = f"{parts.scheme}://{quote(endpoint.username, safe='')}@{host}:{parts.port or 7687}"
    return base if "?" in base else f"{base}?dbms={quote(bolt, safe=':/@[]')}"
