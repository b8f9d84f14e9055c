"""Update a graph that an earlier version wrote to the current graph model."""

import json
from typing import Any

from explorer.graph.connection.connect import Connection
from explorer.model.nodes import SIGNAL_PARAMETERS


def fill_signal_parameters(graph: Connection) -> None:
    """Copy the signal parameters of earlier runs from their JSON to properties of the Run nodes. Idempotent.

    Raises:
        GraphError: If Neo4j cannot be reached.
    """
    properties = {name: declared.name for name, declared in SIGNAL_PARAMETERS.items()}
    runs = graph.read(
        """
        MATCH (run:Run)
        WHERE any(name IN keys($properties)
                  WHERE run[$properties[name]] IS NULL AND run.parameters CONTAINS '"' + name + '"')
        RETURN run.runId, run.parameters
        """,
        {"properties": properties},
    ).rows
    rows = [{"runId": run_id, "properties": _signal_properties(text)} for run_id, text in runs]
    if rows:
        graph.execute(
            "UNWIND $rows AS row MATCH (run:Run {runId: row.runId}) SET run += row.properties", {"rows": rows}
        )


def _signal_properties(text: str) -> dict[str, float]:
    try:
        parameters: Any = json.loads(text)
    except ValueError:
        return {}
    return {
        declared.name: float(parameters[name])
        for name, declared in SIGNAL_PARAMETERS.items()
        if isinstance(parameters, dict) and isinstance(parameters.get(name), int | float)
    }
