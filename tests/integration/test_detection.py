"""Detection end to end on a world whose answer was worked out by hand."""

import threading
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from explorer.common.errors import GraphError, UsageError
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.signals.registry import CO_AMPLIFY, CO_RETWEET
from explorer.graph.connection.connect import Connection
from explorer.graph.load.batches import load_rows
from explorer.graph.runs import runs
from explorer.model.tables import ACCOUNTS, OUTLET_ACCOUNTS, OUTLETS, POSTS, RETWEETS, Table
from explorer.runs.detect import DetectionResult, detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.rows import accounts, at, outlet_accounts, outlets, posts, retweets
from tests.helpers.state import graph_state

PARAMETERS = DetectionParameters(signals=(CO_RETWEET,), network=NetworkParameters(window=60_000, min_weight=2))


@pytest.fixture
def world(graph: Connection) -> Connection:
    """Three accounts share three posts of Global Times, three others two posts of Xinhua, one looks on.

    Retweets of known accounts: cluster 1 makes 9 of gt and one of a private person, cluster 2 makes 6 of xh, the
    bystander 1 of gt (an hour late) and 1 of the private person: 18 in all, 10 of gt, 6 of xh.
    """
    made = []
    for number, post in enumerate(("p1", "p2", "p3")):
        made += [
            (f"{post}-{who}", who, post, "@globaltimes", 1000 * number + 5 * i)
            for i, who in enumerate(("a1", "a2", "a3"))
        ]
    for number, post in enumerate(("q1", "q2")):
        made += [
            (f"{post}-{who}", who, post, "@xinhua", 1000 * number + 30 * i) for i, who in enumerate(("b1", "b2", "b3"))
        ]
    made += [
        ("alone", "a1", "u1", "300", 0),
        ("late", "c", "p1", "@globaltimes", 3600),
        ("far", "c", "u1", "300", 3600),
    ]
    load(graph, OUTLETS, outlets("gt", "xh"))
    load(graph, OUTLET_ACCOUNTS, outlet_accounts(globaltimes="gt", xinhua="xh"))
    load(graph, RETWEETS, retweets(*made))
    load(graph, POSTS, posts({"post_id": "p1", "author_id": "@globaltimes", "created_at": at(0)}))
    load(graph, ACCOUNTS, accounts({"account_id": "a3", "status": "suspended"}))
    return graph


def load(graph: Connection, kind: Table, rows: pl.DataFrame) -> None:
    load_rows(graph, kind, rows, import_id="test")


def amplification(graph: Connection) -> list[tuple[object, ...]]:
    return graph.read(
        "MATCH (c:Cluster)-[b:BOOSTS|AMPLIFIES]->(o:Outlet) RETURN c.rank, o.outletId, b.retweets, b.accounts, "
        "b.shareOfCluster, b.shareOfOutlet, b.lift, b.rapid, b.suspended, b.firstAt, b.lastAt, type(b) "
        "ORDER BY c.rank, o.outletId"
    ).rows


def test_clusters_and_what_they_retweet(world: Connection) -> None:
    run = detect(world, PARAMETERS)
    # cluster 1: three edges of weight 3; cluster 2: three of weight 2
    assert run.clusters.clusters.select("rank", "size", "edges", "weight", "density").rows() == [
        (1, 3, 3, 9, 1.0),
        (2, 3, 3, 6, 1.0),
    ]
    # 9 of the cluster's 10 went to gt; of gt's 10 it gave 9; gt has 10 of all 18: lift 0.9 / (10/18) = 1.62
    # rapid: p1 at 0, 5 and 10 s; suspended: a3's three; of cluster 2 neither post times nor a status are known
    # three members need more than six or nine retweets for a boost
    assert amplification(world) == [
        (1, "gt", 9, 3, 0.9, 0.9, pytest.approx(1.62), 3, 3, at(0), at(2010), "AMPLIFIES"),
        (2, "xh", 6, 3, 1.0, 1.0, pytest.approx(3.0), None, None, at(0), at(1060), "AMPLIFIES"),
    ]
    members = world.read("MATCH (a)-[:MEMBER_OF]->(c) RETURN c.rank, collect(a.accountId) ORDER BY c.rank").rows
    assert [(rank, sorted(names)) for rank, names in members] == [
        (1, ["x:a1", "x:a2", "x:a3"]),
        (2, ["x:b1", "x:b2", "x:b3"]),
    ]
    edges = world.read("MATCH ()-[e:COORDINATED]->() RETURN e.weight, e.objects, count(*) ORDER BY e.weight").rows
    assert edges == [(2, 2, 3), (3, 3, 3)]
    stored = runs.find_run(world, "latest")
    assert (stored["events"], stored["accounts"], stored["edges"], stored["clusters"]) == (18, 6, 6, 2)
    assert stored["runId"] == run.properties["runId"]


