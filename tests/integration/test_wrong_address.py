"""Wrong addresses and logins end every command with a sentence that contains the fix."""

import socket
from pathlib import Path
from threading import Thread

import pytest

from explorer.common.settings import Endpoint
from tests.helpers.program import Program

COMMANDS = (("imports", "list"), ("runs", "list"), ("packs", "run", "cluster-boosts"), ("detect",), ("doctor",))


@pytest.fixture
def explorer(endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


def said(explorer: Program, *words: str, **environment: str) -> str:
    """Return the messages of a command that must fail."""
    done = explorer(*words, COLUMNS="1000", **environment)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize(
    ("uri", "fix"),
    [
        ("http://localhost:7474", "NEO4J_URI=bolt://localhost:7687"),
        ("localhost:7687", "NEO4J_URI=bolt://localhost:7687"),
        ("bolt//localhost", "NEO4J_URI=bolt://localhost"),
        ("bolts://localhost", "NEO4J_URI=bolt+s://localhost"),
        ("bolt://localhost:70000", "ports are numbers"),
    ],
)
def test_an_address_in_another_form(explorer: Program, words: tuple[str, ...], uri: str, fix: str) -> None:
    assert fix in said(explorer, *words, NEO4J_URI=uri)


@pytest.mark.parametrize("words", [("imports", "list"), ("doctor",)])
def test_a_name_that_does_not_exist(explorer: Program, words: tuple[str, ...]) -> None:
    assert "the host name cannot be resolved" in said(explorer, *words, NEO4J_URI="bolt://nowhere.invalid:7687")


@pytest.mark.parametrize("words", [("imports", "list"), ("doctor",)])
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_port_where_nothing_listens(explorer: Program, words: tuple[str, ...], scheme: str) -> None:
    assert "no program listens on this port" in said(explorer, *words, NEO4J_URI=f"{scheme}://127.0.0.1:9")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_the_http_port(explorer: Program, endpoint: Endpoint, scheme: str) -> None:
    if endpoint.browser_url is None:
        pytest.skip("the HTTP port of this server is not known")
    port = endpoint.browser_url.split(":")[2].partition("/")[0]
    text = said(explorer, "imports", "list", NEO4J_URI=f"{scheme}://127.0.0.1:{port}")
    assert "this is its HTTP port" in text
    assert f"{scheme}://127.0.0.1:7687" in text


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc", "neo4j+s", "neo4j+ssc"])
def test_tls_with_a_server_that_has_none(explorer: Program, endpoint: Endpoint, scheme: str) -> None:
    text = said(explorer, "imports", "list", NEO4J_URI=endpoint.uri.replace("bolt", scheme))
    assert "TLS" in text
    assert f"NEO4J_URI={endpoint.uri.replace('bolt', scheme.partition('+')[0])}" in text


def test_a_port_of_another_program(explorer: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        def answer() -> None:
            connection, _ = other.accept()
            with connection:
                connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")
                connection.recv(100)

        Thread(target=answer, daemon=True).start()
        assert "Neo4j's protocol" in said(explorer, "imports", "list", NEO4J_URI=f"bolt://127.0.0.1:{port}")


def test_another_database_name(explorer: Program) -> None:
    text = said(explorer, "imports", "list", NEO4J_DATABASE="other")
    assert "has no database 'other'" in text
    assert "NEO4J_DATABASE" in text


def test_too_many_wrong_passwords(explorer: Program) -> None:
    texts = [said(explorer, "imports", "list", NEO4J_USERNAME="nobody", NEO4J_PASSWORD="wrong-wrong") for _ in range(5)]
    assert "rejects user 'nobody'" in texts[0]
    assert all("wrong-wrong" not in text for text in texts)
