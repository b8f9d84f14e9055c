"""The Neo4j that tests share: the one that NEO4J_TEST_URI names, else a local server made for the run."""

import os
from collections.abc import Iterator

import hypothesis
import pytest

from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.schema import apply_schema
from explorer.server.config import Memory
from explorer.server.local import LocalServer
from scripts.end_servers import servers_end_with_this_process
from tests.helpers.ports import default_ports, reserved_ports
from tests.helpers.shared_graph import SharedGraph

# The servers of tests live for minutes: without Java's second compiler a start takes half the processor time.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")

# Without a deadline, no property test fails because the machine is busy.
hypothesis.settings.register_profile("no-deadline", deadline=None)
hypothesis.settings.load_profile("no-deadline")


@pytest.fixture(scope="session", autouse=True)
def _servers_end_with_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No server in a temporary folder outlives the test run, even if it is interrupted or killed."""
    with servers_end_with_this_process(tmp_path_factory.getbasetemp()):
        yield


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A Neo4j whose content belongs to the tests: they empty it."""
    uri = os.environ.get("NEO4J_TEST_URI")
    if uri:
        yield Endpoint(
            uri,
            os.environ.get("NEO4J_TEST_USERNAME", "neo4j"),
            os.environ.get("NEO4J_TEST_PASSWORD", ""),
        )
        return
    # Neo4j's files are the user's own, so that a test run downloads nothing that is there already
    server = LocalServer(tmp_path_factory.mktemp("explorer-home"), "tests", artifacts=Settings().explorer_home)
    with reserved_ports() as ports:
        try:
            with default_ports(ports):
                endpoint = server.start(memory=Memory("512m", "128m"))
            yield endpoint
        finally:
            server.stop()


@pytest.fixture(scope="session")
def session_graph(endpoint: Endpoint) -> Iterator[SharedGraph]:
    """The graph of the session, with the schema applied; tests ask for `shared_graph` or `graph`."""
    with Connection(endpoint) as connection:
        apply_schema(connection)
        yield SharedGraph(connection)


@pytest.fixture
def shared_graph(session_graph: SharedGraph) -> SharedGraph:
    """The graph for one test, which loads a world into it: ``shared_graph.load(build)``."""
    session_graph.begin_test()
    return session_graph


@pytest.fixture
def graph(shared_graph: SharedGraph) -> Connection:
    """A connection to an empty graph with the schema applied, which the test may fill."""
    return shared_graph.empty()
