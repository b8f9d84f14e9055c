"""The local server: started, found again, killed, and killed during an import."""

import os
import signal
import socket
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from explorer.common.errors import GraphError
from explorer.common.settings import Settings
from explorer.graph.connection.connect import Connection
from explorer.server import config
from explorer.server.config import Memory, Ports
from explorer.server.local import LocalServer
from tests.helpers.ports import default_ports, reserved_ports
from tests.helpers.program import Program
from tests.helpers.state import graph_state

SMALL = Memory("512m", "64m")


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without other servers, whose ports a new one would avoid. It shares the user's installation."""
    shared = LocalServer.from_settings(Settings()).artifacts
    shared.install()
    home = tmp_path_factory.mktemp("home")
    (home / shared.folder.name).symlink_to(shared.folder)
    return home


@pytest.fixture(autouse=True)
def ports() -> Iterator[Ports]:
    """The ports that a new server takes here: nothing else on the machine competes for them."""
    with reserved_ports() as ports, default_ports(ports):
        yield ports


@pytest.fixture
def server(home: Path) -> Iterator[LocalServer]:
    server = LocalServer(home, "tests")
    try:
        yield server
    finally:
        server.stop()


def process_of(server: LocalServer) -> psutil.Process:
    pid = server.status().pid
    assert pid is not None
    return psutil.Process(pid)


def test_a_server_is_private_and_starting_it_twice_is_harmless(server: LocalServer) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: server.start(memory=SMALL), range(2))
    assert first == second == server.start() == server.endpoint()
    process = process_of(server)
    with Connection(first) as graph:
        assert graph.read("RETURN 1").rows == [(1,)]
    listening = {c.laddr.ip for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN}
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.password_file.stat().st_mode) == 0o600
    assert first.password not in " ".join(process.cmdline())
    for log in (server.log_path, server.console_path):
        assert first.password not in log.read_text(encoding="utf-8", errors="replace")
    settings = (server.folder / "conf" / "neo4j.conf").read_text(encoding="utf-8")
    assert "dbms.usage_report.enabled=false" in settings
    assert "dbms.security.auth_enabled=true" in settings
    assert server.stop()
    assert not server.stop()
    assert not process.is_running()


def test_a_killed_server_comes_back_with_its_data_although_its_port_is_taken(server: LocalServer) -> None:
    endpoint = server.start(memory=SMALL)
    with Connection(endpoint) as graph:
        graph.execute("CREATE (:Kept)")
    process = process_of(server)
    process.kill()
    process.wait(30)
    # Its pid file now names the process of another program.
    (server.folder / "server.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    assert server.endpoint() is None
    port = int(endpoint.uri.rsplit(":", 1)[1])
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        again = server.start()
    assert again.uri != endpoint.uri
    assert again.password == endpoint.password
    with Connection(again) as graph:
        assert graph.read("MATCH (n:Kept) RETURN count(n)").rows == [(1,)]
    # The new port is kept.
    server.stop()
    assert server.start().uri == again.uri


@pytest.mark.parametrize("of", ["BOLT_PORT", "HTTP_PORT"])
def test_a_start_gives_up_only_the_port_that_another_program_took_meanwhile(
    server: LocalServer, ports: Ports, monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    taken, kept = (ports.bolt, ports.http) if of == "BOLT_PORT" else (ports.http, ports.bolt)
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", taken))
        stranger.listen()
        look, looks = config.is_free, iter([True])
        monkeypatch.setattr(config, "is_free", lambda port: next(looks, look(port)) if port == taken else look(port))
        endpoint = server.start(memory=SMALL)
    with Connection(endpoint) as graph:
        assert graph.read("RETURN 1").rows == [(1,)]
    addresses = f"{endpoint.uri} {server.status().browser_url}"
    assert f":{taken}" not in addresses
    assert f":{kept}" in addresses


def test_servers_that_start_at_the_same_moment_take_different_ports(home: Path) -> None:
    servers = [LocalServer(home, f"together-{number}") for number in range(2)]
    try:
        with ThreadPoolExecutor(2) as pool:
            endpoints = list(pool.map(lambda server: server.start(memory=SMALL), servers))
        addresses = {address for server in servers for address in (server.status().uri, server.status().browser_url)}
        assert len(addresses) == 4
        for endpoint in endpoints:
            with Connection(endpoint) as graph:
                assert graph.read("RETURN 1").rows == [(1,)]
    finally:
        for server in servers:
            server.stop()


def test_an_import_during_which_neo4j_is_killed_is_completed_by_the_next(server: LocalServer, tmp_path: Path) -> None:
    # two full batches and a part
    rows = "".join(f"r{n},{n % 997},p{n % 101},{n % 7},{1614600000 + n}\n" for n in range(45_000))
    explorer = Program(None, tmp_path)
    explorer.environment |= {"EXPLORER_HOME": str(server.folder.parents[1]), "EXPLORER_SERVER": server.name}
    explorer.write("retweets.csv", f"retweet_id,account_id,post_id,author_id,retweeted_at\n{rows}")

    endpoint = server.start(memory=SMALL)
    importing = explorer.start("import", "retweets.csv")
    with Connection(endpoint) as graph:
        while not graph.read("MATCH (i:Import) WHERE i.loaded > 0 RETURN i").rows:
            assert importing.poll() is None
    process_of(server).send_signal(signal.SIGKILL)
    _, messages = importing.communicate(timeout=900)
    assert importing.returncode == 1, messages
    assert "run the same command again" in messages
    assert "Traceback" not in messages

    # the same command starts the server and completes the import
    again = explorer("import", "retweets.csv")
    assert again.returncode == 0, again.stderr
    assert "45,000 rows read = 45,000 imported + 0 duplicates + 0 rejected" in again.stderr
    endpoint = server.start()
    with Connection(endpoint) as graph:
        completed = graph_state(graph)
        graph.execute("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
        clean = explorer("import", "retweets.csv")
        assert clean.returncode == 0, clean.stderr
        assert graph_state(graph) == completed


def test_a_query_that_needs_too_much_memory_fails_alone(server: LocalServer) -> None:
    endpoint = server.start(memory=SMALL)
    process = process_of(server)
    with Connection(endpoint) as graph:
        graph.execute("CREATE (:Kept)")
        for query in (
            # a text that is longer than the heap, which Neo4j's limits do not count
            "RETURN size(reduce(s = 'ab', x IN range(1, 29) | s + s))",
            # rows that are counted
            "UNWIND range(1, 100000000) AS x RETURN size(collect(toString(x)))",
            "UNWIND range(1, 100000000) AS x CREATE (:Lost {number: x})",
        ):
            with pytest.raises(GraphError, match="memory"):
                graph.execute(query)
        assert graph.read("MATCH (n) RETURN labels(n)").rows == [(["Kept"],)]
    assert process_of(server) == process
    assert server.start() == endpoint


def test_a_killed_server_is_named_and_keeps_its_memory_settings(server: LocalServer) -> None:
    endpoint = server.start(memory=SMALL)
    with Connection(endpoint) as graph:
        process = process_of(server)
        process.kill()
        process.wait(30)
        with pytest.raises(GraphError, match="its process was killed") as error:
            graph.read("RETURN 1")
        assert "run out of memory" in error.value.hint
    server.start()
    assert "server.memory.heap.max_size=512m" in (server.folder / "conf" / "neo4j.conf").read_text()
    assert "-Xmx512m" in process_of(server).cmdline()