def test_the_same_question_replaces_its_answer(world: Connection) -> None:
    first = detect(world, PARAMETERS)
    before = graph_state(world)
    second = detect(world, PARAMETERS)
    assert second.properties["runId"] == first.properties["runId"]
    assert graph_state(world) == before
    other = detect(world, replace(PARAMETERS, clusters=ClusterParameters(seed=1)))
    assert other.properties["runId"] != first.properties["runId"]
    assert len(runs.list_runs(world).rows) == 2
    runs.delete_run(world, other.properties["runId"][:6])
    assert graph_state(world) == before


def test_other_data_is_another_run(world: Connection) -> None:
    first = detect(world, PARAMETERS)
    load(world, RETWEETS, retweets(("new", "c", "p2", None, 9000)))
    assert detect(world, PARAMETERS).properties["runId"] != first.properties["runId"]


def test_readers_see_the_earlier_result_until_the_new_one_is_whole(
    world: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    detect(world, PARAMETERS)
    seen: list[tuple[int, int, int]] = []

    def look() -> None:
        with Connection(world.endpoint) as reader:
            found = reader.read(
                "MATCH (r:Run) RETURN COUNT { ()-[:COORDINATED]->() }, COUNT { (:Cluster) }, "
                "COUNT { ()-[:AMPLIFIES]->() }"
            )
            seen.extend(found.rows)

    def progress(stage: str, done: int, total: int | None, /, **_: object) -> None:
        if stage == "writing the run":
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()

    monkeypatch.setattr(runs, "_ROWS_PER_STATEMENT", 2)
    detect(world, PARAMETERS, progress=progress)
    assert len(seen) >= 6
    assert set(seen) == {(6, 2, 2)}


def test_a_run_that_breaks_off_leaves_the_earlier_one(world: Connection) -> None:
    detect(world, PARAMETERS)
    before = graph_state(world)

    def progress(stage: str, done: int, total: int | None, /, **_: object) -> None:
        if stage == "writing the run":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        detect(world, PARAMETERS, progress=progress)
    assert graph_state(world) == before


def test_co_amplify_needs_no_posts(world: Connection) -> None:
    """All of a1, a2, a3 retweet gt within 60 s (one object: weight 1); pairs count 3 each; so for b and xh."""
    pairs = replace(
        PARAMETERS,
        signals=(CO_AMPLIFY,),
        network=NetworkParameters(weighting="pairs", window=60_000, min_weight=3),
    )
    run = detect(world, pairs)
    assert run.clusters.clusters.select("size", "weight").rows() == [(3, 9)]
    assert run.properties["leftOut"] == 0


def test_several_signals_are_layers_of_one_run(world: Connection) -> None:
    """Pairs: a1, a2, a3 meet three times on posts of gt, which is three times on gt; b1, b2, b3 twice on xh."""
    both = replace(
        PARAMETERS,
        signals=(CO_RETWEET, CO_AMPLIFY),
        layer_weights=(1.0, 0.5),
        network=NetworkParameters(weighting="pairs", window=60_000, min_weight=2),
    )
    run = detect(world, both)
    columns = ("rank", "size", "edges", "weight", "density", "score", "stability")
    assert run.clusters.clusters.select(columns).rows() == [
        (1, 3, 6, 18, 1.0, (9 + 9 / 2) / 3, 1.0),
        (2, 3, 6, 12, 1.0, (6 + 6 / 2) / 3, 1.0),
    ]
    edges = world.read("MATCH ()-[e:COORDINATED]->() RETURN e.signal, e.weight, count(*) ORDER BY e.signal, e.weight")
    assert edges.rows == [("co-amplify", 2, 3), ("co-amplify", 3, 3), ("co-retweet", 2, 3), ("co-retweet", 3, 3)]
    stored = runs.find_run(world, "latest")
    assert (stored["signal"], stored["edges"], stored["accounts"]) == ("co-retweet,co-amplify", 12, 6)
    # 18 retweets name their post, 18 their author
    assert stored["events"] == 36
    members = world.read(
        "MATCH ()-[m:MEMBER_OF]->(c) RETURN c.score, m.role, m.stability, count(*) ORDER BY c.score DESC"
    )
    assert members.rows == [(4.5, "core", 1.0, 3), (3.0, "core", 1.0, 3)]
    # other weights are another question
    assert detect(world, replace(both, layer_weights=())).properties["runId"] != run.properties["runId"]


def test_a_scan_is_printed_with_the_run(world: Connection) -> None:
    run = detect(world, replace(PARAMETERS, clusters=ClusterParameters(resolution=None, seeds=3)))
    assert run.clusters.scan.filter("chosen")["resolution"].to_list() == [run.properties["clusterResolution"]]
    assert runs.find_run(world, "latest")["clusterResolution"] == run.properties["clusterResolution"]
    assert '"resolution": "scan"' in runs.find_run(world, "latest")["parameters"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"signals": ()}, "No signal is given"),
        ({"signals": (CO_RETWEET, CO_RETWEET)}, "co-retweet, co-retweet"),
        ({"layer_weights": (1.0, 2.0)}, "2 layer weights"),
        ({"layer_weights": (0.0,)}, "must be above 0"),
    ],
)
def test_layers_that_do_not_fit_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        replace(PARAMETERS, **wrong)
    assert caught.value.hint


