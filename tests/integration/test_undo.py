"""Undoing imports: the graph is the same as if only the other imports had been loaded."""

import threading
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from explorer.common.errors import GraphError, InputError, UsageError
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.graph.imports import undo
from explorer.graph.imports.imports import find_import, list_imports
from explorer.graph.imports.undo import undo_import
from explorer.graph.lock import NOTICE_AFTER_SECONDS, write_lock
from explorer.graph.removals import find_removal
from explorer.importing.jobs import find_jobs, import_files
from tests.helpers.state import graph_state

HEADINGS = {
    "retweets": "retweet_id,account_id,post_id,author_id,retweeted_at",
    "posts": "post_id,author_id,created_at,quoted_id",
    "accounts": "account_id,followers",
    "links": "post_id,url",
    "hashtags": "post_id,tag",
    "likes": "account_id,post_id,liked_at",
    "statuses": "account_id,status,observed_at",
}


def write(path: Path, *rows: str) -> Path:
    # an unused column gives two files with the same rows different checksums
    lines = (f"{HEADINGS[path.stem.split('-')[0]]},{path.stem}", *(f"{row}," for row in rows))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def put(graph: Connection, *paths: Path) -> list[str]:
    return [report.import_id for report in import_files(graph, find_jobs(paths))]


def empty(graph: Connection) -> None:
    graph.execute("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")


def act(number: int, account: int, post: int | None, author: int | None) -> str:
    told = ["" if value is None else str(value) for value in (number, account, post, author)]
    return ",".join(told) + f",2021-03-01T10:00:{number % 60:02}Z"


def test_undo_with_hand_made_expected_results(graph: Connection, tmp_path: Path) -> None:
    a = write(tmp_path / "retweets-a.csv", act(1, 10, 100, 7), act(2, 11, 100, 7))
    b = write(tmp_path / "retweets-b.csv", act(2, 11, 100, 7), act(3, 12, None, 7))
    first, _ = put(graph, a, b)
    assert graph.read("MATCH ()-[r:RETWEETED {actionId: 'x:2'}]->() RETURN r.importId = $a, size(r.alsoIn)",
                      {"a": first}).rows == [(True, 1)]  # fmt: skip
    undone = undo_import(graph, first)
    # retweet 1; the other file also contains the post, its author and account 11, but not account 10
    assert (undone.relationships, undone.nodes) == (1, 1)
    assert graph.read("MATCH (a)-[r:RETWEETED]->() RETURN a.accountId, r.actionId ORDER BY r.actionId").rows == [
        ("x:11", "x:2"),
        ("x:12", "x:3"),
    ]
    assert graph.read(
        "MATCH (a)-[m:AMPLIFIED]->(b) RETURN a.accountId, b.accountId, m.retweets ORDER BY a.accountId"
    ).rows == [
        ("x:11", "x:7", 1),
        ("x:12", "x:7", 1),
    ]
    assert [row[1] for row in list_imports(graph).rows] == ["retweets-b.csv"]


def test_an_interrupted_undo_must_be_completed(graph: Connection, tmp_path: Path) -> None:
    path = write(tmp_path / "retweets-a.csv", act(1, 10, 100, 7))
    (name,) = put(graph, path)
    before = graph_state(graph)
    graph.execute("MATCH (i:Import) SET i.undoing = true REMOVE i.finishedAt")
    with pytest.raises(GraphError, match="undo of import"):
        put(graph, path)
    undo_import(graph, name)
    assert graph.read("MATCH (n) WHERE NOT n:Lock AND NOT n:Removed RETURN count(n)").rows == [(0,)]
    put(graph, path)
    assert graph_state(graph) == before


def test_a_finished_undo_leaves_a_trace_until_the_file_is_imported_again(graph: Connection, tmp_path: Path) -> None:
    path = write(tmp_path / "retweets-1.csv", act(1, 1, 1, 2))
    (name,) = put(graph, path)
    assert find_removal(graph, "import", name) is None
    undo_import(graph, name)
    removal = find_removal(graph, "import", path.name)
    assert removal
    assert (removal.name, removal.file) == (name, path.name)
    assert find_removal(graph, "run", name) is None
    assert list_imports(graph).rows == []
    assert put(graph, path) == [name]
    assert find_removal(graph, "import", name) is None
    assert graph.read("MATCH (n:Removed) RETURN count(n)").rows == [(0,)]


