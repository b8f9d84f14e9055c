"""Check queries with the plans of a server, which runs none of them."""

import re

from explorer.common.errors import StatementError
from explorer.graph.connection.connect import Connection
from explorer.packs.check import PackProblem, returned_columns, statement_line
from explorer.packs.guard import SIDE_EFFECTS_HINT, side_effects
from explorer.packs.query import FORM_HINT, Query


def check_plan(graph: Connection, query: Query) -> list[PackProblem]:
    """Plan a query without running it, and return its problems.

    Raises:
        GraphError: The server cannot be reached.
    """
    line = statement_line(query)
    try:
        plan = graph.plan(query.statement, query.parameters)
    except StatementError as error:
        # The server counts lines from the beginning of the statement, and quotes it below its message.
        message, *position = re.split(r" \(line (\d+), column", error.message.split("\n")[0])
        line += max(int(position[0]) - 1, 0) if position else 0
        return [PackProblem(query.path, line, f"{message.removesuffix('.')}.", FORM_HINT)]
    problems = [
        PackProblem(query.path, line, f"The query {effect}, but a query may only read the graph.", SIDE_EFFECTS_HINT)
        for effect in dict.fromkeys(side_effects(plan))
    ]
    if not plan.only_reads and not problems:
        problems.append(
            PackProblem(query.path, line, "The query writes, but a query may only read the graph.", SIDE_EFFECTS_HINT)
        )
    declared = tuple(column.name for column in query.columns)
    if plan.columns != declared and not problems and returned_columns(query) is None:
        returned = ", ".join(plan.columns) or "no columns"
        problems.append(
            PackProblem(
                query.path,
                line,
                f"The statement returns {returned}, but the header describes {', '.join(declared)}.",
                "Describe the returned columns under // columns:, in the same order.",
            )
        )
    return problems
