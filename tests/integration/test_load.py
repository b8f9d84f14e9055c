"""Loading is idempotent, and the order of loading does not change the graph."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import neo4j
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.interrupts import Interrupted
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import import_file, import_identity
from explorer.graph.imports.unfinished import report_interrupts
from explorer.graph.load import retweets as load_retweets
from explorer.graph.load.batches import load_rows
from explorer.graph.load.rows import count_loaded
from explorer.graph.lock import write_lock
from explorer.graph.rollups import refresh_rollups
from explorer.model.batches import Batch
from explorer.model.tables import ACCOUNTS, HASHTAGS, LINKS, OUTLET_ACCOUNTS, OUTLETS, POSTS, RETWEETS, Table
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.rows import accounts, at, batch, outlet_accounts, outlets, posts, retweets, table
from tests.helpers.state import graph_state


def load(graph: Connection, kind: Table, rows: pl.DataFrame, import_id: str = "test") -> int:
    return load_rows(graph, kind, rows, import_id=import_id)


def wipe(graph: Connection) -> None:
    graph.execute("MATCH (n) DETACH DELETE n")


def test_retweets_are_loaded_once(graph: Connection) -> None:
    rows = retweets(("r1", "1", "p1", "9", 0), ("r2", "2", "p1", "9", 5), ("r3", "2", None, "8", 9))
    assert load(graph, RETWEETS, rows) == 3
    before = graph_state(graph)
    assert load(graph, RETWEETS, rows) == 0
    assert graph_state(graph) == before
    found = graph.read(
        "MATCH (a:Account)-[r:RETWEETED]->(p:Post)<-[:POSTED]-(b:Account) "
        "RETURN r.actionId, a.accountId, p.postId, p.identified, b.accountId, r.at ORDER BY r.actionId"
    ).rows
    assert found == [
        ("x:r1", "x:1", "x:p1", True, "x:9", at(0)),
        ("x:r2", "x:2", "x:p1", True, "x:9", at(5)),
        ("x:r3", "x:2", "x:8/unidentified", False, "x:8", at(9)),
    ]


def test_the_first_of_duplicate_ids_in_a_batch_counts(graph: Connection) -> None:
    assert load(graph, RETWEETS, retweets(("r1", "1", "p1", None, 0), ("r1", "2", "p2", None, 5))) == 1
    assert graph.read("MATCH (a)-[:RETWEETED]->(p) RETURN a.accountId, p.postId").rows == [("x:1", "x:p1")]


def test_rollup_counts_with_hand_made_expected_results(graph: Connection) -> None:
    """Account 1 retweets 9's posts after 4, 10 and 60 s, and one of unknown time: the median is 10 s."""
    load(graph, POSTS, posts(*({"post_id": f"p{i}", "author_id": "9", "created_at": at(0)} for i in range(3))))
    rows = (
        ("r1", "1", "p0", "9", 4),
        ("r2", "1", "p1", "9", 10),
        ("r3", "1", "p2", "9", 60),
        ("r4", "1", "q", "9", 99),
    )
    load(graph, RETWEETS, retweets(*rows))
    assert refresh_rollups(graph) == 1
    found = graph.read(
        "MATCH (a)-[m:AMPLIFIED]->(b) "
        "RETURN a.accountId, b.accountId, m.retweets, m.rapid, m.medianDelay, m.firstAt, m.lastAt"
    ).rows
    assert found == [("x:1", "x:9", 4, 2, 10.0, at(4), at(99))]


def test_rollups_include_authors_that_become_known_later(graph: Connection) -> None:
    load(graph, RETWEETS, retweets(("r1", "1", "p1", None, 5)))
    refresh_rollups(graph)
    assert graph.read("MATCH ()-[m:AMPLIFIED]->() RETURN m").rows == []
    load(graph, POSTS, posts({"post_id": "p1", "author_id": "9", "created_at": at(0)}))
    refresh_rollups(graph)
    assert graph.read("MATCH (:Account {accountId: 'x:1'})-[m:AMPLIFIED]->() RETURN m.retweets, m.rapid").rows == [
        (1, 1)
    ]


