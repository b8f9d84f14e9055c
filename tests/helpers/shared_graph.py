"""The graph that all tests of a process share: emptied or rebuilt only if something has changed it."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import neo4j

from explorer.graph.connection.connect import Connection
from tests.helpers.world import World

T = TypeVar("T")

# relationships go first: a node may have more of them than fit into the memory of one transaction
_DELETE_EVERYTHING: Final = neo4j.Query(
    """
    MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS
    WITH count(*) AS _
    MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS
    """,
    # seconds: a lock that an earlier test left behind fails this test, and does not block the whole run
    timeout=300,
)


class SharedGraph:
    """Gives each test the content it asks for, and reuses what an earlier test left unchanged.

    Neo4j's bookmark names the last committed transaction. As long as it is the same, no one has written to the graph,
    whether through this connection, another one or a command in a process of its own. The schema is never removed.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._content: object = None
        self._result: Any = None
        self._bookmark: frozenset[str] = frozenset()
        self._in_use = False

    def begin_test(self) -> None:
        """Let the next test choose the graph's content."""
        self._in_use = False

    def empty(self) -> Connection:
        """Return a connection to the empty graph."""
        return self._load("nothing", lambda graph: graph)

    def load_world(self, world: World) -> Connection:
        """Return a connection to the graph that holds exactly this world."""
        return self._load(world, world.build)

    def load(self, build: Callable[[Connection], T]) -> T:
        """Return what ``build`` returned when it filled the graph, which holds exactly that.

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
