"""Connections to a Neo4j with TLS, over IPv6, and with a database of another name; and the sentences if they fail."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.common.settings import Endpoint, Settings
from explorer.server import config, local
from explorer.server.config import Memory, Ports
from explorer.server.local import LocalServer
from tests.helpers.certificates import make_authority, make_certificate, tls_port
from tests.helpers.example_files import FIXED, GOOD
from tests.helpers.ports import default_ports, reserved_ports
from tests.helpers.program import Done, Program

if shutil.which("openssl") is None:
    pytest.skip("openssl makes the certificates", allow_module_level=True)

DATABASE = "research"
plain_conf, plain_endpoint = config.neo4j_conf, LocalServer._endpoint


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    make_authority(folder)
    make_certificate(folder, "server", "IP:127.0.0.1,IP:::1,DNS:localhost")
    make_certificate(folder, "elsewhere", "DNS:db.example.org")
    make_certificate(folder, "expired", "IP:127.0.0.1", days=-1)
    return folder


def _encrypted(certificates: Path, level: str) -> pytest.MonkeyPatch:
    """Make servers use TLS, listen on IPv6 as well, and call their database differently."""

    def conf(ports: Ports, heap: str, page_cache: str) -> str:
        settings = {
            "dbms.ssl.policy.bolt.enabled": "true",
            "dbms.ssl.policy.bolt.base_directory": certificates,
            "dbms.ssl.policy.bolt.private_key": "server.key",
            "dbms.ssl.policy.bolt.public_certificate": "server.crt",
            "dbms.ssl.policy.bolt.client_auth": "NONE",
            "server.bolt.tls_level": level,
            "initial.dbms.default_database": DATABASE,
        }
        listen = f"server.bolt.listen_address={'[::]' if socket.has_ipv6 else '127.0.0.1'}:{ports.bolt}"
        text = plain_conf(ports, heap, page_cache).replace(f"server.bolt.listen_address=127.0.0.1:{ports.bolt}", listen)
        return text + "".join(f"{name}={value}\n" for name, value in settings.items())

    def endpoint(server: LocalServer, ports: Ports) -> Endpoint:
        scheme = "bolt+ssc" if level == "REQUIRED" else "bolt"
        return replace(plain_endpoint(server, ports), uri=f"{scheme}://127.0.0.1:{ports.bolt}", database=DATABASE)

    patch = pytest.MonkeyPatch()
    patch.setattr(config, "neo4j_conf", conf)
    patch.setattr(local.LocalServer, "_endpoint", endpoint)
    return patch


@pytest.fixture(scope="module", params=["OPTIONAL", "REQUIRED"])
def server(
    request: pytest.FixtureRequest, certificates: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoint]:
    """A Neo4j whose TLS is optional or required."""
    running = LocalServer(tmp_path_factory.mktemp("home"), "tls", artifacts=Settings().explorer_home)
    patch = _encrypted(certificates, request.param)
    try:
        with reserved_ports() as ports, default_ports(ports):
            yield running.start(memory=Memory("512m", "64m"))
    finally:
        running.stop()
        patch.undo()


class Connecting:
    """Runs commands against addresses of one server."""

    def __init__(self, server: Endpoint, certificates: Path, folder: Path) -> None:
        self.program = Program(server, folder)
        self.program.environment["NEO4J_DATABASE"] = DATABASE
        self.port = int(server.uri.rpartition(":")[2])
        self.trusted = {"SSL_CERT_FILE": str(certificates / "ca.crt")}

    def list_imports(self, scheme: str, host: str = "127.0.0.1", **environment: str) -> Done:
        return self.program("imports", "list", NEO4J_URI=f"{scheme}://{host}:{self.port}", **environment)


@pytest.fixture
def connecting(server: Endpoint, certificates: Path, tmp_path: Path) -> Connecting:
    return Connecting(server, certificates, tmp_path)


def failure(done: Done) -> str:
    """Return the messages of a command that failed with a sentence."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"])
def test_encrypted_connections(connecting: Connecting, scheme: str) -> None:
    done = connecting.list_imports(scheme, **connecting.trusted)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 on this machine")
@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc"])
def test_ipv6(connecting: Connecting, scheme: str) -> None:
    done = connecting.list_imports(scheme, "[::1]", **connecting.trusted)
    assert done.returncode == 0, done.stderr


def test_the_main_job_in_a_database_of_another_name(connecting: Connecting) -> None:
    program = connecting.program
    program.environment |= {"NEO4J_URI": f"neo4j+s://localhost:{connecting.port}", **connecting.trusted}
    program.write("retweets.csv", GOOD)
    assert program("import", "retweets.csv").returncode == 0
    assert program("detect", *FIXED).returncode == 0
    assert program("doctor").returncode == 0
    wrong = failure(program("imports", "list", NEO4J_DATABASE="neo4j"))
    assert "has no database 'neo4j'" in wrong
    assert "SHOW DATABASES" in wrong
    assert "NEO4J_DATABASE" in failure(program("imports", "list", NEO4J_DATABASE="system"))


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_of_an_unknown_issuer(connecting: Connecting, scheme: str) -> None:
    said = failure(connecting.list_imports(scheme))
    assert "unable to get local issuer certificate" in said
    assert f"NEO4J_URI={scheme}sc://127.0.0.1:{connecting.port}" in said
    assert "SSL_CERT_FILE" in said


@pytest.mark.parametrize(
    ("name", "cause"), [("elsewhere", "IP address mismatch"), ("expired", "certificate has expired")]
)
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_for_another_host_or_time(
    connecting: Connecting, certificates: Path, name: str, cause: str, scheme: str
) -> None:
    with tls_port(certificates, name) as connecting.port:
        said = failure(connecting.list_imports(scheme, **connecting.trusted))
        shown = connecting.program(
            "doctor", "--format", "csv", NEO4J_URI=f"{scheme}://127.0.0.1:{connecting.port}", **connecting.trusted
        )
    assert cause in said
    assert f"NEO4J_URI={scheme}sc://" in said
    assert cause in shown.stdout
    assert shown.returncode == 1


def test_no_tls_where_it_is_required(connecting: Connecting, server: Endpoint) -> None:
    done = connecting.list_imports("bolt")
    if server.uri.startswith("bolt+ssc"):
        assert f"NEO4J_URI=bolt+s://127.0.0.1:{connecting.port}" in failure(done)
    else:
        assert done.returncode == 0
