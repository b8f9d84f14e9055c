"""Run queries of the packs, with methods for the most frequent ones."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl

from explorer.api.base import GraphBase
from explorer.common.errors import GraphError, UsageError
from explorer.graph.connection.rows import Rows, RowStream
from explorer.graph.lookup import find_account, find_cluster
from explorer.graph.runs.runs import find_run
from explorer.packs.catalog import find_query
from explorer.packs.check import PackProblem
from explorer.packs.names import resolve_names
from explorer.packs.plan_check import check_plan
from explorer.packs.query import Query
from explorer.packs.run import open_query, run_query, why_empty

_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class QueryAnswer(Rows):
    """Result of a pack query: columns, rows, query and parameters.

    Attributes:
        query: The query.
        parameters: Values of its parameters.
        reason: Possible reason why there are no rows; empty if there are some.
    """

    query: Query
    parameters: Mapping[str, object]
    reason: str


@dataclass(frozen=True, slots=True)
class QueryStream(RowStream):
    """Result of a pack query whose rows are read while they arrive: columns, rows, query and parameters.

    Attributes:
        query: The query.
        parameters: Values of its parameters.
    """

    query: Query
    parameters: Mapping[str, object]


class Queries(GraphBase):
    """The part of `explorer.Graph` that runs queries."""

    def ask(self, query: str, *, raw: bool = False, timeout: str | None = None, **parameters: object) -> pl.DataFrame:
        """Run a query of the packs and return its rows; ``explorer packs list`` lists the queries.

        The frame holds all rows, so set the parameter ``top`` of a query that can return many, or use `stream`.

        Args:
            query: Name of the query, with or without its pack.
            raw: Whether to return the rows of the Cypher statement, without the query's step.
            timeout: Time limit, such as ``90s`` or ``none``; None: the limit given to `open`.
            parameters: Values that differ from the defaults. Runs, outlets and states can be given by name or ID.

        Raises:
            UsageError: If there is no such query or parameter, or nothing matches a name.
            StoppedError: If the query reaches a limit of time or memory.

        Example:
            >>> graph.ask("cluster-boosts", state="CN", top=10)  # doctest: +SKIP
        """
        return self._ask(query, parameters, raw=raw, timeout=timeout)

    def answer(
        self, query: Query, parameters: Mapping[str, object], *, raw: bool = False, timeout: str | None = None
    ) -> QueryAnswer:
        """Run a query with the parameters that `Query.bind` returns.

        Raises:
            UsageError: If nothing matches a parameter, or the query does more than read.
            StoppedError: If the query reaches a limit of time or memory.
        """
        with self._limited(timeout) as connection:
            resolved = resolve_names(connection, parameters)
            rows = run_query(connection, query, resolved, raw=raw)
            reason = "" if rows.rows else why_empty(connection, query, resolved)
        return QueryAnswer(rows.columns, rows.rows, query, resolved, reason)

    @contextmanager
    def stream(
        self, query: Query, parameters: Mapping[str, object], *, raw: bool = False, timeout: str | None = None
    ) -> Iterator[QueryStream]:
        """Run a query as `answer` does, and read its rows while they arrive, in bounded memory.

        Args:
            query: The query, see `explorer.packs.catalog.find_query`.
            parameters: What `Query.bind` returns.
            raw: Whether to return the rows of the Cypher statement, without the query's step.
            timeout: Time limit, such as ``90s`` or ``none``; None: the limit given to `open`.

        Raises:
            UsageError: As `answer`.
            StoppedError: As `answer`, also while rows are read.
        """
        with self._limited(timeout) as connection:
            resolved = resolve_names(connection, parameters)
            with open_query(connection, query, resolved, raw=raw) as returned:
                yield QueryStream(returned.columns, returned.rows, query, resolved)

    def why_empty(self, query: Query, parameters: Mapping[str, object]) -> str:
        """Return a sentence on why a query may have returned no rows, with the next step."""
        return why_empty(self.connection, query, parameters)

    def check_plans(self, queries: Iterable[Query]) -> list[PackProblem]:
        """Let Neo4j plan queries without running them, and return the problems. Does not start Neo4j.

        Args:
            queries: Queries of packs, see `explorer.packs.catalog.find_packs`.

        Raises:
            GraphError: If Neo4j is not running or does not answer.
        """
        if not self.is_running:
            raise GraphError("The local server is not running.", hint="Start it with explorer server start.")
        with self._limited() as connection:
            return [problem for query in queries for problem in check_plan(connection, query)]

    def clusters(self, *, run: str = "latest", top: int = _ALL) -> pl.DataFrame:
        """Return a run's clusters, highest score first.

        Columns are those of ``explorer packs show cluster-list``.
        """
        return self._ask("boosts/cluster-list", {"run": self._run_id(run), "top": top})

    def cluster(self, cluster: int | str, *, run: str = "latest") -> dict[str, Any]:
        """Return the row of `clusters` for one cluster, by its rank in the run or its ID, ``run/rank``.

        Raises:
            UsageError: If there is no such run or cluster.
        """
        return self._ask("boosts/cluster-list", self._cluster(cluster, run)).row(0, named=True)

    def members(self, cluster: int | str, *, run: str = "latest", top: int = _ALL) -> pl.DataFrame:
        """Return the members of a cluster, strongest ties first; columns as in cluster-members.

        Raises:
            UsageError: As `cluster`.
        """
        return self._ask("boosts/cluster-members", self._cluster(cluster, run) | {"top": top})

    def boosts(self, *, run: str = "latest", outlet: str = "", state: str = "", top: int = _ALL) -> pl.DataFrame:
        """Return which clusters boost which outlets, with share and lift; columns as in cluster-boosts.

        Args:
            run: ID of the run, the first characters of the ID, or ``latest``.
            outlet: Only this outlet, by name, part of the name, ID or the handle of one of its accounts.
            state: Only outlets of this state, as a two-letter code.
            top: Maximum number of rows.
        """
        parameters = {"run": self._run_id(run), "outlet": outlet, "state": state, "top": top}
        return self._ask("boosts/cluster-boosts", parameters)

    def cluster_evidence(self, cluster: int | str, *, run: str = "latest", top: int = _ALL) -> pl.DataFrame:
        """Return the objects that connect a cluster, those shared by most members first; columns as in
        cluster-evidence.

        Raises:
            UsageError: As `cluster`.
        """
        return self._ask("boosts/cluster-evidence", self._cluster(cluster, run) | {"top": top})

    def edge(self, first: str, second: str, *, run: str = "latest") -> pl.DataFrame:
        """Return the edges between two accounts, one row per signal. If there is no edge, signal is empty.

        Args:
            first: First account, by handle, ID or account key.
            second: Second account.
            run: ID of the run, the first characters of the ID, or ``latest``.

        Raises:
            UsageError: If an account is unknown, or both are the same.
        """
        return self._ask("boosts/edge", self._pair(first, second, run))

    def evidence(self, first: str, second: str, *, run: str = "latest", top: int = _ALL) -> pl.DataFrame:
        """Return the posts behind the edge between two accounts, shortest times between actions first; columns as in
        evidence.

        Raises:
            UsageError: As `edge`.
        """
        return self._ask("boosts/evidence", self._pair(first, second, run) | {"top": top})

    def _ask(
        self, name: str, parameters: Mapping[str, object], *, raw: bool = False, timeout: str | None = None
    ) -> pl.DataFrame:
        query = find_query(name)
        return self.answer(query, query.bind(parameters), raw=raw, timeout=timeout).frame()

    def _run_id(self, run: str) -> str:
        return str(find_run(self.connection, run)["runId"])

    def _cluster(self, cluster: int | str, run: str) -> dict[str, object]:
        properties, rank = find_cluster(self.connection, str(cluster), run)
        return {"run": properties["runId"], "cluster": rank}

    def _pair(self, first: str, second: str, run: str) -> dict[str, object]:
        properties = find_run(self.connection, run)
        one, other = (find_account(self.connection, name, properties) for name in (first, second))
        if one == other:
            raise UsageError(f"{first} and {second} are the same account, {one}.", hint="Name two different accounts.")
        return {"run": properties["runId"], "accountA": one, "accountB": other}
