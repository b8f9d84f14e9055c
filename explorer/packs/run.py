"""Run queries of packs in the graph."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows, RowStream
from explorer.graph.lookup import find_keys, list_platforms
from explorer.packs.guard import refuse_side_effects
from explorer.packs.query import FORM_HINT, Query
from explorer.packs.steps import QUERY_STEPS
from explorer.packs.values import show_value

_WIDER: Final = {
    "boosts/cluster-boosts": "All outlets that clusters retweet, boosted or not: explorer packs run cluster-outlets"
}
"""Which query shows more, by query."""
_ACCOUNTS: Final = frozenset(("account", "accountA", "accountB"))
"""Parameters that name an account."""
MOST_ROWS_OF_STEP: Final = 1_000_000
"""Maximum number of rows that a step may get from a query whose rows are read while they arrive."""


def run_query(graph: Connection, query: Query, parameters: Mapping[str, object], *, raw: bool = False) -> Rows:
    """Run a query in a read transaction with the parameters that `Query.bind` returns, and hold all its rows.

    Args:
        graph: The graph.
        query: The query.
        parameters: A value for each parameter of the query.
        raw: Return the statement's rows without applying the query's step.

    Raises:
        UsageError: The statement loads a file, or calls a procedure or function that may do more than read, or a
            column or parameter that the step needs is missing.
        GraphError: The server refuses the statement, for example because it writes, or ends it because of a limit.
    """
    with graph.running(name=query.full_name):
        refuse_side_effects(graph, query)
        returned = graph.read(query.statement, _with_account_keys(graph, parameters))
    return returned if raw or not query.step else _apply_step(query, returned.columns, returned.rows, parameters)


@contextmanager
def open_query(
    graph: Connection, query: Query, parameters: Mapping[str, object], *, raw: bool = False
) -> Iterator[RowStream]:
    """Run a query as `run_query` does, and return the rows while they arrive, in bounded memory.

    A step needs all rows of its statement, at most `MOST_ROWS_OF_STEP`.

    Raises:
        UsageError: As `run_query`, or if there are too many rows for a step.
        GraphError: As `run_query`, also while the rows are read.
    """
    with graph.running(name=query.full_name):
        refuse_side_effects(graph, query)
        with graph.open_rows(query.statement, _with_account_keys(graph, parameters)) as returned:
            if raw or not query.step:
                yield returned
                return
            rows = list(islice(returned.rows, MOST_ROWS_OF_STEP + 1))
        if len(rows) > MOST_ROWS_OF_STEP:
            raise UsageError(
                f"The query {query.full_name} returns more than {MOST_ROWS_OF_STEP:,} rows, too many for the step "
                f"{query.step}.",
                hint="Narrow the query with its parameters, or use --raw to get the rows without the step.",
            )
        result = _apply_step(query, returned.columns, rows, parameters)
        yield RowStream(result.columns, iter(result.rows))


def _apply_step(
    query: Query, returned: Sequence[str], rows: Sequence[tuple[Any, ...]], parameters: Mapping[str, object]
) -> Rows:
    columns = tuple(column.name for column in query.result)
    try:
        records = [dict(zip(returned, row, strict=True)) for row in rows]
        result = QUERY_STEPS[query.step](records, parameters)
        return Rows(columns, [tuple(row[name] for name in columns) for row in result])
    except KeyError as error:
        raise UsageError(
            f"{query.path}: {error} is not a column, a parameter or a result of the step {query.step}.",
            hint=FORM_HINT,
        ) from error
    except (ValueError, TypeError, AttributeError, OverflowError, ZeroDivisionError) as error:
        raise UsageError(
            f"{query.path}: a column or parameter has not the type that the step {query.step} needs: {error}.",
            hint="docs/reference/packs.md lists the columns and parameters of each step.",
        ) from error


def _with_account_keys(graph: Connection, parameters: Mapping[str, object]) -> dict[str, object]:
    """Return parameters with the keys of accounts instead of their names, which may be earlier handles."""
    names = {name: str(value) for name, value in parameters.items() if name in _ACCOUNTS and value}
    found = find_keys(graph, names.values(), list_platforms(graph)) if names else {}
    return {**parameters, **{name: found[value][0] for name, value in names.items() if len(found[value]) == 1}}


def why_empty(graph: Connection, query: Query, parameters: Mapping[str, object]) -> str:
    """Return a sentence on why a query may have returned no rows, with the next step."""
    if "run" in parameters and graph.read("MATCH (r:Run) RETURN count(r)").rows[0][0] == 0:
        return "The graph has no detection run yet. Run explorer detect first."
    used = ", ".join(f"{name}={show_value(value)}" for name, value in parameters.items())
    nothing = f"{query.full_name} found nothing with {used or 'no parameters'}."
    return f"{nothing} {_WIDER[query.full_name]}" if query.full_name in _WIDER else nothing
