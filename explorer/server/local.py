"""A local Neo4j server with its own home, ports and password: install, start, stop, ask.

    <EXPLORER_HOME>/neo4j-<version>/     Neo4j's files, shared by all servers
    <EXPLORER_HOME>/servers/<name>/      one server: conf/, data/, logs/, password, server.json, server.pid

A server listens on the loopback interface only, and its folder opens for its owner only.
"""

import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from explorer.common.errors import ServerError, UsageError
from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint, Settings
from explorer.server import config, staging as incoming, process
from explorer.server.readiness import wait_for_answer
from explorer.server.artifacts import Artifacts, Lock
from explorer.server.config import Memory, Ports
from explorer.server.files import file_errors, locked, make_private, unless_locked, write_whole
from explorer.server.java import Java, find_java
from explorer.server.saved_state import Remembered, ports_of_others

USER: Final = "neo4j"
STOP_PATIENCE: Final = 120.0  # seconds until a server that was asked to end is killed
ROOM: Final = 256 << 20  # bytes that must be free before a start: Neo4j behaves badly on a full disk
PORT_ATTEMPTS: Final = 5  # starts whose ports may be taken by other programs between choosing and listening
ADMIN_HEAP: Final = "1g"  # what the bulk import of ten million retweets was measured with
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a server without asking it.

    Attributes:
        name: its name.
        running: whether its process lives.
        answers: whether it listens on its Bolt port.
        pid: its process.
        uri: Bolt address, of the last start if it is stopped; None before the first.
        browser_url: address of Neo4j Browser.
        version: Neo4j's version.
        heap: memory for queries and transactions of the next start, such as ``4096m``.
        page_cache: memory for data on disk, likewise.
        folder: where its data, logs and password lie.
    """

    name: str
    running: bool
    answers: bool
    pid: int | None
    uri: str | None
    browser_url: str | None
    version: str
    heap: str
    page_cache: str
    folder: Path


class LocalServer:
    """One named server of this user.

    Args:
        home: folder of this package's files (EXPLORER_HOME).
        name: the server's name.
        artifacts: folder of the shared installation, if it is not ``home``.
        repository: mirror of the Maven repository to install from.
        lock: what to install, if it is not the package's own lock.

    Raises:
        UsageError: if ``name`` cannot be the name of a folder.
    """

    def __init__(
        self,
        home: Path,
        name: str = "default",
        *,
        artifacts: Path | None = None,
        repository: str | None = None,
        lock: Lock | None = None,
    ) -> None:
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot be the name of a server.",
                hint="Use letters, digits, - and _, beginning with a letter or digit: --name protests-2021",
            )
        self.name = name
        self._home = home.expanduser().resolve()
        self.folder = self._home / "servers" / name
        self.artifacts = Artifacts((artifacts or self._home).expanduser().resolve(), repository=repository, lock=lock)
        self.password_file = self.folder / "password"
        self.log_path = self.folder / "logs" / "neo4j.log"
        self.console_path = self.folder / "logs" / "console.log"
        self._pid_file = self.folder / "server.pid"

    @classmethod
    def from_settings(cls, settings: Settings) -> "LocalServer":
        """Return the server that the settings name."""
        return cls(settings.explorer_home, settings.explorer_server, repository=settings.explorer_maven_repository)

    def install(self, *, progress: Progress = silent) -> None:
        """Fetch Neo4j's files if they are not there; see `Artifacts.install`."""
        self.artifacts.install(progress=progress)

    def start(self, *, progress: Progress = silent, memory: Memory | None = None) -> Endpoint:
        """Return when the server answers, having installed and started it if need be. Twice is harmless.

        Args:
            progress: told the bytes of an installation and the seconds of a start.
            memory: sizes to use from this start on; a running server gets them at its next start.

        Raises:
            ServerError: if there is no Java, no room, no free port, or the server does not come up; the
                message holds the last telling line of its log. Nothing is left running then.
        """
        with file_errors(self.folder):
            self._home.mkdir(parents=True, exist_ok=True)
            make_private(self.folder.parent)
            make_private(self.folder)
            with locked(self.folder / "lock", waiting_for=f"start of server {self.name}", progress=progress):
                earlier = Remembered.of(self.folder)
                ports, memory = earlier.ports, (memory or Memory()).over(earlier.memory)
                if memory != earlier.memory:
                    Remembered(ports, memory).keep(self.folder)
                running = process.find(self.folder, self._pid_file)
                if running and ports and self._wait(ports, running, progress):
                    return self._endpoint(ports)
                if running:
                    # its ports are not known any more, or it is going down
                    process.end(running, patience=STOP_PATIENCE)
                return self._start(memory, ports, progress)

    def stop(self) -> bool:
        """Shut the server down and wait until it has; False: it was not running.

        Raises:
            ServerError: if it did not end in two minutes and had to be killed.
        """
        with file_errors(self.folder):
            if not self.folder.is_dir():
                return False
            with locked(self.folder / "lock", waiting_for="command on this server"):
                running = process.find(self.folder, self._pid_file)
                clean = process.end(running, patience=STOP_PATIENCE) if running else True
                self._pid_file.unlink(missing_ok=True)
        if not clean:
            raise ServerError(
                f"Server {self.name} did not stop within {STOP_PATIENCE:.0f} seconds and was killed.",
                hint="Its data are safe: Neo4j recovers them at the next start, which may take longer.",
            )
        return running is not None

    def status(self) -> Status:
        """Return what is known of the server, without starting or asking it.

        Raises:
            ServerError: if its folder cannot be read.
        """
        running, remembered = self._look()
        ports = remembered.ports
        heap, page_cache = remembered.memory.resolved()
        return Status(
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
        """Return how to reach the server if it runs, without starting or asking it.

        Raises:
            ServerError: if its folder or its password cannot be read.
        """
        running, remembered = self._look()
        return self._endpoint(remembered.ports) if running and remembered.ports else None

    def password(self) -> str:
        """Return the password of user ``neo4j``.

        Raises:
            ServerError: if the server has none yet, or its file cannot be read.
        """
        try:
            return self.password_file.read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            if self.has_data:
                raise ServerError(
                    f"The password file {self.password_file} of server {self.name} is gone.",
                    hint="Put it back; without the password nobody reaches these data.",
                ) from error
            raise ServerError(
                f"Server {self.name} has no password yet: it was never started.",
                hint=f"explorer server start --name {self.name}",
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ServerError(
                f"The password file {self.password_file} cannot be read: {error}",
                hint="Only the user who made the server can read it.",
            ) from error

    @property
    def has_data(self) -> bool:
        """Whether the server has run before, and so has a password that it knows and we must keep."""
        return (self.folder / "data" / "databases" / "system").exists()

    @property
    def has_graph(self) -> bool:
        """Whether there is a database that may hold data: the server has run, or one was built for it."""
        return self.has_data or incoming.is_ready(self.folder) or incoming.has_taken_place(self.folder)

    def build_database(
        self,
        write: Callable[[Path], list[str]],
        *,
        claim: Callable[[Endpoint], AbstractContextManager[None]],
        progress: Progress = silent,
    ) -> None:
        """Build a database with Neo4j's own import, and put it in the place of the server's, which must be empty.

        The server may run meanwhile; it is stopped for the moment in which the database is put in place, and not
        started again. Broken off at any moment, the server has its old database or the new one.

        Args:
            write: writes files into the folder that it is given, and returns the arguments of ``database import full``
                that name them.
            claim: keeps others from writing to the server's database, and raises if that is not empty. Asked before
                the import, so that none is made in vain, and again for the moment in which its outcome takes place.
            progress: told of the import's stages in percent.

        Raises:
            ServerError: if the import fails, or there is no room.
        """
        with file_errors(self.folder):
            self._home.mkdir(parents=True, exist_ok=True)
            make_private(self.folder.parent)
            make_private(self.folder)
            with locked(self.folder / "incoming.lock", waiting_for="bulk import", progress=progress):
                with self._claimed(claim, progress):
                    pass
                # of an import whose process was killed
                process.end_admin(incoming.home(self.folder))
                try:
                    home = incoming.prepare(self.folder)
                    java = find_java()
                    self.install(progress=progress)
                    self._check_room()
                    report = f"--report-file={home / 'report'}"
                    arguments = ["database", "import", "full", *write(home), report, "neo4j"]
                    process.run_admin(java, self.artifacts, home, arguments, heap=ADMIN_HEAP, progress=progress)
                    with self._claimed(claim, progress) as running:
                        if running:
                            process.end(running, patience=STOP_PATIENCE)
                        self._pid_file.unlink(missing_ok=True)
                        incoming.mark_ready(self.folder)
                        incoming.take_place(self.folder)
                finally:
                    # also when it fails: it may be large
                    incoming.clear(self.folder)

    @contextmanager
    def _claimed(
        self, claim: Callable[[Endpoint], AbstractContextManager[None]], progress: Progress
    ) -> Iterator[psutil.Process | None]:
        """Keep others from starting, stopping and filling the server; give its process if it has a database."""
        with ExitStack() as held:
            running = None
            if self.has_graph:
                endpoint = self.start(progress=progress)
                running = process.find(self.folder, self._pid_file)
                held.enter_context(claim(endpoint))
            held.enter_context(locked(self.folder / "lock", waiting_for="command on this server", progress=progress))
            if process.find(self.folder, self._pid_file) != running:
                raise ServerError(
                    f"Server {self.name} was started or stopped by another command meanwhile; nothing was loaded.",
                    hint="Run the same command again.",
                )
            yield running

    def _start(self, memory: Memory, ports: Ports | None, progress: Progress) -> Endpoint:
        java = find_java()
        self.install(progress=progress)
        self._check_room()
        incoming.take_place(self.folder)
        with unless_locked(self.folder / "incoming.lock") as nobody_builds:
            if nobody_builds and incoming.home(self.folder).exists():
                process.end_admin(incoming.home(self.folder))
                incoming.clear(self.folder)
        for part in ("conf", "data", "logs"):
            make_private(self.folder / part)
        heap, page_cache = memory.resolved()
        refused: set[int] = set()
        for _ in range(PORT_ATTEMPTS):
            # Servers of this home that start at the same moment choose one after the other.
            with locked(self.folder.parent / "ports.lock", waiting_for="start of another server", progress=progress):
                ports = config.choose_ports(ports, ports_of_others(self.folder) | refused)
                Remembered(ports, memory).keep(self.folder)
            write_whole(self.folder / "conf" / "neo4j.conf", config.neo4j_conf(ports, heap, page_cache))
            self._set_password(java)
            logged = self.log_path.stat().st_size if self.log_path.exists() else 0
            child = process.launch(java, self.artifacts, self.folder, heap=heap, log=self.console_path)
            try:
                write_whole(self._pid_file, f"{child.pid}\n")
                if self._wait(ports, child, progress):
                    return self._endpoint(ports)
            except BaseException:
                # whoever breaks off the start does not want a server that nobody watched come up
                process.end(child, patience=STOP_PATIENCE)
                self._pid_file.unlink(missing_ok=True)
                raise
            said = process.last_words(_read(self.log_path, logged) + _read(self.console_path, 0))
            if not process.tells_of_a_taken_port(said):
                break
            # Another program took a port after it was found to be free. The other port stays as it is.
            refused |= {port for port in (ports.bolt, ports.http) if not config.is_free(port)}
        raise ServerError(
            f"Server {self.name} ended while starting: {said or 'it left no message.'}",
            hint=f"The whole log: explorer server logs --name {self.name}",
        )

    def _wait(self, ports: Ports, server: psutil.Process, progress: Progress) -> bool:
        endpoint = self._endpoint(ports)
        return wait_for_answer(server, endpoint, name=self.name, home=self.folder, port=ports.bolt, progress=progress)

    def _set_password(self, java: Java) -> None:
        """Give a server that has never run its password; done again if an earlier try was broken off."""
        if self.has_data:
            self.password()
            return
        if not self.password_file.exists():
            write_whole(self.password_file, f"{secrets.token_hex(20)}\n")
        # the tool reads its argument from the file: on the command line every user could read it
        arguments = ["dbms", "set-initial-password", f"@{self.password_file}"]
        process.run_admin(java, self.artifacts, self.folder, arguments)

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < ROOM:
            raise ServerError(
                f"The disk that holds {self.folder} has only {free / 1e6:.0f} MB left.",
                hint=f"Make room for {ROOM / 1e6:.0f} MB, or set EXPLORER_HOME to a folder on another disk.",
            )

    def _look(self) -> tuple[psutil.Process | None, Remembered]:
        with file_errors(self.folder):
            return process.find(self.folder, self._pid_file), Remembered.of(self.folder)

    def _endpoint(self, ports: Ports) -> Endpoint:
        return Endpoint(
            ports.uri,
            USER,
            self.password(),
            browser_url=ports.browser_url,
            password_file=self.password_file,
        )


def _read(path: Path, start: int) -> str:
    """Return a log from byte ``start`` on."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""
