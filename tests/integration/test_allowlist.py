"""The allow list: read from files, left out of a run on request, and what a run loses without it, by hand."""

import json
import math
from pathlib import Path

import polars as pl
import pytest

from explorer.common.errors import GraphError, InputError, UsageError
from explorer.common.settings import Endpoint
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_AMPLIFY, CO_RETWEET
from explorer.detect.signals.signal import Signal
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.judgements import list_judgements, read_account_judgements
from explorer.graph.runs.runs import delete_run, find_run
from explorer.judgements.allow_list import AccountRef, allow, disallow, read_names
from explorer.judgements.allow_list_impact import effect_of_allowed
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.amplification import build_amplification, make_boosts
from tests.helpers.program import Program
from tests.helpers.world import World


def named(*names: str) -> list[AccountRef]:
    return [AccountRef(name, None, name) for name in names]


@pytest.fixture
def newsroom(graph: Connection) -> Connection:
    """All of out's posts are p; retweets of p: a, b, d and e; of q, of somebody else: b and c. Four clusters.

    1: a, b, c, d, all of them tied. 2: the triangles t u v and w x y, all tied to s. 3: g, h, i. 4: j, k, l.
    """
    world = World()
    world.outlet("cn-o", "out")
    world.post("p", "out")
    world.post("q", "other")
    for name in "abde":
        world.retweet(name, "p", "2021-01-01T10:00:00")
    for name in "bc":
        world.retweet(name, "q", "2021-01-01T10:00:00")
    for name in "abcdestuvwxyghijkl":
        world.account(name)
    world.run("one", tuple("abcd"), tuple("stuvwxy"), tuple("ghi"), tuple("jkl"))
    world.build(graph)
    graph.execute(
        "MATCH (a)-[e:COORDINATED]-(b) WHERE a.accountId IN ['x:t', 'x:u', 'x:v'] "
        "AND b.accountId IN ['x:w', 'x:x', 'x:y'] DELETE e"
    )
    return graph


