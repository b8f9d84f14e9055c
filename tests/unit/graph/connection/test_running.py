"""What stops a query, and what the driver does not repeat."""

from pathlib import Path

import pytest
from neo4j import exceptions

from explorer.common.settings import Endpoint
from explorer.graph.connection.running import RunningQuery, explain_stop, is_repeated_in_vain
from explorer.server.config import Memory
from explorer.server.saved_state import SavedState


def error(
    code: str, message: str = "It is so. db.memory.transaction.max threshold reached\nmore"
) -> exceptions.Neo4jError:
    made = exceptions.Neo4jError._hydrate_neo4j(code=code, message=message)
    assert isinstance(made, exceptions.Neo4jError)
    return made


OTHER = Endpoint("bolt://h:1", "ada", "hush")


def server(home: Path, heap: str = "512m") -> Endpoint:
    folder = home / "study"
    folder.mkdir()
    SavedState(memory=Memory(heap)).save(folder)
    return Endpoint("bolt://h:1", "ada", "hush", password_file=folder / "password")


@pytest.mark.parametrize(
    ("code", "words", "step"),
    [
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", "the time limit of 90s", "--timeout 2h"),
        ("Neo.ClientError.Transaction.TransactionTimedOut", "the time limit of 90s", "--timeout 2h"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "more memory than the server allows", "--heap 4g"),
        ("Neo.TransientError.General.TransactionMemoryLimit", "more memory than the server allows", "--heap 4g"),
        ("Neo.TransientError.General.OutOfMemoryError", "ran out of memory while the query a/b ran", "--heap 4g"),
        ("Neo.TransientError.General.StackOverFlowError", "is nested too deeply", "Simplify"),
        ("Neo.ClientError.Transaction.Terminated", "was terminated on the server", "again"),
        ("Neo.TransientError.Transaction.Terminated", "was terminated on the server", "again"),
    ],
)
def test_each_stop_has_a_sentence_and_a_next_step(tmp_path: Path, code: str, words: str, step: str) -> None:
    stop = explain_stop(error(code), RunningQuery("a/b", 90_000), server(tmp_path))
    assert stop
    assert "query a/b" in stop[0]
    assert words in stop[0]
    assert "\n" not in stop[0]
    assert step in stop[1]


OUT_OF_MEMORY = "Neo.TransientError.General.OutOfMemoryError"


@pytest.mark.parametrize(("heap", "larger"), [("512m", "4g"), ("4g", "8g"), ("6026m", "12g"), ("8192m", "16g")])
def test_more_memory_names_the_local_server_and_is_more_than_it_has(tmp_path: Path, heap: str, larger: str) -> None:
    stop = explain_stop(error(OUT_OF_MEMORY), RunningQuery("a/b"), server(tmp_path, heap))
    assert stop
    assert stop[1].endswith(
        f"explorer server stop --name study, then explorer server start --name study --heap {larger}"
    )


def test_another_server_gets_memory_in_its_own_configuration() -> None:
    stop = explain_stop(error(OUT_OF_MEMORY), RunningQuery("a/b"), OTHER)
    assert stop
    assert "server.memory.heap.max_size" in stop[1]
    assert "explorer server" not in stop[1]


def test_a_limit_of_the_server_is_named() -> None:
    stop = explain_stop(
        error("Neo.ClientError.Transaction.TransactionTimedOut"), RunningQuery(), Endpoint("bolt://h:1", "ada", "hush")
    )
    assert stop
    assert stop[0] == "The query reached the server's time limit (db.transaction.timeout)."


def test_other_errors_are_not_stops() -> None:
    assert (
        explain_stop(
            error("Neo.ClientError.Statement.SyntaxError"), RunningQuery(), Endpoint("bolt://h:1", "ada", "hush")
        )
        is None
    )


def test_errors_that_come_again_are_not_repeated() -> None:
    assert is_repeated_in_vain(error("Neo.TransientError.General.MemoryPoolOutOfMemoryError"))
    assert not is_repeated_in_vain(error("Neo.TransientError.Transaction.DeadlockDetected"))
    assert not is_repeated_in_vain(exceptions.ServiceUnavailable("closed"))
    no_reply = exceptions.ServiceUnavailable("no reply")
    no_reply.__cause__ = TimeoutError("timed out")
    assert is_repeated_in_vain(no_reply)
