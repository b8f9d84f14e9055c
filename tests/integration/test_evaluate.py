"""A simulated campaign through the graph: imported, detected, scored from the run."""

import json
from pathlib import Path

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.program import Program


def test_a_run_in_the_graph_is_scored_with_its_clusters(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    assert explorer("simulate", "base", "-o", "campaign", "--seed", "1001", "--scale", "0.05").returncode == 0
    imported = explorer("import", "campaign")
    assert imported.returncode == 0, imported.stderr
    assert "retweets.simulated.parquet" in imported.stdout + imported.stderr
    detected = explorer("detect", "--min-weight", "12", "--significance", "off")
    assert detected.returncode == 0, detected.stderr
    for words in (
        ("clusters", "list"),
        ("clusters", "show", "1"),
        ("clusters", "evidence", "1"),
        ("packs", "run", "cluster-boosts"),
    ):
        shown = explorer(*words)
        assert "This graph contains simulated data. Accounts, posts and retweets are invented" in shown.stderr, words
    assert "This graph contains simulated data" in detected.stderr
    done = explorer("evaluate", "campaign", "--run", "latest", "--format", "json")
    assert done.returncode == 0, done.stderr
    scores = json.loads(done.stdout)
    written = graph.read("MATCH ()-[edge:COORDINATED]->() RETURN count(edge)").rows[0][0]
    clusters = graph.read("MATCH (cluster:Cluster) RETURN count(cluster)").rows[0][0]
    whole = scores[0]
    assert whole["edges"] + whole["edges_b"] == written
    assert whole["recall"] > 0.8
    assert sum(score["part"] == "group" for score in scores) == 6
    found = [score for score in scores if score["part"] == "cluster"]
    assert len(found) == clusters
    # the largest planted group is a cluster of its own
    assert any(score["group"] == "g6" and score["f1"] > 0.8 for score in found)
    run_platforms = graph.read("MATCH (run:Run) RETURN run.platforms").rows
    assert run_platforms == [(["sim"],)]
