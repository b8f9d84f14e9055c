"""A server commits, and its word of it is lost on the way: what the same call ends in afterwards."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.common.errors import GraphError
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.importing.jobs import find_jobs, import_files
from tests.helpers.state import graph_state

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""Bolt's message, the only one in its chunk."""
ROWS = 3_000
EVERY = 1 if "EXPLORER_SOAK" in os.environ else 4
"""Of how many commits one is lost, each in an import of its own."""


class Proxy:
    """Passes bytes on between drivers and a server; of one commit it does not pass on what the server says to it."""

    def __init__(self, server: tuple[str, int], commits: int) -> None:
        self._server, self._left, self._lock = server, commits, threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.hung_up = threading.Event()
        self._open: list[socket.socket] = [self._listener]
        self._mute: set[socket.socket] = set()
        self._start(self._accept)

    def _start(self, work: object, *given: object) -> None:
        threading.Thread(target=work, args=given, daemon=True).start()  # type: ignore[arg-type]

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._open += [client, server]
                self._start(self._pass_on, client, server, True)
                self._start(self._pass_on, server, client, False)

    def _pass_on(self, source: socket.socket, target: socket.socket, from_driver: bool) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if from_driver and COMMIT in data and self._is_last():
                    self._mute.add(target)
                    self.hung_up.set()
                    target.sendall(data)
                    # long enough for the server to commit; nothing of it comes back
                    threading.Timer(0.5, _close, (source, target)).start()
                    return
                if source not in self._mute:
                    target.sendall(data)

    def _is_last(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left == 0

    def close(self) -> None:
        _close(*self._open)


def _close(*open_: socket.socket) -> None:
    for one in open_:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def losing(endpoint: Endpoint, commits: int) -> Iterator[tuple[Endpoint, Proxy]]:
    host, _, port = endpoint.uri.removeprefix("bolt://").partition(":")
    proxy = Proxy((host, int(port)), commits)
    try:
        # without its file, the password is also sent to the proxy, which is not the server's process
        yield replace(endpoint, uri=f"bolt://127.0.0.1:{proxy.port}", password_file=None), proxy
    finally:
        proxy.close()


def empty(graph: Connection) -> None:
    graph.execute("MATCH (n) DETACH DELETE n")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    heading = "retweet_id,account_id,post_id,author_id,retweeted_at\n"
    rows = "".join(f"r{n},@A{n % 37},p{n % 53},{n % 53 % 5},{1614600000 + n}\n" for n in range(ROWS))
    (tmp_path / "1-retweets.csv").write_text(heading + rows, encoding="utf-8")
    accounts = "".join(f"{n},a{n},{n}\n" for n in range(20))
    (tmp_path / "2-accounts.csv").write_text("account_id,handle,followers\n" + accounts, encoding="utf-8")
    return tmp_path


def test_a_commit_whose_answer_is_lost_is_neither_lost_nor_made_twice(graph: Connection, files: Path) -> None:
    jobs = find_jobs([files])
    import_files(graph, jobs)
    clean = graph_state(graph)
    lost = 0
    while True:
        empty(graph)
        with losing(graph.endpoint, lost + 1) as (endpoint, proxy):
            try:
                with Connection(endpoint) as other:
                    import_files(other, jobs)
            except GraphError:
                assert proxy.hung_up.is_set()
            if not proxy.hung_up.is_set():
                # it has fewer commits than that
                break
        lost += EVERY
        import_files(graph, jobs)
        # the account of rows is part of it
        assert graph_state(graph) == clean
    assert lost > 8
