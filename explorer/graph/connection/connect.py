"""A connection to Neo4j that converts the driver's errors to messages for analysts."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Final, LiteralString, Self, TypeVar

import neo4j
from neo4j import exceptions

from explorer.common.errors import GraphError, StatementError, StoppedError
from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint, Settings
from explorer.common.version import __version__
from explorer.graph.connection.address import check_address
from explorer.graph.connection.endpoint import find_endpoint
from explorer.graph.connection.failures import explain_failure, explain_refusal
from explorer.graph.connection.local_password import credentials
from explorer.graph.connection.rows import QueryPlan, Rows, RowStream
from explorer.graph.connection.running import (
    NO_REPLY_HINT,
    RunningQuery,
    closing_quietly,
    explain_stop,
    is_no_reply,
    is_repeated_in_vain,
    limited_replies,
)
from explorer.graph.connection.values import to_python

T = TypeVar("T")

WRITING: Final = {"explorer": "writes"}
"""Metadata of write transactions."""

# the driver also logs the broken connections that it raises as exceptions
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Connection:
    """An open connection, used as a context manager. Every method raises `GraphError` with the next step as hint.

    Args:
        endpoint: Address and login of the server.
        before_writing: Called before each transaction that may write.
    """

    def __init__(self, endpoint: Endpoint, *, before_writing: Callable[[], None] = lambda: None) -> None:
        self.endpoint = endpoint
        self._running = RunningQuery()
        self._before_writing = before_writing
        with self._errors():
            self._driver = neo4j.GraphDatabase.driver(
                check_address(endpoint.uri),
                auth=credentials(endpoint),
                user_agent=f"coordination-explorer/{__version__}",
                telemetry_disabled=True,
                connection_acquisition_timeout=20,
                connection_timeout=10,
                # long enough to resolve a deadlock, short enough to report a dead server soon
                max_transaction_retry_time=5,
                # no warnings about labels and properties that the graph does not contain yet
                notifications_min_severity="OFF",
            )

    def __enter__(self) -> Self:
        """Check that the server responds and accepts the password."""
        try:
            with self._errors():
                self._driver.verify_connectivity()
                with self._driver.session(database=self.endpoint.database) as session:
                    session.run("RETURN 1").consume()
        except BaseException:
            self._driver.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._driver.close()

    @contextmanager
    def running(self, *, name: str | None = None, timeout: int | None = None) -> Iterator[None]:
        """Name and limit the queries that are run inside. Other queries have no time limit.

        Args:
            name: Name of a pack's query, for messages; None leaves it unchanged.
            timeout: Time limit of each query in milliseconds; 0: no limit; None leaves it unchanged.
        """
        outer = self._running
        self._running = RunningQuery(
            outer.name if name is None else name, outer.timeout if timeout is None else timeout
        )
        try:
            yield
        finally:
            self._running = outer

    def read(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Rows:
        """Run one query in a read transaction; the server rejects queries that write.

        All rows are held in memory; `open_rows` holds a few.
        """

        def work(transaction: neo4j.ManagedTransaction) -> Rows:
            with limited_replies(transaction, self._running):
                result = transaction.run(trusted_query(cypher), dict(parameters or {}))
                return Rows(tuple(result.keys()), list(self._python_rows(result)))

        with self._errors(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(self._managed(work))

    @contextmanager
    def open_rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Iterator[RowStream]:
        """Run one query in a read transaction, and convert its rows while they arrive, in bounded memory.

        The query ends with the context, even if rows are left. It is not repeated if the connection breaks.
        """
        with ExitStack() as stack:
            with self._errors():
                # rows can be large, so only some of them are fetched at once
                session = stack.enter_context(closing_quietly(self._session(neo4j.READ_ACCESS, fetch_size=100)))
                transaction = session.begin_transaction(timeout=self._running.seconds)
                stack.enter_context(closing_quietly(transaction))
                stack.enter_context(limited_replies(transaction, self._running))
                result = transaction.run(trusted_query(cypher), dict(parameters or {}))
                columns = tuple(result.keys())
            yield RowStream(columns, self._rows_with_errors(result))

    def _rows_with_errors(self, result: neo4j.Result) -> Iterator[tuple[Any, ...]]:
        with self._errors():
            yield from self._python_rows(result)

    def _python_rows(self, result: neo4j.Result) -> Iterator[tuple[Any, ...]]:
        for record in result:
            try:
                row = tuple(map(to_python, record.values()))
            except (exceptions.BrokenRecordError, ValueError, OverflowError, RecursionError) as error:
                raise GraphError(
                    f"{self._running.sentence} returns a value that Python cannot represent: "
                    f"{error.__cause__ or error}.",
                    hint="Such values are dates after the year 9999, and lists and maps that are nested hundreds of "
                    "times. Change the query, for example to return toString(…).",
                ) from error
            yield row

    def _managed(
        self, work: Callable[[neo4j.ManagedTransaction], T], metadata: dict[str, Any] | None = None
    ) -> Callable[[neo4j.ManagedTransaction], T]:
        """Return work with the time limit, which the driver does not repeat if the error would be the same again."""

        def once(transaction: neo4j.ManagedTransaction) -> T:
            try:
                return work(transaction)
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                if is_repeated_in_vain(error):
                    # the driver repeats work after its own errors only
                    with self._errors():
                        raise
                raise

        return neo4j.unit_of_work(metadata, timeout=self._running.seconds)(once)

    def stream(
        self, cypher: str, parameters: Mapping[str, object] | None = None, *, fetch_size: int = 1000
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a read query as they arrive; the query is not repeated if the connection breaks."""
        with (
            self._errors(),
            self._session(neo4j.READ_ACCESS, fetch_size=fetch_size) as session,
        ):
            query = neo4j.Query(trusted_query(cypher), timeout=self._running.seconds)
            yield from self._python_rows(session.run(query, dict(parameters or {})))

    def plan(self, cypher: str, parameters: Mapping[str, object] | None = None) -> QueryPlan:
        """Return the plan of a statement without running it.

        Raises:
            StatementError: If Neo4j cannot plan the statement.
        """
        with (
            self._errors(),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction(timeout=self._running.seconds) as transaction,
            limited_replies(transaction, self._running),
        ):
            result = transaction.run(trusted_query(f"EXPLAIN {cypher}"), dict(parameters or {}))
            columns, summary = tuple(result.keys()), result.consume()
        operators = []
        pending = [summary.plan] if summary.plan else []
        while pending:
            operator = pending.pop()
            pending += operator.get("children", [])
            operators.append((operator["operatorType"], str(operator.get("args", {}).get("Details", ""))))
        return QueryPlan(columns, operators, summary.query_type == "r")

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run ``work`` in one write transaction; the driver repeats all of it on transient errors."""
        with self._errors(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(self._managed(work, WRITING))

    def execute(self, cypher: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run one statement outside managed transactions, such as ``CALL … IN TRANSACTIONS``."""
        with self._errors(), self._session(neo4j.WRITE_ACCESS) as session:
            query = neo4j.Query(trusted_query(cypher), metadata=WRITING, timeout=self._running.seconds)
            session.run(query, dict(parameters or {})).consume()

    def hold_transaction(self, cypher: str) -> ExitStack:
        """Run a statement in a transaction that stays open until the returned stack is closed, then roll back."""
        with self._errors(), ExitStack() as stack:
            session = stack.enter_context(closing_quietly(self._session(neo4j.WRITE_ACCESS)))
            # zero: no time limit, whatever the server's default
            transaction = stack.enter_context(closing_quietly(session.begin_transaction(timeout=0)))
            transaction.run(trusted_query(cypher)).consume()
            return stack.pop_all()

    def _how_to_start(self) -> str:
        # only the local server can be started from here
        return "Start it (explorer server start)" if self.endpoint.password_file else "Check the server and NEO4J_URI"

    def _hint(self, error: exceptions.ClientError) -> str:
        if error.code == "Neo.ClientError.Statement.AccessMode":
            return "Queries in packs can only read data."
        if self._running.name:
            return f"Correct the query. If you did not write it, see what it does: {self._running.show}"
        return "Find the cause with explorer doctor."

    def _session(self, access: str, *, fetch_size: int = 1000) -> neo4j.Session:
        if access == neo4j.WRITE_ACCESS:
            self._before_writing()
        return self._driver.session(database=self.endpoint.database, default_access_mode=access, fetch_size=fetch_size)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        uri = self.endpoint.uri
        try:
            yield
        except (
            exceptions.ServiceUnavailable,
            exceptions.SessionExpired,
            exceptions.UnsupportedServerProduct,
            OSError,
        ) as error:
            if self._running.name and is_no_reply(error):
                raise StoppedError(
                    f"Neo4j at {uri} does not reply to {self._running.subject}.", hint=NO_REPLY_HINT
                ) from error
            cause, fix = explain_failure(error, self.endpoint)
            during = f" while {self._running.subject} ran" if self._running.name else ""
            raise GraphError(
                f"Neo4j at {uri} does not respond{during}: {cause}.",
                hint=fix
                or f"{self._how_to_start()}, then run the same command again. It resumes an interrupted import.",
            ) from error
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            if isinstance(error, exceptions.Neo4jError) and (refusal := explain_refusal(error, self.endpoint)):
                raise GraphError(refusal[0], hint=refusal[1]) from error
            if isinstance(error, exceptions.Neo4jError) and (stop := explain_stop(error, self._running, self.endpoint)):
                raise StoppedError(stop[0], hint=stop[1]) from error
            if isinstance(error, exceptions.ClientError):
                message, *details = str(error.message).splitlines() or [""]
                message = f"Neo4j rejects {self._running.subject}: {message}"
                raise StatementError(message, hint=self._hint(error), details=details) from error
            # the driver's own text has several lines, with the code twice
            said = f"{error.message} ({error.code})" if isinstance(error, exceptions.Neo4jError) else error
            raise GraphError(
                f"Neo4j at {uri} reported an error: {said}", hint="Find the cause with explorer doctor."
            ) from error


def trusted_query(cypher: str) -> LiteralString:
    """Return a statement with the type that the driver accepts.

    Statements come from files and constants of this package; values are always parameters.
    """
    return cypher


def open_connection(settings: Settings, *, progress: Progress = silent) -> Connection:
    """Return a connection to the Neo4j server that the settings select, see `find_endpoint`."""
    return Connection(find_endpoint(settings, progress=progress))
