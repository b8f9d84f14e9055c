"""Graphs that an earlier version of explorer wrote."""

from pathlib import Path

import pytest

from explorer.common.errors import UsageError
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.graph.lock import write_lock
from explorer.graph.runs.run_tables import read_amplification
from explorer.graph.runs.runs import delete_run, find_run
from explorer.graph.runs.upgrade import has_unreviewed_boosts
from tests.helpers.amplification import build_amplification
from tests.helpers.program import Program

EARLIER = """
MATCH (cluster:Cluster)-[made:BOOSTS|AMPLIFIES]->(outlet:Outlet)
CREATE (cluster)-[boosts:BOOSTS]->(outlet)
SET boosts = made {.retweets, .accounts, .shareOfCluster, .shareOfOutlet, .lift, .firstAt, .lastAt}
DELETE made
"""
"""Writes boosts as a version did that called every retweeted outlet boosted."""


def test_write_commands_review_the_boosts_of_earlier_runs(graph: Connection) -> None:
    before = read_amplification(build_amplification(graph), "one")
    assert not has_unreviewed_boosts(graph)
    graph.execute(EARLIER)
    assert has_unreviewed_boosts(graph)
    with pytest.raises(UsageError, match="earlier version"):
        find_run(graph, "latest")
    for _ in range(2):
        with write_lock(graph):
            assert not has_unreviewed_boosts(graph)
            assert find_run(graph, "latest")["runId"] == "one"
        assert read_amplification(graph, "one").equals(before)


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        # two more retweets of CGTN by an account of no cluster
        ("MATCH (:Account {accountId: 'x:e0'})-[m:AMPLIFIED]->({accountId: 'x:cgtn'}) SET m.retweets = 3", {1, 2}),
        # one more of somebody else by a member of cluster 3
        ("MATCH (:Account {accountId: 'x:c0'})-[m:AMPLIFIED]->() SET m.retweets = 7", {3, 4}),
        ("MATCH (run:Run) REMOVE run.retweets", {1, 2, 3, 4}),
        ("MATCH (:Account {accountId: 'x:cgtn'})-[o:OPERATED_BY]->() DELETE o", {1, 2}),
    ],
)
def test_earlier_boosts_of_data_that_changed_are_none(graph: Connection, change: str, changed: set[int]) -> None:
    before = read_amplification(build_amplification(graph), "one")
    graph.execute(EARLIER)
    graph.execute(change)
    with write_lock(graph):
        rows = read_amplification(graph, "one")
    assert rows.select("rank", "outletId", "retweets", "lift").equals(
        before.select("rank", "outletId", "retweets", "lift")
    )
    reason = "the data changed after the run"
    assert {row["rank"] for row in rows.rows(named=True) if row["noIntervalReason"] == reason} == changed
    assert not rows.filter(rows["rank"].is_in(changed))["isBoost"].any()


def test_an_earlier_run_can_be_deleted(graph: Connection) -> None:
    build_amplification(graph).execute(EARLIER)
    assert delete_run(graph, "latest") == "one"


def test_write_commands_add_signal_parameters_to_earlier_runs(graph: Connection) -> None:
    graph.execute(
        """
        UNWIND [
          ['earlier', '{"fast_seconds": 20, "seed": 0, "signal": "fast-retweet"}', null],
          ['two', '{"min_tags": 4, "similarity": 0.5, "signal": "similar-text,hashtag-sequence"}', null],
          ['none', '{"signal": "co-retweet"}', null],
          ['today', '{"fast_seconds": 20}', 30.0],
          ['broken', '{"fast_seconds": ', null],
          ['odd', '{"fast_seconds": "soon"}', null]
        ] AS row
        CREATE (run:Run {runId: row[0], parameters: row[1], fastSeconds: row[2]})
        """
    )
    for _ in range(2):
        with write_lock(graph):
            runs = {name: find_run(graph, name) for name in ("earlier", "two", "none", "today", "broken", "odd")}
        values = {
            name: {key: value for key, value in run.items() if key not in ("runId", "parameters")}
            for name, run in runs.items()
        }
        assert values == {
            "earlier": {"fastSeconds": 20.0},
            "two": {"minTags": 4.0, "similarity": 0.5},
            "none": {},
            "today": {"fastSeconds": 30.0},
            "broken": {},
            "odd": {},
        }


def test_commands_say_how_to_update_earlier_runs(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    build_amplification(graph).execute(EARLIER)
    shown = explorer.in_process("packs", "run", "cluster-outlets")
    assert "called every outlet that a cluster retweeted boosted" in " ".join(shown.stderr.split())
    assert "Update all runs: explorer rollups" in shown.stderr
    assert "come from an earlier version" in " ".join(explorer.in_process("doctor").stdout.split())
    assert explorer.in_process("runs", "show").returncode == 2
    assert explorer.in_process("rollups").returncode == 0
    assert "earlier version" not in explorer.in_process("packs", "run", "cluster-outlets").stderr
    assert "earlier version" not in explorer.in_process("doctor").stdout
