"""Which clients the guide's server answers."""

import http.client
import socket
from collections.abc import Iterator

import pytest

from explorer.browser.serve import GuideServer, serve_pages

BROWSER = "http://127.0.0.1:7474"


@pytest.fixture
def site() -> Iterator[GuideServer]:
    with serve_pages(port=0, origin=BROWSER) as site:
        site.pages = {"/guide.html": ("text/html; charset=utf-8", "<p>é</p>".encode())}
        yield site


def ask(
    site: GuideServer, path: str, *, method: str = "GET", host: str | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    port = int(site.address.rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"localhost:{port}")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_browser_may_read_a_page(site: GuideServer) -> None:
    response, content = ask(site, "/guide.html", Origin=BROWSER)
    assert response.status == 200
    assert content.decode() == "<p>é</p>"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == BROWSER
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_browser_may_send_a_preflight_request(site: GuideServer) -> None:
    response, content = ask(
        site, "/guide.html", method="OPTIONS", Origin=BROWSER, Access_Control_Request_Headers="pragma"
    )
    assert (response.status, content) == (204, b"")
    assert response.headers["Access-Control-Allow-Headers"] == "*"


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:7474", "null", "http://127.0.0.1:74740"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_pages_of_other_origins_may_not_read(site: GuideServer, origin: str, method: str) -> None:
    response, content = ask(site, "/guide.html", method=method, Origin=origin)
    assert (response.status, content) == (403, b"")
    assert response.headers["Access-Control-Allow-Origin"] == BROWSER


@pytest.mark.parametrize("host", ["evil.example", "localhost", "localhost:1", "127.0.0.1.evil.example:7574"])
def test_another_name_for_this_machine_is_refused(site: GuideServer, host: str) -> None:
    response, content = ask(site, "/guide.html", host=host)
    assert (response.status, content) == (403, b"")


@pytest.mark.parametrize(
    "path",
    ["/", "/guide.html/", "/guide.html?x", "/../guide.html", "/%2e%2e/etc/passwd", "/etc/passwd"],
)
def test_other_paths_are_not_found(site: GuideServer, path: str) -> None:
    response, content = ask(site, path)
    assert (response.status, content) == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "TRACE"])
def test_methods_that_write_are_not_supported(site: GuideServer, method: str) -> None:
    assert ask(site, "/guide.html", method=method)[0].status == 501


def test_another_port_is_used_if_the_preferred_one_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve_pages(port=port, origin=BROWSER) as site:
            assert not site.address.endswith(f":{port}")
            assert ask(site, "/x")[0].status == 404


def test_no_other_program_answers_as_localhost() -> None:
    try:
        taken = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with taken:
        port = taken.getsockname()[1]
        with serve_pages(port=port, origin=BROWSER) as site:
            assert not site.address.endswith(f":{port}")


def test_it_is_reached_from_this_machine_only(site: GuideServer) -> None:
    port = int(site.address.rpartition(":")[2])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but loopback's")
        outside = probe.getsockname()[0]
    with socket.socket() as visitor:
        visitor.settimeout(5)
        assert visitor.connect_ex((outside, port)) != 0


def test_the_server_ends_with_the_context() -> None:
    with serve_pages(port=0, origin=BROWSER) as site:
        port = int(site.address.rpartition(":")[2])
    with socket.socket() as visitor:
        assert visitor.connect_ex(("127.0.0.1", port)) != 0
