"""``explorer server``: the local Neo4j."""

import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.settings import load_settings
from explorer.cli.ui.output import note, print_line, print_rows, progress_bars
from explorer.common.errors import ServerError

if TYPE_CHECKING:
    from explorer.server.local import LocalServer
    from explorer.server.status import ServerStatus

app = typer.Typer(no_args_is_help=True, epilog="Example: explorer server start")

NameOption = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="NAME",
        help="Which local server: each has its own data, ports and password; one per "
        "investigation keeps their data apart. Default: $EXPLORER_SERVER, else 'default'.",
    ),
]
COLUMNS = ("name", "running", "answers", "pid", "uri", "browser", "version", "heap", "page_cache", "folder")


def _server(context: typer.Context, name: str | None) -> "LocalServer":
    from explorer.server.local import LocalServer

    settings = load_settings(context)
    if name is not None:
        settings = settings.model_copy(update={"explorer_server": name})
    return LocalServer.from_settings(settings)


@app.command()
def install(
    context: typer.Context,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Check every file again, and fetch those that are missing or altered."),
    ] = False,
) -> None:
    """Download Neo4j, once for all servers (about 150 MB), and check every file's SHA-256.

    The first start does this by itself. What an interrupted download has left is kept and checked.

    Example: explorer server install
    """
    server = _server(context, None)
    if server.artifacts.installed and not repair:
        note(f"Neo4j {server.artifacts.lock.neo4j} is installed in {server.artifacts.folder}")
        return
    with progress_bars() as progress:
        if repair:
            server.artifacts.repair(progress=progress)
        else:
            server.install(progress=progress)
    note(f"Installed Neo4j {server.artifacts.lock.neo4j} in {server.artifacts.folder}")


@app.command()
def start(
    context: typer.Context,
    name: NameOption = None,
    heap: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="Memory for queries and writing, such as 4g; raise it when Neo4j says that a "
            "transaction needs more. Remembered. Default: a quarter of the machine's memory, 512m to 8g.",
        ),
    ] = None,
    page_cache: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="Memory for the data on disk, such as 2g; best is the size of the server's data folder. "
            "Remembered. Default: an eighth of the machine's memory, 512m to 8g.",
        ),
    ] = None,
) -> None:
    """Start a local server and return when it answers; one that runs is left as it is.

    Installs Neo4j first if need be. The server listens on this machine only, and runs until it is stopped.

    Example: explorer server start --name protests --heap 4g --page-cache 2g
    """
    from explorer.server.config import Memory

    server = _server(context, name)
    was_running = server.status().running
    memory = Memory(heap, page_cache)
    with progress_bars() as progress:
        endpoint = server.start(progress=progress, memory=memory)
    note(f"Server {server.name} {'was running already' if was_running else 'runs'}.")
    if was_running and memory != Memory():
        note("The memory changes when it is stopped and started again.")
    note(f"Bolt:     {endpoint.uri}")
    note(f"Browser:  {endpoint.browser_url}")
    note(f"User:     {endpoint.username}, password in {endpoint.password_file}")


@app.command()
def stop(context: typer.Context, name: NameOption = None) -> None:
    """Shut a local server down; its data stay. Returns when it is down.

    Example: explorer server stop
    """
    server = _server(context, name)
    note(f"Server {server.name} {'is stopped.' if server.stop() else 'was not running.'}")


@app.command()
def status(context: typer.Context, name: NameOption = None, form: FormatOption = Format.TABLE) -> None:
    """Show whether a local server runs, where it is reached, and its memory.

    Example: explorer server status --format json
    """
    _print_statuses([_server(context, name).status()], form)


@app.command("list")
def list_servers(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Show every local server that was ever started.

    Example: explorer server list
    """
    from explorer.server.saved_state import server_names

    names = server_names(load_settings(context).explorer_home)
    _print_statuses([_server(context, name).status() for name in names], form)


@app.command()
def logs(
    context: typer.Context,
    name: NameOption = None,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many of the last lines to print.")] = 50,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on printing what is added, until Ctrl-C.")] = False,
) -> None:
    """Print the end of a server's log: why it did not start, what it refused.

    Example: explorer server logs --lines 200 --follow
    """
    server = _server(context, name)
    shown = [path for path in (server.console_path, server.log_path) if path.is_file() and path.stat().st_size]
    if not shown:
        raise ServerError(
            f"Server {server.name} has no log yet: it was never started.",
            hint=f"explorer server start --name {server.name}",
        )
    for path in shown:
        note(f"{path}:")
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in deque(file, maxlen=lines):
                print_line(line.rstrip("\n"))
    if follow:
        _follow(server.log_path)


def _follow(path: Path) -> None:
    position = path.stat().st_size if path.exists() else 0
    while True:
        time.sleep(0.5)
        size = path.stat().st_size if path.exists() else 0
        # Neo4j begins a new file when this one has grown long
        position = min(position, size)
        if size > position:
            with path.open("rb") as file:
                file.seek(position)
                added = file.read()
            position += len(added)
            for line in added.decode("utf-8", "replace").splitlines():
                print_line(line)


@app.command()
def password(context: typer.Context, name: NameOption = None) -> None:
    """Print the password of user neo4j, for Neo4j Browser, a notebook or another tool.

    Example: explorer server password
    """
    print_line(_server(context, name).password())


def _print_statuses(statuses: "list[ServerStatus]", form: Format) -> None:
    people = form is Format.TABLE
    rows = [
        (
            status.name,
            status.running,
            status.answers,
            # a number, but not one to be grouped in thousands
            str(status.pid or "") if people else status.pid,
            status.uri,
            status.browser_url,
            status.version,
            status.heap,
            status.page_cache,
            str(status.folder),
        )
        for status in statuses
    ]
    if people and len(rows) == 1:
        # one server reads better downwards
        print_rows(("", "server"), list(zip(COLUMNS, rows[0], strict=True)), form)
    else:
        print_rows(COLUMNS, rows, form)
