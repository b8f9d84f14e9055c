"""Wait until the database of a started server responds."""

import time
from pathlib import Path
from typing import Final

import neo4j
import psutil
from neo4j import exceptions

from explorer.common.errors import ServerError
from explorer.common.progress import Progress
from explorer.common.settings import Endpoint
from explorer.server import process

START_TIMEOUT: Final = 600.0
"""Seconds until the server must listen on its Bolt port; recovery after a crash can take minutes."""
READY_TIMEOUT: Final = 60.0
"""Seconds from an open Bolt port until the database must respond."""

_BROKEN: Final = frozenset({"TransactionLogError", "TransactionStartFailed"})
"""Last parts of the codes of errors after which Neo4j must be restarted, for example on a full disk."""
_OF_QUERY: Final = "implicit transaction"
"""Text of the error with one of these codes that only says which transactions a query can run in."""


class _BrokenDatabaseError(Exception):
    """The database has stopped after an error, and starts only with the server."""


def is_broken_database(error: exceptions.Neo4jError) -> bool:
    """Return whether an error says that the database has stopped until Neo4j is restarted."""
    return (error.code or "").rpartition(".")[2] in _BROKEN and _OF_QUERY not in (error.message or "")


def wait_until_ready(
    server: psutil.Process, endpoint: Endpoint, *, name: str, home: Path, port: int, progress: Progress
) -> bool:
    """Return True as soon as the database accepts the password, or False if the server has died or must restart.

    Args:
        server: The server's process. The password is never sent to another process that listens on the port.
        endpoint: How to connect to it.
        name: Name of the server, for messages.
        home: Folder of the server.
        port: Bolt port of the server.
        progress: Called while the server starts.

    Raises:
        ServerError: If the server runs but does not respond in time, or rejects the password.
    """
    deadline = time.monotonic() + START_TIMEOUT
    problem = "its Bolt port is closed"
    listening = False
    while time.monotonic() < deadline:
        if not process.serves(server, home):
            return False
        if process.listens(server, port):
            if not listening:
                listening = True
                deadline = min(deadline, time.monotonic() + READY_TIMEOUT)
            try:
                problem = _problem(endpoint, name)
            except _BrokenDatabaseError:
                return False
            if not problem:
                return True
        # Report progress only here, because a server that was already running has responded by now.
        progress(f"starting Neo4j server {name}", 0, None)
        time.sleep(0.2)
    raise ServerError(
        f"Server {name} does not respond on {endpoint.uri}: {problem}.",
        hint=f"Check its log: explorer server logs --name {name}",
    )


def _problem(endpoint: Endpoint, name: str) -> str:
    """Return why the database does not respond, or an empty string if it does."""
    try:
        with (
            neo4j.GraphDatabase.driver(
                endpoint.uri,
                auth=(endpoint.username, endpoint.password),
                telemetry_disabled=True,
                connection_timeout=5,
            ) as driver,
            driver.session(database=endpoint.database) as session,
        ):
            session.run("RETURN 1").consume()
    except exceptions.AuthError as error:
        raise ServerError(
            f"Server {name} rejects the password in {endpoint.password_file}.",
            hint="If you changed the password in Neo4j, write the new password into this file.",
        ) from error
    except (exceptions.Neo4jError, exceptions.DriverError, OSError) as error:
        if isinstance(error, exceptions.Neo4jError) and is_broken_database(error):
            raise _BrokenDatabaseError from error
        return str(error)
    return ""
