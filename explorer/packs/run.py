"""Run queries of the packs.

A query only reads: it runs in a read transaction, in which the server refuses to write, and `explorer.packs.guard`
refuses what else a statement may do.
"""

from collections.abc import Mapping

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection, Rows
from explorer.packs.files import FORM, Query
from explorer.packs.guard import refuse_side_effects
from explorer.packs.steps import STEPS
from explorer.packs.values import show_value


def run_query(graph: Connection, query: Query, parameters: Mapping[str, object], *, raw: bool = False) -> Rows:
    """Run a query in a read transaction with the parameters that `Query.bind` returns.

    Args:
        graph: the graph.
        query: the query.
        parameters: a value for each of its parameters.
        raw: whether to leave out its step: the rows as the statement returns them.

    Raises:
        UsageError: if the statement loads a file or calls a procedure that may do more than read, or the query's step
            misses a column or a parameter.
        GraphError: if the server refuses the statement, as it does when that writes.
    """
    refuse_side_effects(graph, query)
    answer = graph.read(query.statement, parameters)
    if raw or not query.step:
        return answer
    columns = tuple(column.name for column in query.result)
    try:
        rows = STEPS[query.step]([dict(zip(answer.columns, row, strict=True)) for row in answer.rows], parameters)
        return Rows(columns, [tuple(row[name] for name in columns) for row in rows])
    except KeyError as error:
        raise UsageError(
            f"{query.path}: {error} is neither a column, nor a parameter, nor made by the step {query.step}.", hint=FORM
        ) from error


def why_empty(graph: Connection, query: Query, parameters: Mapping[str, object]) -> str:
    """Return a sentence on why a query may have answered nothing, with the next step."""
    if "run" in parameters and graph.read("MATCH (r:Run) RETURN count(r)").rows[0][0] == 0:
        return "There is no detection run yet: explorer detect makes one."
    used = ", ".join(f"{name}={show_value(value)}" for name, value in parameters.items())
    return f"Nothing in the graph answers {query.full_name} with {used or 'no parameters'}."
