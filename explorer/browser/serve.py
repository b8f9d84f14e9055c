"""Hands the guide to Neo4j Browser, on this machine's loopback interface and to nobody else."""

import errno
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from explorer.common.errors import InputError

Pages = Mapping[str, tuple[str, bytes]]
"""What is handed out, and nothing else: content type and content by path."""

# what a page may do when it is opened by itself
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class GuideServer:
    """A place on this machine that serves pages to one origin.

    Attributes:
        address: where, without a slash at the end.
        origin: scheme, host and port of the pages that may read it: Neo4j Browser's.
        pages: what it serves; may be set once the address is known.
    """

    def __init__(self, port: int, origin: str) -> None:
        self.hosts = {f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")}
        # Browser reads from localhost before it knows the server's settings, and from no other name
        self.address = f"http://localhost:{port}"
        self.origin = origin
        self.pages: Pages = {}


@contextmanager
def serve_pages(*, port: int, origin: str) -> Iterator[GuideServer]:
    """Serve for as long as the context lasts.

    Args:
        port: the port to take; if it is taken, any other.
        origin: see `GuideServer`.

    Raises:
        InputError: if this machine lets no program listen.
    """
    with ExitStack() as stack:
        servers = _open(port)
        site = GuideServer(servers[0].server_address[1], origin)
        for server in servers:
            stack.callback(server.server_close)
            server.RequestHandlerClass = type("Handler", (_Handler,), {"site": site})
            Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
        yield site


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # elsewhere than on Unix it lets a second program take the same port
    allow_reuse_address = os.name == "posix"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that go away."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Server6(_Server):
    address_family = socket.AF_INET6


def _open(port: int) -> list[_Server]:
    """Listen on both addresses that localhost stands for, so that nobody else answers by that name."""
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
            # this machine has no IPv6
            return [first]
        first.server_close()
        return _open(0)


class _Handler(BaseHTTPRequestHandler):
    site: GuideServer
    timeout = 10  # seconds that a silent client may hold a thread
    server_version, sys_version = "explorer", ""

    def do_GET(self) -> None:
        content_type, content = self.site.pages.get(self.path, ("", b""))
        if not self._welcome():
            self._answer(HTTPStatus.FORBIDDEN)
        elif not content_type:
            self._answer(HTTPStatus.NOT_FOUND)
        else:
            self._answer(HTTPStatus.OK, content_type, content)

    def do_OPTIONS(self) -> None:
        self._answer(HTTPStatus.NO_CONTENT if self._welcome() else HTTPStatus.FORBIDDEN)

    def _welcome(self) -> bool:
        # a name that somebody made point here (DNS rebinding) is none of ours
        return self.headers.get("Host") in self.site.hosts and self.headers.get("Origin") in {None, self.site.origin}

    def _answer(self, status: HTTPStatus, content_type: str = "text/plain", content: bytes = b"") -> None:
        self.send_response(status)
        for name, value in (
            ("Access-Control-Allow-Origin", self.site.origin),
            ("Access-Control-Allow-Methods", "GET"),
            # Browser adds some of its own
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
        """Say nothing: the terminal is the analyst's."""
