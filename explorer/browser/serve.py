"""HTTP server of the guide, on the loopback interface and for Neo4j Browser only."""

import errno
import os
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from explorer.common.errors import InputError

Pages = Mapping[str, tuple[str, bytes]]
"""All pages of the server: content type and content by path."""

# Policy for a page that is opened outside Browser.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class GuideServer:
    """Pages that this machine serves to one origin.

    Attributes:
        address: Address of the server, without a slash at the end.
        origin: Scheme, host and port of the pages that may read it: those of Neo4j Browser.
        pages: The pages; may be set when the address is known.
    """

    def __init__(self, port: int, origin: str) -> None:
        self.hosts = {f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")}
        # Until Browser knows the server's settings, it only allows guides from localhost.
        self.address = f"http://localhost:{port}"
        self.origin = origin
        self.pages: Pages = {}


@contextmanager
def serve_pages(*, port: int, origin: str) -> Iterator[GuideServer]:
    """Serve pages while the context is open.

    Args:
        port: Preferred port; any other if it is taken.
        origin: See `GuideServer`.

    Raises:
        InputError: The system does not allow the program to open a port.
    """
    with ExitStack() as stack:
        servers = _open(port)
        guide = GuideServer(servers[0].server_address[1], origin)
        for server in servers:
            stack.callback(server.server_close)
            server.RequestHandlerClass = type("Handler", (_Handler,), {"guide": guide})
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
        yield guide


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Outside Unix this option would allow a second program to take the same port.
    allow_reuse_address = os.name == "posix"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect; other errors are reported like those that end a thread."""
        if not isinstance(sys.exc_info()[1], OSError):
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))


class _Server6(_Server):
    address_family = socket.AF_INET6


def _open(port: int) -> list[_Server]:
    """Listen on both addresses of localhost, so that no other program answers under that name."""
    try:
        first = _Server(("127.0.0.1", port), BaseHTTPRequestHandler)
    except (OSError, OverflowError) as error:
        if port:
            return _open(0)
        raise InputError(f"Nothing can be served on this machine: {error}.") from error
    try:
        return [first, _Server6(("::1", first.server_address[1]), BaseHTTPRequestHandler)]
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            # This machine has no IPv6.
            return [first]
        first.server_close()
        return _open(0)


class _Handler(BaseHTTPRequestHandler):
    guide: GuideServer
    timeout = 10  # seconds after which a silent client is disconnected
    server_version, sys_version = "explorer", ""

    def do_GET(self) -> None:
        content_type, content = self.guide.pages.get(self.path, ("", b""))
        if not self._is_allowed():
            self._respond(HTTPStatus.FORBIDDEN)
        elif not content_type:
            self._respond(HTTPStatus.NOT_FOUND)
        else:
            self._respond(HTTPStatus.OK, content_type, content)

    def do_OPTIONS(self) -> None:
        self._respond(HTTPStatus.NO_CONTENT if self._is_allowed() else HTTPStatus.FORBIDDEN)

    def _is_allowed(self) -> bool:
        # Another name that points to this machine (DNS rebinding) is not allowed.
        return self.headers.get("Host") in self.guide.hosts and self.headers.get("Origin") in {None, self.guide.origin}

    def _respond(self, status: HTTPStatus, content_type: str = "text/plain", content: bytes = b"") -> None:
        self.send_response(status)
        for name, value in (
            ("Access-Control-Allow-Origin", self.guide.origin),
            ("Access-Control-Allow-Methods", "GET"),
            # Browser sends additional headers.
            ("Access-Control-Allow-Headers", "*"),
            ("Vary", "Origin"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", _POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Type", content_type),
            ("Content-Length", str(len(content))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Log nothing to the analyst's terminal."""
