"""Base class of `explorer.Graph`: settings and connection to Neo4j."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from explorer.common.durations import DEFAULT_TIMEOUT, format_duration, parse_timeout
from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.endpoint import find_endpoint
from explorer.graph.imports.imports import has_import_named_like
from explorer.graph.imports.unfinished import UnfinishedImport, unfinished_imports
from explorer.graph.rollups import rollups_are_due
from explorer.graph.runs.upgrade import has_unreviewed_boosts
from explorer.server.local import LocalServer
from explorer.simulate.campaign.marks import FILE_MARK


class GraphBase:
    """Base of the parts of `explorer.Graph`: settings and connection."""

    def __init__(
        self,
        settings: Settings,
        progress: Progress,
        before_writing: Callable[[str], object] | None = None,
        timeout: int = DEFAULT_TIMEOUT,
    ) -> None:
        self._settings = settings
        self._timeout = timeout
        self._progress = progress
        self._before_writing = before_writing
        self._naming = threading.Lock()
        self._stack = ExitStack()
        self._connection: Connection | None = None

    @classmethod
    def open(
        cls,
        *,
        server: str | None = None,
        settings: Settings | None = None,
        progress: Progress = silent,
        before_writing: Callable[[str], object] | None = None,
        timeout: str = format_duration(DEFAULT_TIMEOUT),
    ) -> Self:
        """Open the graph. Nothing is started or connected before the first query.

        Args:
            server: Name of the local server, which takes precedence over all settings; None: the server in the
                settings.
            settings: Settings that choose the Neo4j server; None: the same as on the command line, see
                `explorer.common.settings.Settings`. Without NEO4J_URI, the local server is used, and installed and
                started if necessary. For the server of an env file, pass ``Settings.from_env_file(FILE)``.
            progress: Called with the progress of long operations.
            before_writing: Called once with the name of the server, before anything is written.
            timeout: Time limit of each query of packs, reports and exports, such as ``90s``, ``10m`` or ``2h``;
                ``none`` means no limit. Imports and detections have no limit.

        Raises:
            UsageError: If the timeout is not a duration.
            UnconfirmedServerError: If the ``.env`` in the working folder names a server that you have not confirmed for
                this folder. Nothing is asked.
        """
        if server is not None:
            local = {"neo4j_uri": None, "explorer_server": server}
            settings = (
                settings.model_copy(update=local) if settings else Settings(neo4j_uri=None, explorer_server=server)
            )
        return cls(settings or Settings(), progress, before_writing, parse_timeout(timeout))

    def __enter__(self) -> Self:
        """Return the graph itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection; the next query opens it again. The local server keeps running."""
        self._stack.close()
        self._connection = None

    @property
    def connection(self) -> Connection:
        """The connection, for your own Cypher: ``graph.connection.read("MATCH …", {…})``.

        Raises:
            GraphError: If Neo4j does not answer or refuses the password.
            ServerError: If the local server cannot be installed or started.
        """
        if self._connection is None:
            connection = Connection(self.find_endpoint(), before_writing=self._name_server)
            self._connection = self._stack.enter_context(connection)
        return self._connection

    @contextmanager
    def _limited(self, timeout: str | None = None) -> Iterator[Connection]:
        """Return the connection, with the time limit for the queries that are run inside."""
        with self.connection.running(timeout=self._timeout if timeout is None else parse_timeout(timeout)):
            yield self.connection

    def find_endpoint(self) -> Endpoint:
        """Return the address and login of the Neo4j in use, for drivers, py2neo and Browser. The login is not tested.

        Raises:
            GraphError: If NEO4J_URI is set without a password.
            ServerError: If the local server cannot be installed or started.
        """
        return find_endpoint(self._settings, progress=self._progress)

    def _name_server(self) -> None:
        """Name the server before the first write; threads of one command may write at the same time."""
        with self._naming:
            if self._before_writing:
                self._before_writing(self._settings.server_name)
                self._before_writing = None

    @property
    def is_new(self) -> bool:
        """Whether the local server has never contained a graph. Does not start the server."""
        return self._settings.neo4j_uri is None and not LocalServer.from_settings(self._settings).has_graph

    @property
    def is_running(self) -> bool:
        """Whether the local server is running. Does not start it. Always True if NEO4J_URI is set."""
        return self._settings.neo4j_uri is not None or LocalServer.from_settings(self._settings).status().running

    @property
    def is_simulated(self) -> bool:
        """Whether simulated data were imported."""
        return has_import_named_like(self.connection, FILE_MARK)

    @property
    def is_unsettled(self) -> bool:
        """Whether roll-ups are out of date, because a command that changes data is running or was interrupted."""
        return rollups_are_due(self.connection)

    @property
    def unfinished_imports(self) -> list[UnfinishedImport]:
        """The imports that were interrupted or are running, oldest first."""
        return unfinished_imports(self.connection)

    @property
    def has_earlier_boosts(self) -> bool:
        """Whether runs come from a version in which every outlet that a cluster retweeted was a boost."""
        return has_unreviewed_boosts(self.connection)
