"""Limits of a running query, and messages about what stopped it.

The codes are those of https://neo4j.com/docs/status-codes/5/errors/all-errors/.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import neo4j
from neo4j import exceptions

from explorer.common.durations import format_duration
from explorer.common.settings import Endpoint
from explorer.graph.connection.failures import causes
from explorer.server.end_reason import more_memory

NO_REPLY: Final = 10
"""Seconds after its time limit in which the server ends a query, or the client stops waiting."""

Held = TypeVar("Held", neo4j.Session, neo4j.Transaction)

_TIMED_OUT: Final = frozenset(("TransactionTimedOut", "TransactionTimedOutClientConfiguration"))
_MEMORY_LIMIT: Final = frozenset(("MemoryPoolOutOfMemoryError", "TransactionMemoryLimit"))
_TERMINATED: Final = frozenset(("Terminated", "LockClientStopped"))
_REPEATED_IN_VAIN: Final = frozenset((*_MEMORY_LIMIT, "OutOfMemoryError", "StackOverFlowError"))
NO_REPLY_HINT: Final = (
    "A query whose text or values are nested too deeply can end Neo4j's thread without a reply: simplify the query. "
    "Otherwise, check the server: explorer doctor"
)
"""Next step after a query of a pack without a reply."""
_LESS: Final = "Ask for less, for example with a smaller --top or fewer days"


@dataclass(frozen=True, slots=True)
class RunningQuery:
    """What messages and limits apply to the queries that run now.

    Attributes:
        name: Name of a pack's query; empty for other queries.
        timeout: Time limit of each query in milliseconds; 0: no limit.
    """

    name: str = ""
    timeout: int = 0

    @property
    def subject(self) -> str:
        """The query, as a part of a sentence."""
        return f"the query {self.name}" if self.name else "the query"

    @property
    def sentence(self) -> str:
        """The query, at the beginning of a sentence."""
        return f"T{self.subject[1:]}"

    @property
    def show(self) -> str:
        """The command that shows the query."""
        return f"explorer packs show {self.name}"

    @property
    def seconds(self) -> float:
        """The time limit as the driver takes it: seconds, where zero means no limit, whatever the server's default."""
        return self.timeout / 1000


def is_repeated_in_vain(error: exceptions.Neo4jError | exceptions.DriverError) -> bool:
    """Return whether the driver repeats a query after an error that each repetition meets again."""
    if isinstance(error, exceptions.DriverError):
        return is_no_reply(error)
    return _name(error) in _REPEATED_IN_VAIN


def is_no_reply(error: BaseException) -> bool:
    """Return whether a server did not reply in time, although the connection was not closed."""
    return any(isinstance(cause, TimeoutError) for cause in causes(error))


def explain_stop(error: exceptions.Neo4jError, running: RunningQuery, endpoint: Endpoint) -> tuple[str, str] | None:
    """Return a message and the next step if something stopped a query; None for other errors."""
    folder = endpoint.password_file.parent if endpoint.password_file else None
    name, query, sentence = _name(error), running.subject, running.sentence
    if name in _TIMED_OUT and running.timeout:
        return (
            f"{sentence} reached the time limit of {format_duration(running.timeout)}.",
            f"{_LESS}, or set a longer limit: --timeout 2h (--timeout none: no limit)",
        )
    if name in _TIMED_OUT:
        return (
            f"{sentence} reached the server's time limit (db.transaction.timeout).",
            f"{_LESS}, or raise db.transaction.timeout on the server.",
        )
    if name in _MEMORY_LIMIT:
        return (
            f"{sentence} needs more memory than the server allows: {_first_line(error)}.",
            f"{_LESS}, or {more_memory(folder)}",
        )
    if name == "OutOfMemoryError" or "Java heap space" in _first_line(error):
        return (
            f"Neo4j ran out of memory while {query} ran.",
            f"{_LESS}, or {more_memory(folder)}",
        )
    if name == "StackOverFlowError":
        return f"{sentence} is nested too deeply for Neo4j.", "Simplify the query."
    if name in _TERMINATED:
        return (
            f"{sentence} was terminated on the server, by an administrator or because the server is stopping.",
            "Run the same command again when the server is ready.",
        )
    return None


@contextmanager
def limited_replies(transaction: neo4j.Transaction | neo4j.ManagedTransaction, running: RunningQuery) -> Iterator[None]:
    """Stop waiting for a server that does not reply `NO_REPLY` seconds after the time limit.

    Neo4j ends a query at its limit, but a query whose text or result is nested too deeply can end the server's thread
    without a reply. The driver would then wait for two minutes. It has no public setting for this.
    """
    socket: Any = getattr(getattr(transaction, "_connection", None), "socket", None)
    if not running.timeout or not hasattr(socket, "set_read_deadline"):
        yield
        return
    socket.set_read_deadline(running.seconds + NO_REPLY)
    try:
        yield
    finally:
        socket.set_read_deadline(None)


@contextmanager
def closing_quietly(held: Held) -> Iterator[Held]:
    """Close a session or a transaction at the end, also if the server is gone, without hiding the original error."""
    try:
        yield held
    finally:
        with suppress(exceptions.DriverError, exceptions.Neo4jError, OSError):
            held.close()


def _name(error: exceptions.Neo4jError) -> str:
    return (error.code or "").rpartition(".")[2]


def _first_line(error: exceptions.Neo4jError) -> str:
    return (error.message or "").split("\n")[0].rstrip(". ")
