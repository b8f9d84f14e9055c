"""Queries of hostile packs have the outcome that the index names, and leave the server and the graph as they were.

Outcomes are `rejected` (the file is not a query), `refused` (the query does more than read), `error` (Neo4j rejects the
query, or a value cannot be represented), `stopped` (a limit of time or memory, or no reply) and `rows`.
"""

import json
import time
from itertools import islice

import pytest

from explorer.cli.options.output import Format
from explorer.cli.ui.documents import as_document
from explorer.common.errors import GraphError, InputError, StoppedError, UsageError
from explorer.graph.connection import running
from explorer.graph.connection.connect import Connection
from explorer.packs.query_file import read_query
from explorer.packs.run import open_query
from tests.helpers.paths import REPOSITORY
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World

QUERIES = REPOSITORY / "tests" / "data" / "hostile" / "queries"
INDEX = [json.loads(line) for line in (QUERIES / "index.jsonl").read_text(encoding="utf-8").splitlines()]
STATE = """
MATCH (n) OPTIONAL MATCH (n)-[r]->()
RETURN elementId(n), labels(n), properties(n), elementId(r), type(r), properties(r) ORDER BY elementId(n), elementId(r)
"""
SCHEMA = "SHOW INDEXES YIELD name RETURN name ORDER BY name"
LEFT = """
SHOW TRANSACTIONS YIELD currentQuery, activeLockCount
WHERE NOT currentQuery CONTAINS 'SHOW TRANSACTIONS YIELD currentQuery'
RETURN currentQuery, activeLockCount
"""
NO_REPLY = "does not reply"
"""Part of the message about a query whose nesting ended a thread of Neo4j. Its transaction, without a query and without
locks, stays until the server stops."""


def outcome(graph: Connection, file: str, *, timeout: int) -> tuple[str, str]:
    """Run a query as `packs run` does with a time limit (ms), and return its outcome and message."""
    try:
        query = read_query("hostile", QUERIES / file)
    except InputError as error:
        return "rejected", error.message
    try:
        with graph.running(timeout=timeout), open_query(graph, query, query.bind({})) as answer:
            rows = list(islice(answer.rows, 200))
    except StoppedError as error:
        return "stopped", error.message
    except UsageError as error:
        return "refused", error.message
    except GraphError as error:
        return "error", error.message
    for form in (Format.CSV, Format.JSON, Format.JSONL):
        "".join(as_document(answer.columns, rows, form)).encode()
    return "rows", ""


def test_every_hostile_query_has_its_outcome(
    shared_graph: SharedGraph, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setattr(running, "NO_REPLY", 1)
    assert sorted(entry["file"] for entry in INDEX) == sorted(path.name for path in QUERIES.glob("*.cypher"))
    world = World()
    for account in range(6):
        for post in range(3):
            world.retweet(f"{account}", f"p{post}", f"2021-03-01T10:00:{account:02}Z", author="9")
    graph = shared_graph.load_world(world)
    unanswered = 0
    before = [graph.read(statement).rows for statement in (STATE, SCHEMA)]
    for entry in INDEX:
        with subtests.test(entry["file"]):
            # a busy machine may need long for the others, and for reaching the end of memory
            short = "stopped" in entry["outcome"] and "memory" not in entry["says"]
            kind, message = outcome(graph, entry["file"], timeout=250 if short else 60_000)
            unanswered += NO_REPLY in message
            assert kind in entry["outcome"].split(" or "), message
            assert entry["says"] in message
            assert len(message) < 400 or kind == "error"
            assert "\x1b" not in message
    deadline = time.monotonic() + 30
    while True:
        left = graph.read(LEFT).rows
        if len(left) <= unanswered and set(left) <= {("", 0)}:
            break
        assert time.monotonic() < deadline, left
        time.sleep(0.2)
    assert [graph.read(statement).rows for statement in (STATE, SCHEMA)] == before
