"""Waiting for a server that was started until its database answers."""

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

START_PATIENCE: Final = 600.0  # seconds until Bolt must answer; recovery after a crash can take minutes
ANSWER_PATIENCE: Final = 60.0  # seconds from an open Bolt port to a database that answers


def wait_for_answer(
    server: psutil.Process, endpoint: Endpoint, *, name: str, home: Path, port: int, progress: Progress
) -> bool:
    """Return True as soon as the database answers with the password, False when the server has died.

    Args:
        server: the server's process; nobody else who listens on the port is told the password.
        endpoint: how to reach it.
        name: the server's name, for messages.
        home: the server's folder.
        port: its Bolt port.
        progress: told that it is starting.

    Raises:
        ServerError: if the server lives but does not answer in time, or refuses the password.
    """
    begun = time.monotonic()
    deadline = begun + START_PATIENCE
    problem = "its Bolt port is closed"
    listening = False
    while time.monotonic() < deadline:
        if not process.serves(server, home):
            return False
        if process.listens(server, port):
            if not listening:
                listening = True
                deadline = min(deadline, time.monotonic() + ANSWER_PATIENCE)
            problem = _problem(endpoint, name)
            if not problem:
                return True
        # one that runs answers at once, and nothing is said of it
        progress(f"starting Neo4j server {name}", 0, None)
        time.sleep(0.2)
    raise ServerError(
        f"Server {name} does not answer on {endpoint.uri}: {problem}.",
        hint=f"What it is doing: explorer server logs --name {name}",
    )


def _problem(endpoint: Endpoint, name: str) -> str:
    """Return what keeps the database from answering, or nothing."""
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
            f"Server {name} refuses the password in {endpoint.password_file}.",
            hint="If you changed it in Neo4j, write the new one into that file.",
        ) from error
    except (exceptions.Neo4jError, exceptions.DriverError, OSError) as error:
        return str(error)
    return ""
