"""Update runs that an earlier version wrote to the current graph model."""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

import neo4j

from explorer.communities.lift import CHANGED_DATA
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.amplification import compute_amplification, reader, write_relationships
from explorer.model.run_nodes import SIGNAL_PARAMETERS

_NOT_REVIEWED: Final = """
MATCH (cluster:Cluster)-[boosts:BOOSTS]->(:Outlet) WHERE boosts.liftLow IS NULL
WITH DISTINCT cluster.runId AS runId
"""
"""Runs of a version in which every outlet that a cluster retweeted was a boost."""


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


def has_unreviewed_boosts(graph: Connection) -> bool:
    """Return whether a run comes from a version in which every outlet that a cluster retweeted was a boost."""
    return bool(graph.read(_NOT_REVIEWED + "RETURN runId LIMIT 1").rows)


def review_boosts(graph: Connection) -> None:
    """Decide which outlets the clusters of earlier runs boost: BOOSTS becomes AMPLIFIES elsewhere. Idempotent.

    If the retweets of a cluster or an outlet have changed since the run, the interval would describe other data than
    the lift, so the cluster does not boost the outlet.

    Raises:
        GraphError: If Neo4j cannot be reached.
    """
    runs = graph.read(
        _NOT_REVIEWED + "MATCH (run:Run {runId: runId}) RETURN runId, run.platforms, run.retweets IS NOT NULL"
    ).rows
    for run_id, platforms, current in runs:

        def work(
            transaction: neo4j.ManagedTransaction,
            run_id: str = run_id,
            platforms: list[str] = platforms or [],
            current: bool = current,
        ) -> None:
            read = reader(transaction)
            rows = compute_amplification(read, run_id, platforms) if current else []
            today = {(row["rank"], row["outlet"]): row for row in rows}
            earlier = read(
                "MATCH (cluster:Cluster {runId: $runId})-[boosts:BOOSTS]->(outlet:Outlet) "
                "RETURN cluster.rank, outlet.outletId, properties(boosts)",
                {"runId": run_id},
            )
            transaction.run(
                "MATCH (:Cluster {runId: $runId})-[boosts:BOOSTS]->() DELETE boosts", runId=run_id
            ).consume()
            reviewed = [_reviewed(rank, outlet, stored, today.get((rank, outlet))) for rank, outlet, stored in earlier]
            write_relationships(transaction, run_id, reviewed)

        graph.write(work)


def _reviewed(rank: int, outlet: str, stored: Mapping[str, Any], today: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if today and all(
        math.isclose(stored[name], today["properties"][name])
        for name in ("retweets", "shareOfCluster", "shareOfOutlet")
    ):
        return today
    properties = {**stored, "noIntervalReason": CHANGED_DATA}
    return {"rank": rank, "outlet": outlet, "kind": "AMPLIFIES", "properties": properties}
