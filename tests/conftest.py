"""The Neo4j that tests share: the one in NEO4J_TEST_URI, or a local server for the test run."""

import os
import signal
import threading
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

# Test servers only run for minutes. Without Java's second compiler, a start takes half the processor time.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")

# Programs inherit which signals are ignored, and nohup ignores SIGHUP. A handler is not inherited.
if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)

# Property tests have no deadline, so that they do not fail on a busy machine.
hypothesis.settings.register_profile("no-deadline", deadline=None)
hypothesis.settings.load_profile("no-deadline")


@pytest.fixture(scope="session", autouse=True)
def _servers_end_with_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """End all servers in temporary folders with the test run, even if it is interrupted or killed."""
    with servers_end_with_this_process(tmp_path_factory.getbasetemp()):
        yield


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A Neo4j for the tests, which delete its content."""
    uri = os.environ.get("NEO4J_TEST_URI")
    if uri:
        yield Endpoint(
            uri,
            os.environ.get("NEO4J_TEST_USERNAME", "neo4j"),
            os.environ.get("NEO4J_TEST_PASSWORD", ""),
        )
        return
    # Use the Neo4j files in the user's home, so that a test run does not download them again.
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
    """The graph for one test, which loads its content: ``shared_graph.load(build)``."""
    session_graph.begin_test()
    return session_graph


@pytest.fixture
def graph(shared_graph: SharedGraph) -> Connection:
    """A connection to an empty graph with the schema applied, which the test may fill."""
    return shared_graph.empty()