def test_undo_removes_values_that_only_the_import_set(graph: Connection, tmp_path: Path) -> None:
    retweets = write(tmp_path / "retweets-a.csv", act(1, 10, 100, 7))
    statuses = write(tmp_path / "statuses-b.csv", "10,suspended,2021-04-01")
    _, name = put(graph, retweets, statuses)
    status = "MATCH (a:Account {accountId: 'x:10'}) RETURN a.status, toString(date(a.statusAt))"
    assert graph.read(status).rows == [("suspended", "2021-04-01")]
    undo_import(graph, name)
    assert graph.read(status).rows == [(None, None)]


def test_imports_are_found_by_id_or_file_name(graph: Connection, tmp_path: Path) -> None:
    put(graph, write(tmp_path / "retweets-a.csv", act(1, 10, 100, 7)), write(tmp_path / "links-a.csv"))
    assert find_import(graph, "retweets-a.csv")["rows"] == 1
    with pytest.raises(UsageError, match="no import 'else'"):
        find_import(graph, "else")
    with pytest.raises(UsageError, match="2 imports"):
        find_import(graph, "")


def test_a_second_writer_waits_with_a_message(endpoint: Endpoint, graph: Connection) -> None:
    told: list[str] = []
    entered: list[str] = []

    def second() -> None:
        with Connection(endpoint) as other, write_lock(other, progress=lambda stage, *_, **__: told.append(stage)):
            entered.append("second")

    with write_lock(graph):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(NOTICE_AFTER_SECONDS + 1)
        entered.append("first is still in")
    thread.join(20)
    assert entered == ["first is still in", "second"]
    assert told == ["waiting for another command that writes data"]


# the content of a retweet, a post or an account follows from its number, so the files never contradict each other
numbers = st.lists(st.integers(1, 6), max_size=5)
RETWEET = [act(n, n % 4 + 1, n % 3 + 1 if n % 5 else None, n % 3 + 11) for n in range(7)]
ROWS = {
    "retweets": lambda n: RETWEET[n],
    "posts": lambda n: f"{n},{n + 10},2021-03-01,{n + 1}",
    "accounts": lambda n: f"{n},{n}",
    "links": lambda n: f"{n},https://a.example/{n % 2}",
    "hashtags": lambda n: f"{n},tag{n % 2}",
    "likes": lambda n: f"{n},{n % 3 + 1},2021-03-01",
}
worlds = st.fixed_dictionaries(dict.fromkeys(ROWS, numbers))


@settings(
    max_examples=10,
    deadline=None,
    # each try of a smaller case takes seconds
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(kept=worlds, undone=worlds, undone_first=st.booleans(), most=st.sampled_from([1, 2, 20_000]))
def test_undo_leaves_the_graph_of_the_other_imports(
    graph: Connection,
    tmp_path: Path,
    kept: dict[str, list[int]],
    undone: dict[str, list[int]],
    undone_first: bool,
    most: int,
) -> None:
    """However many relationships one transaction removes."""

    def files(world: dict[str, list[int]], name: str) -> list[Path]:
        return [write(tmp_path / f"{kind}-{name}.csv", *map(ROWS[kind], rows)) for kind, rows in world.items()]

    def state() -> tuple[list[str], list[str]]:
        # ignore which of two files was first
        graph.execute("MATCH (i:Import) REMOVE i.loaded, i.duplicates")
        return graph_state(graph)

    good, bad = files(kept, "kept"), files(undone, "undone")
    empty(graph)
    put(graph, *good)
    alone = state()
    empty(graph)
    both = [*bad, *good] if undone_first else [*good, *bad]
    ids = dict(zip(both, put(graph, *both), strict=True))
    with mock.patch.object(undo, "RELATIONSHIPS_PER_TRANSACTION", most):
        for path in bad:
            undo_import(graph, ids[path])
    assert state() == alone


def test_an_error_under_the_lock_is_reported_although_the_connection_is_lost(graph: Connection) -> None:
    def broken_off() -> None:
        with Connection(graph.endpoint) as other, write_lock(other):
            other.__exit__(None, None, None)
            raise InputError("The file is torn.", hint="")

    with pytest.raises(InputError, match="torn"):
        broken_off()
