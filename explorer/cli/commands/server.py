"""``explorer server``: manage the local Neo4j server."""

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
        help="Name of the local server. Each has its own data, ports and password; use one per investigation to "
        "keep data separate. Default: $EXPLORER_SERVER or 'default'.",
    ),
]
COLUMNS = ("name", "running", "answers", "pid", "uri", "browser", "version", "heap", "page_cache", "folder")
_LABELS = {
    "name": "Name",
    "running": "Running",
    "answers": "Ready",
    "pid": "Process ID",
    "uri": "Bolt address",
    "browser": "Browser address",
    "version": "Neo4j version",
    "heap": "Heap",
    "page_cache": "Page cache",
    "folder": "Folder",
}


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
        typer.Option("--repair", help="Verify all files, and download those that are missing or changed."),
    ] = False,
) -> None:
    """Download Neo4j (about 150 MB), and verify the SHA-256 checksum of every file.

    One installation is used by all servers. The first start installs Neo4j if you have not. An interrupted download is
    continued.

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
            help="Memory for queries and writing, for example 4g. Raise it if Neo4j reports that a transaction "
            "needs more. The "
            "server remembers the value. Default: a quarter of the machine's memory, from 512m to 8g.",
        ),
    ] = None,
    page_cache: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="Memory to cache data from disk, for example 2g. Ideally the size of the server's data folder. The "
            "server "
            "remembers the value. Default: an eighth of the machine's memory, from 512m to 8g.",
        ),
    ] = None,
) -> None:
    """Start a local server, and wait until it is ready.

    Installs Neo4j first if necessary. Does nothing if the server is already running. The server accepts connections
    from this machine only, and runs until you stop it.

    Example: explorer server start --name protests --heap 4g --page-cache 2g
    """
    from explorer.server.config import Memory

    server = _server(context, name)
    was_running = server.status().running
    memory = Memory(heap, page_cache)
    with progress_bars() as progress:
        endpoint = server.start(progress=progress, memory=memory)
    note(f"Server {server.name} {'is already running' if was_running else 'is running'}.")
    if was_running and memory != Memory():
        note("The new memory settings apply after you stop and start the server.")
    note(f"Bolt:     {endpoint.uri}")
    note(f"Browser:  {endpoint.browser_url}")
    note(f"User:     {endpoint.username}, password in {endpoint.password_file}")


@app.command()
def stop(context: typer.Context, name: NameOption = None) -> None:
    """Stop a local server, and wait until it has stopped. The data are kept.

    Example: explorer server stop
    """
    server = _server(context, name)
    note(f"Server {server.name} {'stopped.' if server.stop() else 'was not running.'}")


@app.command()
def status(context: typer.Context, name: NameOption = None, form: FormatOption = Format.TABLE) -> None:
    """Show whether a local server is running, and its addresses and memory settings.

    Example: explorer server status --format json
    """
    _print_statuses([_server(context, name).status()], form)


@app.command("list")
def list_servers(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """List all local servers that have ever been started.

    Example: explorer server list
    """
    from explorer.server.saved_state import server_names

    names = server_names(load_settings(context).explorer_home)
    _print_statuses([_server(context, name).status() for name in names], form)


@app.command()
def logs(
    context: typer.Context,
    name: NameOption = None,
    lines: Annotated[
        int, typer.Option("--lines", "-n", min=1, help="Number of lines to print from the end of the log.")
    ] = 50,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Keep printing new lines until you press Ctrl-C.")
    ] = False,
) -> None:
    """Print the end of a server's log, for example to see why it did not start.

    Example: explorer server logs --lines 200 --follow
    """
    server = _server(context, name)
    shown = [path for path in (server.console_path, server.log_path) if path.is_file() and path.stat().st_size]
    if not shown:
        raise ServerError(
            f"Server {server.name} has no log, because it has never been started.",
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
        # Neo4j starts a new file when this one is full
        position = min(position, size)
        if size > position:
            with path.open("rb") as file:
                file.seek(position)
                added = file.read()
            position += len(added)
            for line in added.decode("utf-8", "replace").splitlines():
                print_line(line)


@app.command("confirm-env")
def confirm_env(
    folder: Annotated[
        Path, typer.Argument(help="Folder of the .env file. Default: the working folder.", metavar="[FOLDER]")
    ] = Path(),
) -> None:
    """Confirm the Neo4j server that the `.env` of a folder names, so that commands in this folder use it.

    A `.env` may have come with data from somebody else. It is used only after you have confirmed its server: here, or
    when a command on a terminal asks you. If it names another server, user or database later, confirm it again.

    Example: explorer server confirm-env
    """
    from explorer.common.env_files import confirm_working_folder

    path, choice = confirm_working_folder(folder)
    note(f"Commands in {path.parent} use the Neo4j server {choice}.")


@app.command()
def password(context: typer.Context, name: NameOption = None) -> None:
    """Print the password of the user neo4j, for Neo4j Browser, a notebook or another tool.

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
            # as text, so that no thousands separators are added
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
        # one server is easier to read as a list of properties
        print_rows(("", "Server"), list(zip(_LABELS.values(), rows[0], strict=True)), form)
    else:
        print_rows(COLUMNS, rows, form, labels=_LABELS)