@pytest.mark.parametrize("id_first", [True, False])
def test_a_handle_and_an_id_are_merged(graph: Connection, *, id_first: bool) -> None:
    """The registry contains @GlobalTimes, and a profile gives id 9 for globaltimes: all retweets point to x:9."""

    def profile() -> None:
        load(graph, ACCOUNTS, accounts({"account_id": "9", "handle": "GlobalTimes"}))

    if id_first:
        profile()
    load(graph, OUTLETS, outlets("gt"))
    load(graph, OUTLET_ACCOUNTS, outlet_accounts(globaltimes="gt"))
    load(graph, RETWEETS, retweets(("r1", "1", None, "@GLOBALTIMES", 0), ("r2", "@globaltimes", "p1", None, 1)))
    load(graph, RETWEETS, retweets(("r3", "1", "p7", "9", 3), ("r4", "2", None, "9", 4)))
    if not id_first:
        profile()
    refresh_rollups(graph)
    assert graph.read("MATCH (a:Account)-[:OPERATED_BY]->(o) RETURN a.accountId, o.outletId").rows == [("x:9", "gt")]
    assert graph.read("MATCH (a:Account) WHERE a.accountId CONTAINS '@' RETURN a").rows == []
    amplified = graph.read(
        "MATCH (a)-[m:AMPLIFIED]->(b) RETURN a.accountId, b.accountId, m.retweets ORDER BY a.accountId"
    )
    assert amplified.rows == [("x:1", "x:9", 2), ("x:2", "x:9", 1)]
    assert graph.read("MATCH (:Account {accountId: 'x:9'})-[:RETWEETED]->(p) RETURN p.postId").rows == [("x:p1",)]
    assert graph.read("MATCH (p:Post {identified: false}) RETURN p.postId").rows == [("x:9/unidentified",)]


def test_cluster_membership_is_kept_when_the_id_of_a_handle_becomes_known(graph: Connection) -> None:
    load(graph, RETWEETS, retweets(("r1", "@ann", "p1", None, 0)))
    graph.execute(
        "MATCH (a:Account {accountId: 'x:@ann'}) "
        "CREATE (a)-[:MEMBER_OF {role: 'core', stability: 0.5}]->(:Cluster {clusterId: 'r/1', runId: 'r'})"
    )
    load(graph, ACCOUNTS, accounts({"account_id": "7", "handle": "Ann"}))
    members = graph.read("MATCH (a)-[m:MEMBER_OF]->() RETURN a.accountId, m.role, m.stability").rows
    assert members == [("x:7", "core", 0.5)]


def test_an_edge_is_kept_when_the_ids_of_both_ends_become_known(graph: Connection) -> None:
    load(
        graph,
        RETWEETS,
        retweets(("r1", "@ann", "p1", None, 0), ("r2", "@bob", "p1", None, 0), ("r3", "5", "p1", None, 0)),
    )
    graph.execute(
        "MATCH (a:Account {accountId: 'x:@ann'}), (b:Account {accountId: 'x:@bob'}), (c:Account {accountId: 'x:5'}) "
        "CREATE (a)-[:COORDINATED {runId: 'r', weight: 2, q: 0.01, tier: 'A'}]->(b), "
        "(c)-[:COORDINATED {runId: 'r', weight: 3, tier: 'B'}]->(a)"
    )
    load(graph, ACCOUNTS, accounts({"account_id": "7", "handle": "Ann"}, {"account_id": "8", "handle": "Bob"}))
    edges = graph.read(
        "MATCH (a)-[e:COORDINATED]->(b) RETURN a.accountId, b.accountId, properties(e) ORDER BY e.weight"
    ).rows
    assert edges == [
        ("x:7", "x:8", {"runId": "r", "weight": 2, "q": 0.01, "tier": "A"}),
        ("x:5", "x:7", {"runId": "r", "weight": 3, "tier": "B"}),
    ]


def test_merging_two_ends_of_an_edge_removes_the_edge(graph: Connection) -> None:
    load(graph, RETWEETS, retweets(("r1", "@ann", "p1", None, 0), ("r2", "7", "p1", None, 0)))
    graph.execute(
        "MATCH (a:Account {accountId: 'x:@ann'}), (b:Account {accountId: 'x:7'}) "
        "CREATE (a)-[:COORDINATED {runId: 'r', weight: 2}]->(b)"
    )
    load(graph, ACCOUNTS, accounts({"account_id": "7", "handle": "Ann"}))
    assert graph.read("MATCH ()-[e:COORDINATED]->() RETURN count(e)").rows == [(0,)]


