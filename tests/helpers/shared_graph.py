"""The graph that all tests of a process share, which is emptied or rebuilt only after changes."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import neo4j

from explorer.graph.connection.connect import Connection
from tests.helpers.world import World

T = TypeVar("T")

# Delete relationships first, because those of one node may not fit into the memory of a transaction.
_DELETE_EVERYTHING: Final = neo4j.Query(
    """
    MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS
    WITH count(*) AS _
    MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS
    """,
    # Seconds, so that a lock left by an earlier test fails this test instead of blocking the whole run.
    timeout=300,
)


class SharedGraph:
    """Provides the content that a test requests, and reuses it if an earlier test left it unchanged.

    Neo4j's bookmark identifies the last committed transaction. As long as it does not change, nothing has written to
    the graph, neither this connection nor another one nor a separate process. The schema is never removed.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._content: object = None
        self._result: Any = None
        self._bookmark: frozenset[str] = frozenset()
        self._in_use = False

    def begin_test(self) -> None:
        """Allow the next test to choose the content of the graph."""
        self._in_use = False

    def empty(self) -> Connection:
        """Return a connection to the empty graph."""
        return self._load("nothing", lambda graph: graph)

    def load_world(self, world: World) -> Connection:
        """Return a connection to the graph with exactly this world as its content."""
        return self._load(world, world.build)

    def load(self, build: Callable[[Connection], T]) -> T:
        """Fill the graph with ``build``, or reuse it if its content is unchanged, and return the result of ``build``.

        Args:
            build: Fills an empty graph. Pass the same function each time: it also identifies the data.
        """
        return self._load(build, build)

    def _load(self, content: object, build: Callable[[Connection], T]) -> T:
        if self._in_use:
            assert self._content == content, "a test cannot replace the content of the graph that it uses"
        elif self._content != content or self._read_bookmark() != self._bookmark:
            self._content = None
            with self._connection._driver.session(database=self._connection.endpoint.database) as session:
                session.run(_DELETE_EVERYTHING).consume()
            self._result = build(self._connection)
            self._bookmark = self._read_bookmark()
            self._content = content
        self._in_use = True
        result: T = self._result
        return result

    def _read_bookmark(self) -> frozenset[str]:
        access = neo4j.READ_ACCESS
        database = self._connection.endpoint.database
        with self._connection._driver.session(database=database, default_access_mode=access) as session:
            session.run("RETURN 1").consume()
            return frozenset(session.last_bookmarks().raw_values)