def test_cosines_and_what_was_left_out_are_kept(world: Connection) -> None:
    cosine = NetworkParameters(
        "cosine", 60_000, 0.0, tf="binary", max_accounts_per_object=1000, filters=Filters(min_objects=2, percentile=0.1)
    )
    run = detect(world, replace(PARAMETERS, network=cosine))
    weights = [weight for (weight,) in world.read("MATCH ()-[e:COORDINATED]->() RETURN e.weight").rows]
    assert len(weights) == run.properties["edges"] > 0
    assert all(isinstance(weight, float) and 0 < weight <= 1 for weight in weights)
    kept = runs.find_run(world, "latest")
    assert kept["minWeight"] == 0.0
    assert kept["removed"] == [str(removed) for removed in run.networks[0].exclusions]
    assert [text.split(":")[0] for text in kept["removed"]] == [
        "objects that more than 1,000 accounts touch",
        "fewer than 2 shared objects",
        "weight not above the quantile 0.1",
    ]
    assert runs.list_runs(world).frame()["minWeight"].to_list() == [0.0]


def test_a_run_knows_how_many_retweets_there_were_on_its_platforms(world: Connection) -> None:
    detect(world, PARAMETERS)
    ((made,),) = world.read("MATCH ()-[m:AMPLIFIED]->() RETURN sum(m.retweets)").rows
    assert runs.find_run(world, "latest")["retweets"] == made > 0
    world.execute(
        "CREATE (:Account {accountId: 'y:1', platform: 'y'})-[:AMPLIFIED {retweets: 1000}]->"
        "(:Account {accountId: 'y:2', platform: 'y'})"
    )
    detect(world, PARAMETERS)
    assert runs.find_run(world, "latest")["retweets"] == made


def test_stub_posts_are_left_out_of_co_retweet_and_counted(world: Connection) -> None:
    load(world, RETWEETS, retweets(("s1", "a1", None, "300", 0), ("s2", "a2", None, "300", 1)))
    run = detect(world, PARAMETERS)
    assert run.properties["leftOut"] == 2
    assert run.properties["events"] == 18


def test_days_cannot_carry_seconds(world: Connection) -> None:
    world.execute(
        "CREATE (:Import {importId: 'days', file: 'days.csv', resolution: 86400, platforms: ['x'], "
        "finishedAt: datetime()})"
    )
    with pytest.raises(UsageError, match="day") as refusal:
        detect(world, PARAMETERS)
    assert refusal.value.hint
    run = detect(world, replace(PARAMETERS, leave_out_coarse=True))
    assert run.left_out_files == ("days.csv",)
    assert run.properties["clusters"] == 2


def test_an_unfinished_import_is_not_analysed(world: Connection) -> None:
    world.execute("CREATE (:Import {importId: 'half', file: 'half.csv'})")
    with pytest.raises(GraphError, match=r"The import of half\.csv \(half\) is unfinished") as refusal:
        detect(world, PARAMETERS)
    assert "imports undo half" in refusal.value.hint


def test_nothing_to_analyse_says_what_to_do(graph: Connection) -> None:
    with pytest.raises(GraphError, match="no retweets") as error:
        detect(graph, PARAMETERS)
    assert "explorer import" in error.value.hint
    load(graph, RETWEETS, retweets(("s1", "a1", None, "300", 0)))
    with pytest.raises(
        GraphError, match=r"can be used for co-retweet, which needs the ID of the retweeted post. Left out: 1 retweets"
    ) as error:
        detect(graph, PARAMETERS)
    assert "co-amplify" in error.value.hint


def test_no_edges_is_an_answer(world: Connection) -> None:
    run: DetectionResult = detect(world, replace(PARAMETERS, network=NetworkParameters(window=0, min_weight=9)))
    assert run.clusters.clusters.height == 0
    assert runs.find_run(world, "latest")["edges"] == 0


def test_unknown_runs_are_refused(world: Connection) -> None:
    with pytest.raises(UsageError, match="no run 'nope'"):
        runs.find_run(world, "nope")