@pytest.mark.parametrize("ids_first", [True, False])
def test_a_handle_of_two_ids_stays_a_placeholder(graph: Connection, *, ids_first: bool) -> None:
    parts = [
        (ACCOUNTS, accounts({"account_id": "1", "handle": "news"}, {"account_id": "2", "handle": "News"})),
        (RETWEETS, retweets(("r1", "3", None, "@news", 0))),
    ]
    for part in parts if ids_first else reversed(parts):
        load(graph, *part)
    assert graph.read("MATCH (a)-[:POSTED]->() RETURN a.accountId").rows == [("x:@news",)]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["r1", "r2", "r3", "r4"]),
        st.sampled_from(["1", "2", "@ann", "@BOB"]),
        st.sampled_from(["p1", "p2", None]),
        st.sampled_from(["9", "@ann", "@Bob"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row[0],
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.integers(0, 6), st.permutations(["a", "b", "profiles"]))
def test_load_order_does_not_change_the_graph(
    graph: Connection, rows: list[tuple[str, ...]], cut: int, order: list[str]
) -> None:
    """Retweets in two parts, and profiles with handles, give the same accounts and roll-ups whatever the order."""
    # one author per post
    authors: dict[str | None, str] = {}
    made = retweets(*((r, a, p, b if p is None else authors.setdefault(p, b), 0) for r, a, p, b in rows))
    parts = {
        "a": (RETWEETS, made[:cut]),
        "b": (RETWEETS, made[cut:]),
        "profiles": (
            ACCOUNTS,
            accounts({"account_id": "1", "handle": "Ann"}, {"account_id": "2", "handle": "bob"}),
        ),
    }
    states = []
    for sequence in (["profiles", "a", "b"], order, [*order, *order]):
        wipe(graph)
        for name in sequence:
            load(graph, *parts[name])
        refresh_rollups(graph)
        states.append(graph_state(graph))
    assert states[1] == states[0]
    assert states[2] == states[0]


def test_links_and_hashtags(graph: Connection) -> None:
    links = table(
        LINKS,
        {"post_id": "p", "url": "https://user@WWW.Example.org:8080/a?b"},
        {"post_id": "p", "url": "odd"},
    )
    assert load(graph, LINKS, links) == 2
    assert load(graph, LINKS, links) == 0
    assert graph.read("MATCH (:Post)-[:LINKS_TO]->(l) RETURN l.domain ORDER BY l.url").rows == [
        ("example.org",),
        (None,),
    ]
    tags = table(HASHTAGS, {"post_id": "p", "tag": "china"}, {"post_id": "p", "tag": "china"})
    assert load(graph, HASHTAGS, tags) == 1
    assert graph.read("MATCH (:Post {postId: 'x:p'})-[:TAGGED]->(h) RETURN h.tag").rows == [("china",)]


def test_profiles_count_as_loaded_only_if_they_add_something(graph: Connection) -> None:
    first = accounts({"account_id": "1", "name": "Ann"}, {"account_id": "2", "created_at": at(0)})
    assert load(graph, ACCOUNTS, first) == 2
    assert load(graph, ACCOUNTS, first) == 0
    news = accounts({"account_id": "1", "bio": "new"}, {"account_id": "2"})
    assert load(graph, ACCOUNTS, news) == 0, "of rows of one import that contradict each other the first counts"
    assert load(graph, ACCOUNTS, news, "another") == 1
    assert graph.read("MATCH (a:Account {accountId: 'x:1'}) RETURN a.name, a.bio").rows == [("Ann", "new")]


def test_hostile_texts_are_stored_as_text(graph: Connection) -> None:
    evil = "'}) DETACH DELETE (n) // \u202e =cmd|' /C calc'!A0 \\u0027"
    load(graph, ACCOUNTS, accounts({"account_id": evil, "name": evil}))
    assert graph.read("MATCH (a:Account) RETURN a.accountId, a.name").rows == [(f"x:{evil}", evil)]


class Stop(Exception):
    """Simulates a power failure."""


def test_an_interrupted_import_is_completed_by_running_it_again(graph: Connection, tmp_path: Path) -> None:
    path = tmp_path / "retweets.csv"
    path.write_text("the reader is not under test here")
    about = import_identity(FileLocation(path), "native", ReadOptions())
    parts = [retweets((f"r{i}", str(i), "p", "9", i), ("r0", "0", "p", "9", 0)) for i in range(4)]

    def batches(*, until: int) -> Iterator[Batch]:
        for number, rows in enumerate(parts):
            if number == until:
                raise Stop
            yield batch(RETWEETS, rows)

    def run(until: int) -> None:
        report = import_file(graph, about, 0, batches(until=until))
        refresh_rollups(graph)
        assert (report.rows, report.loaded, report.duplicates, report.rejected) == (8, 4, 4, 0)

    run(until=99)
    clean = graph_state(graph)
    wipe(graph)
    for stop in (0, 2, 3):
        with pytest.raises(Stop):
            run(until=stop)
        assert graph.read("MATCH (i:Import) RETURN i.finishedAt IS NULL").rows == [(True,)]
    run(until=99)
    assert graph_state(graph) == clean
    again = import_file(graph, about, 0, batches(until=99))
    assert again.finished_before
    assert (again.loaded, again.duplicates) == (0, 8)
    assert graph_state(graph) == clean


@contextmanager
def commits_late(graph: Connection, import_id: str) -> Iterator[None]:
    """Commit a transaction of the import, which adds retweet r1, when another transaction waits for it."""
    with graph._session(neo4j.WRITE_ACCESS) as killed, ThreadPoolExecutor(1) as pool:
        transaction = killed.begin_transaction()
        transaction.run(
            "MATCH (p:Post {postId: 'x:p'}) "
            "CREATE (:Account {accountId: 'x:1'})-[:RETWEETED {actionId: 'x:r1', at: datetime(), importId: $id}]->(p)",
            id=import_id,
        ).consume()
        count_loaded(transaction, import_id, 1)  # type: ignore[arg-type]
        ended = Event()

        def commit() -> None:
            blocked = "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status"
            while not graph.read(blocked).rows:
                assert not ended.is_set(), "nothing waited for the transaction"
            transaction.commit()

        committed = pool.submit(commit)
        try:
            yield
        finally:
            ended.set()
            committed.result()


def test_rows_that_the_server_still_commits_for_a_killed_import_are_counted_once(
    graph: Connection, tmp_path: Path
) -> None:
    path = tmp_path / "retweets.csv"
    path.write_text("the reader is not under test here")
    about = import_identity(FileLocation(path), "native", ReadOptions())
    first, second = (batch(RETWEETS, retweets((f"r{n}", f"{n}", "p", "9", n))) for n in range(2))
    import_file(graph, about, 0, [first])
    # the state after a kill during the second batch
    graph.execute("MATCH (i:Import) REMOVE i.finishedAt")
    with commits_late(graph, about["importId"]):
        report = import_file(graph, about, 0, [first, second])
    assert (report.rows, report.loaded, report.duplicates) == (2, 2, 0)


def test_a_command_waits_for_what_the_server_still_commits_for_a_killed_one(
    graph: Connection, endpoint: Endpoint
) -> None:
    """The killed command cannot hold the lock any more, but its transaction is open."""
    begun, goes_on = Event(), Event()

    def commit_late(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run("CREATE (:Post {postId: 'x:late'})").consume()
        begun.set()
        assert goes_on.wait(60)

    def count_posts() -> int:
        with Connection(endpoint) as other, write_lock(other):
            return int(other.read("MATCH (p:Post) RETURN count(p)").rows[0][0])

    with ThreadPoolExecutor(2) as pool:
        killed = pool.submit(graph.write, commit_late)
        assert begun.wait(60)
        next_command = pool.submit(count_posts)
        with pytest.raises(TimeoutError):
            next_command.result(timeout=1)
        goes_on.set()
        assert next_command.result() == 1
        killed.result()


def test_the_message_after_ctrl_c_counts_rows_that_are_being_committed(graph: Connection) -> None:
    graph.execute("CREATE (:Import {importId: 'a', file: 'f', loaded: 1}), (:Post {postId: 'x:p'})")
    with commits_late(graph, "a"), pytest.raises(Interrupted, match="2 rows are loaded"):  # noqa: SIM117
        with report_interrupts(graph, "f", "a", lambda: 1):
            raise KeyboardInterrupt
    assert graph.read("MATCH (i:Import) RETURN i.loaded").rows == [(2,)]


def test_concurrent_transactions_do_not_deadlock(graph: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few accounts retweet few posts many times, so that a deadlock would make the driver repeat a transaction."""
    tries, add = [], load_retweets._add

    def counted(transaction: neo4j.ManagedTransaction, part: pl.DataFrame, import_id: str) -> int:
        tries.append(part.height)
        return add(transaction, part, import_id)

    monkeypatch.setattr(load_retweets, "_add", counted)
    for start in range(0, 40_000, 10_000):
        rows = [(f"r{n}", str(n % 11), f"p{n % 17}", str(n % 17 % 5), n) for n in range(start, start + 10_000)]
        assert load(graph, RETWEETS, retweets(*rows)) == 10_000
    assert sum(tries) == 40_000
    assert graph.read("MATCH ()-[r:RETWEETED]->() RETURN count(r)").rows == [(40_000,)]
