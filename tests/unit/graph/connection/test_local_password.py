"""A program that takes the port of a local server that has ended does not receive its password."""

import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from explorer.common.errors import GraphError
from explorer.common.settings import Endpoint
from explorer.graph.connection import local_password
from explorer.graph.connection.connect import Connection

PASSWORD = "0123456789abcdef"
BOLT_5_4 = b"\x00\x00\x04\x05"


def received_by_a_stranger(password_file: Path) -> bytes:
    """What a program that speaks Neo4j's protocol receives from a client that takes it for the local server."""
    received = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as stranger:

        def accept() -> None:
            connection, _ = stranger.accept()
            with connection, suppress(TimeoutError):
                connection.settimeout(1)
                received.extend(connection.recv(20))
                connection.sendall(BOLT_5_4)
                while part := connection.recv(4096):
                    received.extend(part)

        thread = threading.Thread(target=accept)
        thread.start()
        endpoint = Endpoint(
            f"bolt://127.0.0.1:{stranger.getsockname()[1]}", "neo4j", PASSWORD, password_file=password_file
        )
        with pytest.raises(GraphError), Connection(endpoint):
            pass
        thread.join()
    return bytes(received)


def test_a_server_that_was_started_again_on_another_port_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_password, "find_server", lambda *_: psutil.Process(os.getppid()))
    assert PASSWORD.encode() not in received_by_a_stranger(tmp_path / "password")


def test_the_password_stays_here_if_the_servers_process_does_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PASSWORD.encode() not in received_by_a_stranger(tmp_path / "password")
    # The stranger would receive it otherwise: this test can fail.
    monkeypatch.setattr(local_password, "find_server", lambda *_: psutil.Process())
    assert PASSWORD.encode() in received_by_a_stranger(tmp_path / "password")
