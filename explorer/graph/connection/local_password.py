"""The password of the local server, which is sent only while the server's process runs."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import neo4j
import psutil
from neo4j import exceptions
from neo4j.auth_management import AuthManager

from explorer.common.settings import Endpoint
from explorer.server.process import find_server, listens


class LocalPassword(AuthManager):
    """Credentials of a local server. The driver asks for them whenever it takes or opens a connection.

    If the server ends while the driver is in use, another program, even of another user, can listen on its port. The
    driver must not connect again and send the password to that program.

    Args:
        endpoint: The server.
        folder: Folder of the server.
    """

    def __init__(self, endpoint: Endpoint, folder: Path) -> None:
        self._auth = neo4j.basic_auth(endpoint.username, endpoint.password)
        self._port = urlsplit(endpoint.uri).port or 0
        self._folder = folder
        self._server: psutil.Process | None = None

    def get_auth(self) -> neo4j.Auth:
        """Return the credentials.

        Raises:
            ServiceUnavailable: If the server's process does not run, or does not listen on the port.
        """
        # Each query asks, so this must be cheap: a process that listened listens until it ends.
        if self._server is None or not _runs(self._server):
            self._server = find_server(self._folder, self._folder / "server.pid")
            if self._server is None or not listens(self._server, self._port):
                self._server = None
                raise exceptions.ServiceUnavailable("the local server is not running")
        return self._auth

    def handle_security_exception(self, auth: object, error: exceptions.Neo4jError) -> bool:
        """Return that the same credentials would be refused again."""
        return False


def _runs(server: psutil.Process) -> bool:
    """Return whether a process runs; a process that has ended may still have an entry, without ports."""
    with suppress(psutil.Error):
        return bool(server.is_running() and server.status() != psutil.STATUS_ZOMBIE)
    return False


def credentials(endpoint: Endpoint) -> AuthManager | neo4j.Auth:
    """Return what the driver needs to authenticate itself at a server."""
    if endpoint.password_file:
        return LocalPassword(endpoint, endpoint.password_file.parent)
    return neo4j.basic_auth(endpoint.username, endpoint.password)
