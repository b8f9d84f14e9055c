"""A local Neo4j server with its own folder, ports and password: install, start, stop, status.

    <EXPLORER_HOME>/neo4j-<version>/     Neo4j's files, shared by all servers
    <EXPLORER_HOME>/servers/<name>/      one server: conf/, data/, logs/, password, server.json, server.pid

A server listens on the loopback interface only, and only its owner can access its folder.
"""

import re
import secrets
from pathlib import Path
from typing import Final

import psutil

from explorer.common.errors import ServerError, UsageError
from explorer.common.ownership import refuse_shared
from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint, Settings
from explorer.server import config, process, staging
from explorer.server.artifacts import ArtifactLock, Artifacts
from explorer.server.config import Memory, Ports
from explorer.server.end_reason import ran_out_of_memory
from explorer.server.files import (
    check_free_disk,
    file_errors,
    hold_lock,
    make_empty,
    make_folders,
    make_private,
    try_lock,
    write_private,
)
from explorer.server.java import Java, find_java
from explorer.server.readiness import wait_until_ready
from explorer.server.saved_state import SavedState, ports_of_other_servers
from explorer.server.startup_log import is_port_conflict, read_log, startup_error
from explorer.server.status import ServerStatus

USER: Final = "neo4j"
STOP_TIMEOUT: Final = 120.0
"""Seconds to wait for a server to stop before it is killed."""
PORT_ATTEMPTS: Final = 5
"""Number of attempts to start if another program takes a port after it was chosen and before Neo4j listens on it."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")


class LocalServer:
    """One named server of this user.

    Args:
        home: Folder of all servers and of the installation (EXPLORER_HOME).
        name: Name of the server.
        artifacts: Folder of the shared installation. Default: ``home``.
        repository: Mirror of the Maven repository to install from.
        lock: Files to install. Default: the lock file of this package.

    Raises:
        UsageError: If ``name`` is not a valid folder name.
    """

    def __init__(
        self,
        home: Path,
        name: str = "default",
        *,
        artifacts: Path | None = None,
        repository: str | None = None,
        lock: ArtifactLock | None = None,
    ) -> None:
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} is not a valid server name.",
                hint="Use letters, digits, - and _, starting with a letter or digit, for example protests-2021.",
            )
        self.name = name
        self._home = home.expanduser().resolve()
        self.folder = self._home / "servers" / name
        self.artifacts = Artifacts((artifacts or self._home).expanduser().resolve(), repository=repository, lock=lock)
        self.password_file = self.folder / "password"
        self.log_path = self.folder / "logs" / "neo4j.log"
        self.console_path = self.folder / "logs" / "console.log"
        self.pid_file = self.folder / "server.pid"

    @classmethod
    def from_settings(cls, settings: Settings) -> "LocalServer":
        """Return the server that the settings name; raise an `InputError` if other users could change its files."""
        server = cls(settings.explorer_home, settings.explorer_server, repository=settings.explorer_maven_repository)
        for folder in (server.folder, server.artifacts.folder):
            refuse_shared(folder, setting="EXPLORER_HOME")
        return server

    def install(self, *, progress: Progress = silent) -> None:
        """Download Neo4j's files if they are missing; see `Artifacts.install`."""
        self.artifacts.install(progress=progress)

    def start(self, *, progress: Progress = silent, memory: Memory | None = None) -> Endpoint:
        """Install and start the server if needed, and wait until it answers. Idempotent.

        Args:
            progress: Called with the bytes of an installation and while the server starts.
            memory: Memory settings to save; a running server uses them from its next start on.

        Raises:
            ServerError: If there is no Java, no disk space or no free port, or the server does not start; the message
                then contains the relevant line of its log, and no process is left running.
        """
        with file_errors(self.folder):
            self.make_folder()
            with hold_lock(self.folder / "lock", waiting_for=f"start of server {self.name}", progress=progress):
                saved = SavedState.load(self.folder)
                ports, memory = saved.ports, (memory or Memory()).over(saved.memory)
                if memory != saved.memory:
                    SavedState(ports, memory).save(self.folder)
                running = process.find_server(self.folder, self.pid_file)
                if running and ports and self._responds(ports, running, progress):
                    return self._endpoint(ports)
                if running:
                    # Its saved ports are lost, it is shutting down, or it ran out of memory.
                    process.end_process(running, patience=STOP_TIMEOUT)
                return self._start(memory, ports, progress)

    def stop(self) -> bool:
        """Shut the server down and wait until its process has ended.

        Returns:
            Whether the server was running.

        Raises:
            ServerError: If the server did not stop within two minutes and was killed.
        """
        with file_errors(self.folder):
            if not self.folder.is_dir():
                return False
            with hold_lock(self.folder / "lock", waiting_for="command on this server"):
                running = process.find_server(self.folder, self.pid_file)
                clean = process.end_process(running, patience=STOP_TIMEOUT) if running else True
                self.pid_file.unlink(missing_ok=True)
        if not clean:
            raise ServerError(
                f"Server {self.name} did not stop within {STOP_TIMEOUT:.0f} seconds and was killed.",
                hint="The data are safe. Neo4j recovers them at the next start, which may take longer.",
            )
        return running is not None

    def status(self) -> ServerStatus:
        """Return the server's state without starting it or connecting to it.

        Raises:
            ServerError: If the server's folder cannot be read.
        """
        running, saved = self._process_and_state()
        ports = saved.ports
        heap, page_cache = saved.memory.resolved()
        return ServerStatus(
            name=self.name,
            running=running is not None,
            answers=bool(running and ports and process.listens(running, ports.bolt)),
            pid=running.pid if running else None,
            uri=ports.uri if ports else None,
            browser_url=ports.browser_url if ports else None,
            version=self.artifacts.lock.neo4j,
            heap=heap,
            page_cache=page_cache,
            folder=self.folder,
        )

    def endpoint(self) -> Endpoint | None:
        """Return how to connect to the server, None if it does not run or listen. Does not start it or connect to it.

        Raises:
            ServerError: If the server's folder or its password cannot be read.
        """
        running, saved = self._process_and_state()
        listens = running and saved.ports and process.listens(running, saved.ports.bolt)
        return self._endpoint(saved.ports) if listens and saved.ports else None

    def password(self) -> str:
        """Return the password of user ``neo4j``.

        Raises:
            ServerError: If the server has no password yet, or the password file cannot be read.
        """
        try:
            return self.password_file.read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            if self.has_data:
                raise ServerError(
                    f"The password file {self.password_file} of server {self.name} is missing.",
                    hint="Restore it from a backup. The data cannot be accessed without the password.",
                ) from error
            raise ServerError(
                f"Server {self.name} has no password yet, because it was never started.",
                hint=f"Start it: explorer server start --name {self.name}",
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ServerError(
                f"The password file {self.password_file} cannot be read: {error}",
                hint="Only the user who created the server can read it.",
            ) from error

    @property
    def has_data(self) -> bool:
        """Whether the server has run before; its password is then part of its data and must be kept."""
        return (self.folder / "data" / "databases" / "system").exists()

    @property
    def has_graph(self) -> bool:
        """Whether there may be a database with data: the server has run before, or a database was built for it."""
        return self.has_data or staging.is_staging_complete(self.folder) or staging.has_database(self.folder)

    def make_folder(self) -> None:
        """Create the server's folder, readable by its owner only."""
        make_folders(self._home)
        make_private(self.folder.parent)
        make_private(self.folder)

    def _start(self, memory: Memory, ports: Ports | None, progress: Progress) -> Endpoint:
        java = find_java()
        self.install(progress=progress)
        check_free_disk(self.folder)
        staging.promote_staging(self.folder)
        with try_lock(self.folder / "incoming.lock") as no_build_runs:
            if no_build_runs and staging.staging_folder(self.folder).exists():
                process.end_admin(staging.staging_folder(self.folder))
                staging.discard_staging(self.folder)
        # Neo4j also reads other files in this folder, if there are any.
        make_empty(self.folder / "conf")
        for part in ("data", "logs"):
            make_private(self.folder / part)
        heap, page_cache = memory.resolved()
        refused: set[int] = set()
        for _ in range(PORT_ATTEMPTS):
            # Servers of this home that start at the same time must choose their ports one after the other.
            with hold_lock(self.folder.parent / "ports.lock", waiting_for="start of another server", progress=progress):
                ports = config.choose_ports(ports, ports_of_other_servers(self.folder) | refused)
                SavedState(ports, memory).save(self.folder)
            write_private(self.folder / "conf" / "neo4j.conf", config.neo4j_conf(ports, heap, page_cache))
            self._set_password(java)
            log_size = self.log_path.stat().st_size if self.log_path.exists() else 0
            child = process.launch(java, self.artifacts, self.folder, heap=heap, log=self.console_path)
            try:
                write_private(self.pid_file, f"{child.pid}\n")
                if self._wait(ports, child, progress):
                    return self._endpoint(ports)
            except BaseException:
                # An interrupted start must not leave a server running in the background.
                process.end_process(child, patience=STOP_TIMEOUT)
                self.pid_file.unlink(missing_ok=True)
                raise
            # Threads of a dying process may still hold its ports.
            process.end_process(child, patience=STOP_TIMEOUT)
            error = startup_error(read_log(self.log_path, log_size) + read_log(self.console_path, 0))
            if not is_port_conflict(error):
                break
            # Another program took a port after it was chosen. Keep the other port.
            refused |= {port for port in (ports.bolt, ports.http) if not config.is_free(port)}
        raise ServerError(
            f"Server {self.name} stopped during start-up: {error or 'its logs contain no message.'}",
            hint=f"Show the complete log: explorer server logs --name {self.name}",
        )

    def _wait(self, ports: Ports, server: psutil.Process, progress: Progress) -> bool:
        endpoint = self._endpoint(ports)
        return wait_until_ready(server, endpoint, name=self.name, home=self.folder, port=ports.bolt, progress=progress)

    def _responds(self, ports: Ports, server: psutil.Process, progress: Progress) -> bool:
        """Return whether a running server responds; raise if it does not, and a restart would not help."""
        try:
            return self._wait(ports, server, progress)
        except ServerError:
            if ran_out_of_memory(self.folder):
                return False
            raise

    def _set_password(self, java: Java) -> None:
        """Set the password of a server that has never run. Safe to repeat after an interrupted attempt."""
        if self.has_data:
            self.password()
            return
        if not self.password_file.exists():
            write_private(self.password_file, f"{secrets.token_hex(20)}\n")
        # Pass the password in a file, because all users of the machine can read command lines.
        arguments = ["dbms", "set-initial-password", f"@{self.password_file}"]
        process.run_admin(java, self.artifacts, self.folder, arguments)

    def _process_and_state(self) -> tuple[psutil.Process | None, SavedState]:
        with file_errors(self.folder):
            return process.find_server(self.folder, self.pid_file), SavedState.load(self.folder)

    def _endpoint(self, ports: Ports) -> Endpoint:
        return Endpoint(
            ports.uri,
            USER,
            self.password(),
            browser_url=ports.browser_url,
            password_file=self.password_file,
        )
