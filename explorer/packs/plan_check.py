"""Check queries with the plans of a server, which runs none of them."""

import re

from explorer.common.errors import StatementError, StoppedError
from explorer.graph.connection.connect import Connection
from explorer.packs.check import PackProblem, returned_columns, statement_line
from explorer.packs.guard import SIDE_EFFECTS_HINT, foreign_functions, side_effects
from explorer.packs.query import FORM_HINT, Query


def check_plan(graph: Connection, query: Query) -> list[PackProblem]:
    """Plan a query without running it, and return its problems.

    Raises:
        GraphError: The server cannot be reached.
    """
    line = statement_line(query)
    try:
        with graph.running(name=query.full_name):
            plan = graph.plan(query.statement, query.parameters)
    except StatementError as error:
        # The server counts lines from the beginning of the statement, and quotes it below its message.
        message, *position = re.split(r" \(line (\d+), column", error.message.split("\n")[0])
        message = message.replace(f"the query {query.full_name}", "the query", 1)
        line += max(int(position[0]) - 1, 0) if position else 0
        return [PackProblem(query.path, line, f"{message.removesuffix('.')}.", FORM_HINT)]
    except StoppedError as error:
        return [PackProblem(query.path, line, error.message, error.hint)]
    problems = [
        PackProblem(query.path, line, f"The query {effect}, but a query may only read the graph.", SIDE_EFFECTS_HINT)
        for effect in dict.fromkeys((*side_effects(plan), *foreign_functions(graph, query)))
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
