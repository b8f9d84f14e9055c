"""Why a server died, from its logs."""

import pytest

from explorer.server.startup_log import is_port_conflict, startup_error


def test_the_startup_error_is_the_cause() -> None:
    log = """\
    INFO  Starting...
    ERROR Failed to start Neo4j on 127.0.0.1:7474.
    java.lang.RuntimeException: Error starting Neo4j database server
    Caused by: java.net.BindException: Address already in use
        at org.neo4j.Somewhere
    INFO  Stopped.
    """
    assert startup_error(log) == "Caused by: java.net.BindException: Address already in use"
    assert startup_error("one\n\nInvalid maximum heap size: -Xmx1q\n") == "Invalid maximum heap size: -Xmx1q"
    assert startup_error("") == ""


@pytest.mark.parametrize(
    ("error", "conflict"),
    [
        ("Caused by: java.net.BindException: Address already in use", True),
        (
            "Caused by: org.neo4j.configuration.helpers.PortBindException: "
            "Address 127.0.0.1:7476 is already in use, cannot bind to it.",
            True,
        ),
        ("Invalid maximum heap size: -Xmx1q", False),
    ],
)
def test_port_conflicts_as_java_and_neo4j_word_them(error: str, conflict: bool) -> None:
    assert is_port_conflict(error) == conflict