def test_files_of_names(tmp_path: Path) -> None:
    path = tmp_path / "allowed.csv"
    path.write_text(
        "\ufeffHandle,account_id,Note,platform\n@Anna,,fans,\n,7,,bluesky\nBert,,,bluesky\n,x:9,,bluesky\n,,nobody,\n"
    )
    assert read_names(path) == [
        AccountRef("@Anna", "fans", "allowed.csv, line 2"),
        AccountRef("bluesky:7", None, "allowed.csv, line 3"),
        AccountRef("bluesky:@Bert", None, "allowed.csv, line 4"),
        AccountRef("x:9", None, "allowed.csv, line 5"),
        AccountRef("", "nobody", "allowed.csv, line 6"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name\nAnna\n", "no column account_id or handle"),
        (b"", "no column"),
        (b"handle\n\xff\xfe\n", "not a CSV file"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_names(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_names(tmp_path)


def test_every_name_is_accounted_for(newsroom: Connection) -> None:
    newsroom.execute(
        "CREATE (:Account {accountId: 'bluesky:1', platform: 'bluesky', handle: 'A', handleKey: 'bluesky:a'})"
    )
    names = [
        *named("@B", "x:c", "b", "@nobody", "@a", "bluesky:@a"),
        AccountRef("", None, "line 9"),
        AccountRef("x:d", "own", "f"),
    ]
    listed = allow(newsroom, names, author="ann", note="newsroom")
    # B and b are one account; a is on two platforms
    assert (listed.rows, listed.loaded, listed.duplicates, len(listed.rejected)) == (8, 4, 1, 3)
    assert [(where, name) for where, name, _ in listed.rejected] == [
        ("@nobody", "@nobody"),
        ("@a", "@a"),
        ("line 9", ""),
    ]
    assert "bluesky:1, x:a" in listed.rejected[1][2]
    assert read_account_judgements(newsroom, verdict="organic").select("account", "note").rows() == [
        ("bluesky:1", "newsroom"), ("x:b", "newsroom"), ("x:c", "newsroom"), ("x:d", "own"),
    ]  # fmt: skip
    again = allow(newsroom, names, author="bo")
    assert (again.rows, again.loaded, again.duplicates, len(again.rejected)) == (8, 0, 5, 3)
    off = disallow(newsroom, named("@b", "@e"), author="bo", note="not any more")
    assert (off.rows, off.loaded, off.duplicates, off.rejected) == (2, 1, 1, ())
    assert read_account_judgements(newsroom)["account"].to_list() == ["bluesky:1", "x:c", "x:d"]
    assert list_judgements(newsroom).height == 5
    with pytest.raises(UsageError, match="No account is given"):
        allow(newsroom, [], author="ann")


def test_what_a_run_loses(newsroom: Connection) -> None:
    allow(newsroom, named("@a", "@s", "@g", "@e"), author="ann", note="known")
    make_boosts(newsroom)
    effect = effect_of_allowed(newsroom, find_run(newsroom, "one"))
    assert effect.clusters.rows() == [
        # cluster, outcome, size, allowed, edges, edges left, parts, largest, loose
        (1, "shrinks", 4, 1, 6, 3, 1, 3, 0),
        (2, "falls apart", 7, 1, 12, 6, 2, 3, 0),
        (3, "gone", 3, 1, 3, 1, 0, 0, 2),
    ]
    # 6 + 12 + 3 + 3 edges, of which a has 3, s 6 and g 2; e is in no cluster
    assert (effect.edges, effect.listed, effect.current) == ((24, 11), 4, True)
    assert effect.accounts.rows() == [
        ("x:a", "A", 1, 3, "known"), ("x:s", "S", 2, 6, "known"), ("x:g", "G", 3, 2, "known"),
    ]  # fmt: skip
    # 3 of the cluster's 5 retweets are out's, and 4 of all 6; without a 2 of 4
    columns = ("cluster", "outlet", "retweets", "retweetsLeft", "lift", "liftLeft")
    assert effect.boosts.select(columns).rows() == [
        (1, "cn-o", 3, 2, pytest.approx(3 / 5 / (4 / 6)), pytest.approx(2 / 4 / (4 / 6))),
    ]
    # two retweets are a Poisson count with a relative variance of 1/2, which is more than that between b, c and d
    left = pytest.approx(0.75 * math.exp(-4.302653 / math.sqrt(2)), rel=1e-6)
    assert effect.boosts.select("liftLow", "liftLowLeft", "boostLeft").rows() == [(1.2, left, False)]
    # what members did after the run is not the run's
    newsroom.execute("MATCH (r:Run) REMOVE r.retweets")
    later = effect_of_allowed(newsroom, find_run(newsroom, "one"))
    assert (later.current, later.boosts["retweetsLeft"][0], later.boosts["boostLeft"][0]) == (False, None, None)


def test_without_a_list_nothing_goes(newsroom: Connection) -> None:
    effect = effect_of_allowed(newsroom, find_run(newsroom, "one"))
    assert (effect.edges, effect.listed) == ((24, 0), 0)
    assert effect.clusters.is_empty()
    assert effect.accounts.is_empty()
    assert effect.boosts.is_empty()


def test_a_run_that_is_deleted_meanwhile_is_noticed(newsroom: Connection) -> None:
    run = find_run(newsroom, "one")

    def delete(stage: str, *_: object, **__: object) -> None:
        if stage == "reading edges":
            delete_run(newsroom, "one")

    with pytest.raises(GraphError, match="one was deleted while it was read"):
        effect_of_allowed(newsroom, run, progress=delete)


@pytest.mark.parametrize("signal", [CO_RETWEET, CO_AMPLIFY], ids=lambda signal: signal.name)
def test_a_run_leaves_them_out(graph: Connection, signal: Signal) -> None:
    world = World()
    for number in range(3):
        world.post(f"p{number}", f"out{number}")
        for second, name in enumerate("abcde"):
            world.retweet(name, f"p{number}", f"2021-01-0{number + 1}T10:00:0{second}")
    world.build(graph)
    network = NetworkParameters(window=60_000, min_weight=2)
    everyone = DetectionParameters(signals=(signal,), network=network)
    without = DetectionParameters(signals=(signal,), network=network, leave_out_allowed=True)
    whole = detect(graph, everyone)
    empty = detect(graph, without)
    # an empty list leaves nobody out, and is a list
    assert empty.clusters.members["account"].len() == 5
    assert (empty.properties["allowed"], empty.properties["removed"]) == (0, [])
    assert "allowed" not in whole.properties
    assert "leave_out_allowed" not in whole.properties["parameters"]
    allow(graph, named("@nobody", "x:a"), author="ann")
    run = detect(graph, without)
    assert run.clusters.members["account"].to_list() == ["x:b", "x:c", "x:d", "x:e"]
    assert run.properties["removed"] == ["accounts on the allow list: 1 accounts and 3 events left out"]
    assert run.properties["allowed"] == 1
    assert len({whole.properties["runId"], empty.properties["runId"], run.properties["runId"]}) == 3
    # the same list, the same run, whoever is asked for first
    assert detect(graph, without).properties["runId"] == run.properties["runId"]
    # somebody who did nothing is on the list now: the same events, another list
    graph.execute("CREATE (:Account {accountId: 'x:z', platform: 'x'})")
    allow(graph, named("x:z"), author="ann")
    longer = detect(graph, without)
    assert longer.properties["fingerprint"] == run.properties["fingerprint"]
    assert longer.properties["runId"] != run.properties["runId"]
    assert detect(graph, everyone).properties["runId"] == whole.properties["runId"]


def test_the_commands(newsroom: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    explorer.write("allowed.csv", "account_id,note\nx:a,=1+1\nx:a,\nx:zz,\n")
    allowed = explorer("accounts", "allow", "allowed.csv", "@S", "--note", "known", "--format", "csv")
    assert allowed.returncode == 0, allowed.stderr
    assert "4 rows read = 2 added + 1 already on the list or named twice + 1 rejected" in allowed.stderr
    assert allowed.stdout == (
        '"where","name","rejected"\n"allowed.csv, line 4","x:zz","no account in the graph has this name"\n'
    )
    effect = explorer("accounts", "effect", "--format", "json")
    assert "of 24 edges disappear. Of 4 clusters, 0 disappear, 1 split, 1 shrink" in effect.stderr, effect.stderr
    assert [row["outcome"] for row in json.loads(effect.stdout)] == ["shrinks", "falls apart"]
    # what is listed can be put on a list again
    listed = explorer("accounts", "list", "--verdict", "organic", "--format", "csv").stdout
    explorer.write("list.csv", listed)
    assert pl.read_csv(tmp_path / "list.csv")["note"].to_list() == ["'=1+1", "known"]
    off = explorer("accounts", "disallow", "list.csv")
    assert "2 rows read = 2 removed + 0 not on the list or named twice + 0 rejected" in off.stderr, off.stderr


@pytest.mark.parametrize("act", ["allow", "disallow"])
def test_a_list_of_which_no_row_can_be_used_is_a_failure(
    newsroom: Connection, endpoint: Endpoint, tmp_path: Path, act: str
) -> None:
    explorer = Program(endpoint, tmp_path)
    explorer.write("list.csv", 'account_id\nx:zz\n""\n')
    done = explorer("accounts", act, "list.csv", "--format", "csv")
    assert done.returncode == 1
    assert "x:zz" in done.stdout
    assert "2 rejected" in done.stderr
    assert "All were rejected" in done.stderr
    assert "platform:id" in done.stderr
    # on the list or not before: that is no failure
    assert explorer("accounts", act, "x:a").returncode == explorer("accounts", act, "x:a").returncode == 0


def test_what_an_allowed_account_did_not_boost_stays_in_the_table(newsroom: Connection) -> None:
    allow(newsroom, named("x:c"), author="me")
    make_boosts(newsroom)
    boosts = effect_of_allowed(newsroom, find_run(newsroom, "one")).boosts
    assert boosts.select("cluster", "retweets", "retweetsLeft").rows() == [(1, 3, 3)]


@pytest.mark.parametrize(
    ("allowed", "left"),
    [
        ((), []),
        # a0, a1 and a2 retweet nothing else: 30 of 30, with the standard error of a Poisson count
        (("x:a3",), [(30, 3.9259, round(212 / 54 * math.exp(-4.302653 / math.sqrt(30)), 4), True)]),
        (("x:a0", "x:a1"), [(12, round(12 / 20 * 212 / 54, 4), None, False)]),
        (("x:a0", "x:a1", "x:a2", "x:a3"), [(0, None, None, False)]),
    ],
)
def test_whether_a_boost_is_left(
    graph: Connection, allowed: tuple[str, ...], left: list[tuple[float | None, ...]]
) -> None:
    build_amplification(graph)
    if allowed:
        allow(graph, named(*allowed), author="me")
    boosts = effect_of_allowed(graph, find_run(graph, "one")).boosts
    columns = ("retweetsLeft", pl.col("liftLeft", "liftLowLeft").round(4), "boostLeft")
    assert boosts.select(columns).rows() == left
