"""The Neo4j that tests share: the one that NEO4J_TEST_URI names, else a local server made for the run."""

import os
from collections.abc import Iterator

import pytest

from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.schema import apply_schema
from explorer.server.config import Memory
from explorer.server.local import LocalServer
from scripts.end_servers import servers_end_with_this_process
from tests.helpers.ports import default_ports, reserved_ports

# The servers of tests live for minutes: without Java's second compiler a start takes half the processor time.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")


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


@pytest.fixture
def graph(endpoint: Endpoint) -> Iterator[Connection]:
    """An open connection to an empty graph with the schema applied."""
    with Connection(endpoint) as connection:
        empty(connection)
        yield connection


def empty(graph: Connection) -> None:
    """Take everything out of a graph, and apply the schema."""
    # relationships by themselves: a node may have more of them than a transaction's memory holds
    graph.execute("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS")
    graph.execute("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
    apply_schema(graph)
