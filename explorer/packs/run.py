"""Run queries of packs in the graph."""

from collections.abc import Mapping
from typing import Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows
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


def run_query(graph: Connection, query: Query, parameters: Mapping[str, object], *, raw: bool = False) -> Rows:
    """Run a query in a read transaction with the parameters that `Query.bind` returns.

    Args:
        graph: The graph.
        query: The query.
        parameters: A value for each parameter of the query.
        raw: Return the statement's rows without applying the query's step.

    Raises:
        UsageError: The statement loads a file or calls a procedure that may do more than read, or a column or
            parameter that the step needs is missing.
        GraphError: The server refuses the statement, for example because it writes.
    """
    refuse_side_effects(graph, query)
    returned = graph.read(query.statement, _with_account_keys(graph, parameters))
    if raw or not query.step:
        return returned
    columns = tuple(column.name for column in query.result)
    try:
        records = [dict(zip(returned.columns, row, strict=True)) for row in returned.rows]
        rows = QUERY_STEPS[query.step](records, parameters)
        return Rows(columns, [tuple(row[name] for name in columns) for row in rows])
    except KeyError as error:
        raise UsageError(
            f"{query.path}: {error} is not a column, a parameter or a result of the step {query.step}.",
            hint=FORM_HINT,
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
