"""An open graph: which Neo4j it is in, and the connection to it."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection, find_endpoint
from explorer.graph.imports.imports import has_import_named_like
from explorer.graph.rollups import rollups_are_due
from explorer.server.local import LocalServer
from explorer.simulate.campaign.marks import FILE_MARK


class GraphBase:
    """What all parts of `explorer.Graph` stand on."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._stack = ExitStack()
        self._connection: Connection | None = None

    @classmethod
    def open(cls, *, server: str | None = None, settings: Settings | None = None, progress: Progress = silent) -> Self:
        """Return the graph in use; nothing is started or connected to before the first question.

        Args:
            server: the local server's name; None: the one that the settings name.
            settings: which Neo4j; None: from the environment and ``.env``, as for the command line. Without
                NEO4J_URI that is the local server, which is installed and started when it is needed.
            progress: told of long work.
        """
        chosen = settings or Settings()
        return cls(chosen.model_copy(update={"explorer_server": server}) if server else chosen, progress)

    def __enter__(self) -> Self:
        """Return the graph itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection; the next question opens it again. The local server runs on."""
        self._stack.close()
        self._connection = None

    @property
    def connection(self) -> Connection:
        """The connection, for Cypher of one's own: ``graph.connection.read("MATCH …", {…})``.

        Raises:
            GraphError: if Neo4j does not answer or refuses the password.
            ServerError: if the local server cannot be installed or started.
        """
        if self._connection is None:
            self._connection = self._stack.enter_context(Connection(self.find_endpoint()))
        return self._connection

    def find_endpoint(self) -> Endpoint:
        """Return where that Neo4j is and how to log in, for drivers, py2neo and Browser; it need not let us in.

        Raises:
            GraphError: if NEO4J_URI is set without a password.
            ServerError: if the local server cannot be installed or started.
        """
        return find_endpoint(self._settings, progress=self._progress)

    @property
    def is_new(self) -> bool:
        """Whether the graph is that of a local server which never held one; nothing is started to tell."""
        return self._settings.neo4j_uri is None and not LocalServer.from_settings(self._settings).has_graph

    @property
    def is_running(self) -> bool:
        """Whether the local server runs, without starting it; True for a Neo4j that NEO4J_URI names."""
        return self._settings.neo4j_uri is not None or LocalServer.from_settings(self._settings).status().running

    @property
    def is_simulated(self) -> bool:
        """Whether simulated data were imported: nothing in them is real, whatever names they bear."""
        return has_import_named_like(self.connection, FILE_MARK)

    @property
    def is_unsettled(self) -> bool:
        """Whether a command that changes data runs or was broken off, so that roll-ups are not counted yet."""
        return rollups_are_due(self.connection)
