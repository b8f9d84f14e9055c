"""Build a database with Neo4j's offline import next to a server's current database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Final

import psutil

from explorer.common.errors import ServerError
from explorer.common.interrupts import Interrupted, interrupt_means
from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint
from explorer.server import process, staging
from explorer.server.files import check_free_disk, file_errors, hold_lock
from explorer.server.java import find_java
from explorer.server.local import STOP_TIMEOUT, LocalServer

IMPORT_HEAP: Final = "1g"
"""Heap size of the import; tested with ten million retweets."""

Claim = Callable[[Endpoint], AbstractContextManager[None]]
"""Keeps other commands from writing to a server's database, and raises if the database is not empty."""


def build_database(
    server: LocalServer, write: Callable[[Path], list[str]], *, claim: Claim, progress: Progress = silent
) -> None:
    """Build a database with Neo4j's offline import and replace the server's database, which must be empty.

    The server may run during the import. It is stopped when the new database replaces the old one, and not started
    again. If the build is interrupted at any point, the server has either its old database or the new one.

    Args:
        server: The server.
        write: Writes files into the given folder and returns the arguments of ``database import full`` for them.
        claim: Claims the server's database. Called before the import, to fail early, and again while the new database
            replaces the old one.
        progress: Called with the stages of the import in percent.

    Raises:
        ServerError: If the import fails or the disk is full.
    """
    with file_errors(server.folder):
        server.make_folder()
        with hold_lock(server.folder / "incoming.lock", waiting_for="bulk import", progress=progress):
            with _claimed(server, claim, progress):
                pass
            # Neo4j's import may still be running although the command that started it was killed.
            process.end_admin(staging.staging_folder(server.folder))
            try:
                home = staging.prepare_staging(server.folder)
                java = find_java()
                server.install(progress=progress)
                # Refuse altered files now, and not only after the files of the import have been written.
                server.artifacts.verified_class_path()
                check_free_disk(server.folder)
                report = f"--report-file={home / 'report'}"
                arguments = ["database", "import", "full", *write(home), report, "neo4j"]
                process.run_admin(java, server.artifacts, home, arguments, heap=IMPORT_HEAP, progress=progress)
                with _claimed(server, claim, progress) as running:
                    if running:
                        process.end_process(running, patience=STOP_TIMEOUT)
                    server.pid_file.unlink(missing_ok=True)
                    staging.mark_staging_complete(server.folder)
                    with interrupt_means(_complete):
                        staging.promote_staging(server.folder)
            finally:
                # Clean up after failures too, because the files may be large.
                staging.discard_staging(server.folder)


def _complete() -> Interrupted:
    """Return what is true once the new database is marked as complete: the next start moves it into place."""
    return Interrupted(
        "The bulk import is complete.",
        hint="To list the imports: explorer imports list. To import other files, run the same command again.",
    )


@contextmanager
def _claimed(server: LocalServer, claim: Claim, progress: Progress) -> Iterator[psutil.Process | None]:
    """Keep other commands from starting, stopping and writing to the server; yield its process if it is running."""
    with ExitStack() as stack:
        running = None
        if server.has_graph:
            endpoint = server.start(progress=progress)
            running = process.find_server(server.folder, server.pid_file)
            stack.enter_context(claim(endpoint))
        stack.enter_context(hold_lock(server.folder / "lock", waiting_for="command on this server", progress=progress))
        if process.find_server(server.folder, server.pid_file) != running:
            raise ServerError(
                f"Server {server.name} was started or stopped by another command in the meantime; nothing was loaded.",
                hint="Run the same command again.",
            )
        yield running
