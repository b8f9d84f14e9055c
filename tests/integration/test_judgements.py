"""Judgements: what counts, what is carried, what is kept, and that no order of doing things changes it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import UsageError
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.undo import undo_import
from explorer.graph.lookup import find_cluster
from explorer.graph.runs.judgements import (
    judge_accounts,
    judge_cluster,
    list_judgements,
    read_account_judgements,
    read_judgements,
)
from explorer.graph.runs.runs import delete_run, find_run
from explorer.importing.jobs import find_jobs, import_files
from explorer.runs.detect import detect
from tests.helpers.amplification import make_boosts
from tests.helpers.example_files import FIXED, GOOD
from tests.helpers.program import Program
from tests.helpers.world import World, ask, pick
from tests.integration.test_detection import PARAMETERS as ASKED

ACCOUNTS = "abcdefghijkl"
Counts = list[tuple[int, str, str | None, float | None]]


def add_run(graph: Connection, run_id: str, *clusters: str) -> None:
    world = World()
    world.run(run_id, *(tuple(members) for members in clusters))
    world.build(graph)


def judge(graph: Connection, cluster: str, verdict: Any, note: str = "") -> int:
    properties, rank = find_cluster(graph, cluster, "latest")
    return judge_cluster(graph, properties, rank, verdict=verdict, author="ann", note=note)


def counts(graph: Connection, run_id: str) -> Counts:
    found = read_judgements(graph, run_id)
    return found.select("rank", "verdict", "carriedFrom", "overlap").rows()


@pytest.fixture
def people(graph: Connection) -> Connection:
    world = World()
    for name in ACCOUNTS:
        world.account(name)
    return world.build(graph)


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


def test_it_is_carried_to_later_runs_and_never_overwrites(people: Connection) -> None:
    add_run(people, "one", "abcd", "efg")
    assert judge(people, "one/1", "organic", "a newsroom") == 0
    # three of the five accounts that are in either
    add_run(people, "two", "efg", "bcde"[:3] + "h")
    assert counts(people, "two") == [(2, "organic", "one/1", 0.6)]
    (row,) = read_judgements(people, "two").select("note", "author").rows()
    assert row == ("a newsroom", "ann")
    judge(people, "two/2", "coordinated")
    assert counts(people, "two") == [(2, "coordinated", None, None)]
    # the decision on the first cluster is a person's, too: what is carried to it does not count
    assert counts(people, "one") == [(1, "organic", None, None)]
    # of those that are carried the newest counts
    add_run(people, "three", "bcdh")
    assert counts(people, "three") == [(1, "coordinated", "two/2", 1.0)]
    judge(people, "one/1", "unclear")
    assert counts(people, "one") == [(1, "unclear", None, None)]
    assert counts(people, "two") == [(2, "coordinated", None, None)]
    judge(people, "two/2", "withdrawn")
    assert counts(people, "two") == [(2, "withdrawn", None, None)]
    assert counts(people, "three") == [(1, "withdrawn", "two/2", 1.0)]
    assert list_judgements(people).select("of", "verdict", "holdsFor").rows() == [
        ("two/2", "withdrawn", ["one/1", "three/1", "two/2"]),
        ("one/1", "unclear", ["one/1", "three/1", "two/2"]),
        ("two/2", "coordinated", ["one/1", "three/1", "two/2"]),
        ("one/1", "organic", ["one/1", "three/1", "two/2"]),
    ]


def test_a_cluster_that_splits_leaves_it_to_the_part_that_is_most_of_it(people: Connection) -> None:
    add_run(people, "one", "abcdefgh")
    judge(people, "one/1", "organic")
    add_run(people, "uneven", "abcde", "fgh")
    assert counts(people, "uneven") == [(1, "organic", "one/1", 0.625)]
    # half is not most
    add_run(people, "even", "abcd", "efgh")
    assert counts(people, "even") == []


def test_it_outlives_its_run(people: Connection) -> None:
    add_run(people, "one", "abcd", "efg")
    judge(people, "one/1", "organic")
    add_run(people, "one", "abcd", "efg")
    assert counts(people, "one") == [(1, "organic", None, None)]
    # by its members, not by its rank
    add_run(people, "one", "efg", "abcd")
    assert counts(people, "one") == [(2, "organic", None, None)]
    # another version found one member more: that is not the cluster that was judged
    add_run(people, "one", "abcde")
    assert counts(people, "one") == [(1, "organic", "one/1", 0.8)]
    delete_run(people, "one")
    assert list_judgements(people).select("of", "members", "holdsFor").rows() == [("one/1", 4, [])]
    add_run(people, "one", "abcd")
    assert counts(people, "one") == [(1, "organic", None, None)]


def test_a_run_that_breaks_off_carries_nothing(people: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    add_run(people, "one", "abcd")
    judge(people, "one/1", "organic")
    with monkeypatch.context() as patch:
        patch.setattr("explorer.graph.runs.judgements._LINK", "broken off here")
        with pytest.raises(Exception, match=r"broken|Invalid"):
            add_run(people, "one", "efg")
    assert counts(people, "one") == [(1, "organic", None, None)]
    assert people.read("MATCH (c:Cluster) RETURN c.size").rows == [(4,)]


def test_a_transaction_that_is_repeated_judges_once(people: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    write = people.write

    def twice(work: Callable[[neo4j.ManagedTransaction], Any]) -> Any:
        write(work)
        return write(work)

    add_run(people, "one", "abcd")
    monkeypatch.setattr(people, "write", twice)
    judge(people, "one/1", "organic")
    judge_accounts(people, {"x:a": ""}, verdict="organic", author="ann")
    assert list_judgements(people)["of"].to_list() == ["x:a", "one/1"]


RUNS = st.lists(st.lists(st.integers(0, 3), min_size=8, max_size=8), min_size=1, max_size=3)
DOINGS = st.lists(st.tuples(st.sampled_from(["run", "judge", "delete"]), st.integers(0, 2)), min_size=2, max_size=8)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=RUNS, doings=DOINGS)
def test_what_holds_follows_from_judgements_and_clusters_alone(
    people: Connection, runs: list[list[int]], doings: list[tuple[str, int]]
) -> None:
    people.execute("MATCH (n:Run|Cluster|Judgement) DETACH DELETE n")
    people.execute("MATCH ()-[e:COORDINATED]->() DELETE e")
    there = set()
    for doing, number in doings:
        run = number % len(runs)
        members = ["".join(a for a, rank in zip(ACCOUNTS, runs[run]) if rank == r) for r in (1, 2, 3)]
        clusters = [cluster for cluster in members if cluster]
        if doing == "run":
            add_run(people, f"r{run}", *clusters)
            there.add(run)
        elif run in there and doing == "delete":
            delete_run(people, f"r{run}")
            there.remove(run)
        elif run in there and clusters:
            judge(people, f"r{run}/{len(clusters)}", "organic")
    judged = people.read("MATCH (j:Judgement) RETURN j.judgementId, j.runId, j.members").rows
    found = people.read(
        "MATCH (c:Cluster)<-[:MEMBER_OF]-(a) RETURN c.clusterId, c.runId, collect(a.accountId) AS members"
    ).rows
    expected = {}
    for judgement, of_run, before in judged:
        for cluster, run_id, after in found:
            overlap = len({*before} & {*after}) / len({*before, *after})
            if overlap > 0.5:
                expected[judgement, cluster] = (overlap, not (of_run == run_id and overlap == 1))
    holds = people.read("MATCH (j)-[h:HOLDS_FOR]->(c) RETURN j.judgementId, c.clusterId, h.overlap, h.carried").rows
    assert {(judgement, cluster): (overlap, carried) for judgement, cluster, overlap, carried in holds} == expected


def test_an_accounts_newest_judgement_counts(people: Connection) -> None:
    judge_accounts(people, {"x:a": "fans", "x:b": ""}, verdict="organic", author="ann")
    judge_accounts(people, {"x:a": "look again"}, verdict="unclear", author="bo")
    judge_accounts(people, {"x:b": ""}, verdict="withdrawn", author="bo")
    assert read_account_judgements(people).select("account", "handle", "verdict", "note", "author").rows() == [
        ("x:a", "A", "unclear", "look again", "bo")
    ]
    assert read_account_judgements(people, verdict="withdrawn")["account"].to_list() == ["x:b"]
    assert list_judgements(people).height == 4


def test_the_newest_judgement_and_run_count_although_the_clock_was_set_back(people: Connection) -> None:
    add_run(people, "one", "abc")
    judge(people, "one/1", "coordinated")
    judge_accounts(people, {"x:a": ""}, verdict="organic", author="ann")
    # the clock was a day ahead until now
    people.execute(
        "MATCH (n) WHERE n:Judgement OR n:Run SET n.at = n.at + duration('P1D'), "
        "n.createdAt = n.createdAt + duration('P1D')"
    )
    judge(people, "one/1", "organic")
    judge_accounts(people, {"x:a": ""}, verdict="withdrawn", author="ann")
    assert read_judgements(people, "one")["verdict"].to_list() == ["organic"]
    assert read_account_judgements(people).is_empty()
    assert list_judgements(people)["verdict"].to_list() == ["withdrawn", "organic", "organic", "coordinated"]
    add_run(people, "two", "abc")
    assert find_run(people, "latest")["runId"] == "two"


def test_a_judgement_that_is_repeated_changes_nothing(people: Connection) -> None:
    """A command that was killed after its commit is run again."""
    add_run(people, "one", "abc")
    for _ in range(2):
        assert judge(people, "one/1", "organic", "a newsroom") == 0
        assert judge_accounts(people, {"x:a": "fans", "x:b": ""}, verdict="organic", author="ann") == 2
    assert list_judgements(people).height == 3
    # these say something else
    judge(people, "one/1", "organic", "another reason")
    judge_accounts(people, {"x:a": "fans"}, verdict="organic", author="bo")
    judge_accounts(people, {"x:b": ""}, verdict="withdrawn", author="ann")
    judge_accounts(people, {"x:b": ""}, verdict="organic", author="ann")
    assert list_judgements(people).height == 7


def test_a_judgement_bears_the_time_at_which_it_was_written(people: Connection) -> None:
    keys = [f"x:{name}" for name in ACCOUNTS]
    judge_accounts(people, dict.fromkeys(keys, ""), verdict="unclear", author="me")
    assert read_account_judgements(people)["at"].n_unique() > 1


def test_an_account_keeps_it_when_its_id_is_learnt_and_when_imports_go(graph: Connection, tmp_path: Path) -> None:
    first, second = tmp_path / "retweets.csv", tmp_path / "accounts.csv"
    first.write_text(
        "retweet_id,account_id,post_id,author_id,retweeted_at\n1,@Anna,p,9,1614600000\n2,@Bert,p,9,1614600001\n"
        "3,@Cleo,p,9,1614600002\n"
    )
    second.write_text("account_id,handle\n71,anna\n")
    (report,) = import_files(graph, find_jobs([first]))
    add_run_of(graph, "one", "x:@anna", "x:@bert", "x:@cleo")
    judge(graph, "one/1", "coordinated")
    judge_accounts(graph, {"x:@anna": "", "x:@bert": ""}, verdict="organic", author="ann")
    (learnt,) = import_files(graph, find_jobs([second]))
    organic = [("x:71", "anna"), ("x:@bert", "Bert")]
    assert read_account_judgements(graph).select("account", "handle").rows() == organic
    assert graph.read("MATCH (j:Judgement {kind: 'cluster'}) RETURN j.members").rows == [
        (["x:71", "x:@bert", "x:@cleo"],)
    ]
    add_run_of(graph, "two", "x:71", "x:@bert", "x:@cleo")
    assert counts(graph, "two") == [(1, "coordinated", "one/1", 1.0)]
    for run in ("one", "two"):
        delete_run(graph, run)
    for done in (report, learnt):
        undo_import(graph, done.import_id)
    assert read_account_judgements(graph)["account"].to_list() == ["x:71", "x:@bert"]
    assert list_judgements(graph).height == 3
    assert graph.read("MATCH (a:Account) RETURN a.accountId ORDER BY a.accountId").rows == [("x:71",), ("x:@bert",)]


def add_run_of(graph: Connection, run_id: str, *keys: str) -> None:
    world = World()
    world.run(run_id, tuple(key.removeprefix("x:") for key in keys))
    world.build(graph)


def test_packs_show_what_counts(people: Connection) -> None:
    add_run(people, "one", "abc", "def")
    judge(people, "one/1", "organic", "a newsroom")
    judge_accounts(people, {"x:b": "its editor"}, verdict="organic", author="ann")
    judge_accounts(people, {"x:c": ""}, verdict="coordinated", author="ann")
    judge_accounts(people, {"x:c": "no"}, verdict="withdrawn", author="ann")
    add_run(people, "two", "def", "abcg")
    columns = ("cluster", "verdict", "judgedCluster", "judgedOverlap", "note", "judgedBy")
    assert pick(ask(people, "cluster-list"), *columns) == [
        (1, None, None, None, None, None),
        (2, "organic", "one/1", 0.75, "a newsroom", "ann"),
    ]
    assert pick(ask(people, "cluster-list", run="one"), *columns)[0] == (1, "organic", None, None, "a newsroom", "ann")
    assert pick(ask(people, "cluster-members", run="one"), "account", "verdict", "note") == [
        ("x:a", None, None),
        ("x:b", "organic", "its editor"),
        ("x:c", "withdrawn", "no"),
    ]


def test_boosts_show_what_counts(graph: Connection) -> None:
    world = World()
    world.outlet("cn-o", "out")
    world.post("p", "out")
    for name in "abcd":
        world.retweet(name, "p", "2021-01-01T10:00:00")
    world.run("one", tuple("abc"))
    world.build(graph)
    judge(graph, "one/1", "coordinated")
    add_run(graph, "two", "abcd")
    make_boosts(graph)
    for query in ("cluster-boosts", "outlet-clusters"):
        assert pick(ask(graph, query), "retweets", "verdict", "judgedCluster") == [(4, "coordinated", "one/1")]
        assert pick(ask(graph, query, run="one"), "retweets", "verdict", "judgedCluster") == [(3, "coordinated", None)]
        assert ask(graph, query, top="0") == []


def test_a_verdict_that_is_none_is_refused(people: Connection) -> None:
    add_run(people, "one", "abc")
    with pytest.raises(UsageError, match="no verdict 'guilty'") as caught:
        judge(people, "one/1", "guilty")
    assert "coordinated, organic, unclear, withdrawn" in caught.value.hint
    run = find_run(people, "one")
    with pytest.raises(UsageError, match="no cluster one/9"):
        judge_cluster(people, run, 9, verdict="organic", author="ann")
    assert list_judgements(people).is_empty()


HOSTILE = "=cmd|' /C calc'!A0\x1b[2J\u202e<script>alert(1)</script> [red]x[/red] '}) DETACH DELETE n //"


def test_the_commands(explorer: Program, graph: Connection) -> None:
    explorer.write("retweets.csv", GOOD)
    explorer.write("accounts.csv", "account_id,handle\n1,Anna\n2,Bert\n3,Carla\n9,testdaily\n")
    import_files(graph, find_jobs([explorer.folder / "retweets.csv", explorer.folder / "accounts.csv"]))
    first = detect(graph, ASKED).properties["runId"]
    judged = explorer("clusters", "judge", "1", "--verdict", "organic", "--note", HOSTILE, "--author", HOSTILE)
    assert (judged.returncode, f"Judged cluster {first}/1 as organic." in judged.stderr) == (0, True), judged.stderr
    # one more coordinated account, so that the run differs
    more = [f"m{post},4,p{post},9,{1614600003 + 60 * post}" for post in range(3)]
    explorer.write("more.csv", "\n".join([GOOD.splitlines()[0], *more]) + "\n")
    import_files(graph, find_jobs([explorer.folder / "more.csv"]))
    detected = explorer("detect", *FIXED)
    assert f"cluster 1 organic (judged as {first}/1, overlap 0.75)" in detected.stderr, detected.stderr
    for words in (("clusters", "list"), ("clusters", "show", "1"), ("judgements",)):
        table = explorer(*words, COLUMNS="60")
        assert table.returncode == 0
        assert not {"\x1b", "\u202e"} & set(table.stdout + table.stderr)
    (row,) = json.loads(explorer("judgements", "--format", "json").stdout)
    assert (row["note"], row["author"], row["verdict"]) == (HOSTILE, HOSTILE, "organic")
    assert "'=cmd" in explorer("judgements", "--format", "csv").stdout
    assert graph.read("MATCH (c:Cluster) RETURN count(c)").rows == [(2,)]
    account = explorer("accounts", "judge", "@anna", "--verdict", "organic", EXPLORER_AUTHOR="desk")
    assert account.returncode == 0, account.stderr
    assert read_account_judgements(graph).select("account", "author").rows() == [("x:1", "desk")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("clusters", "judge", "9", "--verdict", "organic"), "Its clusters are 1 to 1"),
        (("clusters", "judge", "1", "--verdict", "guilty"), "coordinated"),
        (("clusters", "judge", "1"), "--verdict"),
        (("clusters", "judge", "1", "--verdict", "organic", "--run", "nope"), "no run 'nope'"),
        (("accounts", "judge", "@carl", "--verdict", "organic"), "no account '@carl'"),
        (("accounts", "allow", "nofile.csv"), "Other names are read as files"),
        (("accounts", "effect", "--run", "nope"), "no run 'nope'"),
        (("runs", "diff", "nope"), "no run 'nope'"),
    ],
)
def test_a_mistake_is_reported_and_nothing_is_judged(
    explorer: Program, people: Connection, words: tuple[str, ...], said: str
) -> None:
    add_run(people, "one", "abc")
    done = explorer(*words)
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert list_judgements(people).is_empty()


def test_an_empty_graph_has_none(explorer: Program) -> None:
    shown = explorer("judgements")
    assert (shown.returncode, "clusters judge --help" in shown.stderr) == (0, True)
