"""A campaign whose members act within ten minutes of each other, from a scan of windows to what readers see."""

import json
from pathlib import Path

import igraph
import numpy as np
import polars as pl
import pytest

from explorer.common.settings import Endpoint
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.export.network import write_network
from explorer.export.run import read_run_tables
from explorer.graph.connection.connect import Connection
from explorer.graph.load.batches import load_rows
from explorer.graph.runs.runs import find_run, list_runs
from explorer.model.tables import POSTS, RETWEETS
from explorer.report.page import write_report
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.program import Program
from tests.helpers.rows import at, posts, retweets
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import ask
from tests.integration.test_report import Page

HOUR = 3_600
MEMBERS = [f"m{number}" for number in range(5)]
WINDOWS = (10_000, 60_000, 600_000, 3_600_000)
SCAN = DetectionParameters(
    network=NetworkParameters(window=WINDOWS[-1]),
    significance=SignificanceParameters(draws=2, windows=WINDOWS),
    clusters=ClusterParameters(seeds=2),
)
ONE = DetectionParameters(significance=SignificanceParameters(draws=2), clusters=ClusterParameters(seeds=2))


def acts() -> tuple[list[int], list[tuple[str, int, float]]]:
    """Return when 120 posts appear, and who retweets which of them when, in seconds.

    80 accounts react to 30 posts each within hours. Five members retweet 40 posts, one to twenty hours after them, each
    within ten minutes of the others.
    """
    rng = np.random.default_rng(1)
    published = rng.integers(0, 20 * 24 * HOUR, 120).tolist()
    made: list[tuple[str, int, float]] = [
        (f"a{account}", post, published[post] + int(rng.lognormal(np.log(3 * HOUR), 1.2)))
        for account in range(80)
        for post in rng.choice(120, 30, replace=False).tolist()
    ]
    for post in rng.choice(120, 40, replace=False).tolist():
        start = published[post] + int(rng.uniform(HOUR, 20 * HOUR))
        made += [(member, post, start + int(rng.uniform(0, 600))) for member in MEMBERS]
    return published, made


def stamp(seconds: float) -> str:
    """Return the time this many seconds after the start, as files contain it."""
    return f"{at(seconds):%Y-%m-%dT%H:%M:%SZ}"


def apart(one: str, other: str) -> list[float]:
    """Return the seconds between two accounts' retweets of the same post."""
    times = [{post: time for account, post, time in acts()[1] if account == name} for name in (one, other)]
    return [abs(times[0][post] - times[1][post]) for post in times[0] if post in times[1]]


def build(graph: Connection) -> Connection:
    published, made = acts()
    appeared = [
        {"post_id": f"p{post}", "author_id": "author", "created_at": at(time)} for post, time in enumerate(published)
    ]
    load_rows(graph, POSTS, posts(*appeared), import_id="test")
    rows = [(f"r{n}", account, f"p{post}", "author", time) for n, (account, post, time) in enumerate(made)]
    load_rows(graph, RETWEETS, retweets(*rows), import_id="test")
    for parameters in (ONE, SCAN):
        detect(graph, parameters)
    return graph


@pytest.fixture
def scanned(shared_graph: SharedGraph) -> Connection:
    """A graph whose older run has the window of 60 s, and whose newer run scans four windows."""
    return shared_graph.load(build)


def test_a_scan_finds_what_a_window_of_a_minute_misses(scanned: Connection) -> None:
    runs = list_runs(scanned).frame()
    assert runs.select("windowSeconds", "scannedSeconds", "edges", "clusters").rows() == [
        (3600.0, [10.0, 60.0, 600.0, 3600.0], 10, 1),
        (60.0, None, 0, 0),
    ]
    run = find_run(scanned, "latest")
    assert (run["window"], run["windows"]) == (WINDOWS[-1], list(WINDOWS))
    # 85 accounts, four windows
    assert run["hypotheses"] == [85 * 84 // 2 * 4]
    assert sorted(row["account"] for row in ask(scanned, "cluster-members")) == [f"x:{name}" for name in MEMBERS]
    assert "windows" not in find_run(scanned, runs["runId"][1])
    # a run without a scan has no such property, as before
    statement = "MATCH (:Account)-[e:COORDINATED {runId: $run}]->() WHERE e.window IS NOT NULL RETURN count(*)"
    assert scanned.read(statement, {"run": runs["runId"][1]}).rows == [(0,)]


def test_evidence_has_all_co_actions_in_the_window_of_the_edge(scanned: Connection) -> None:
    (edge,) = ask(scanned, "edge", accountA="x:m0", accountB="x:m1")
    assert edge["windowSeconds"] == 600.0
    # each retweets a post once, and always within ten minutes of the other
    assert edge["weight"] == edge["sharedObjects"] == len(apart("m0", "m1")) == 40
    rows = ask(scanned, "evidence", accountA="x:m0", accountB="x:m1")
    assert sorted(abs(row["secondsApart"]) for row in rows) == sorted(apart("m0", "m1"))
    drawn = ask(scanned, "edge-paths", accountA="x:m0", accountB="x:m1", posts="100")
    assert sum(row["part"] == "retweet" for row in drawn) == 80
    evidence = ask(scanned, "cluster-evidence", top="100")
    assert [row["actingMembers"] for row in evidence] == [5] * 40
    assert max(row["spanSeconds"] for row in evidence) <= 600


def test_without_an_edge_the_longest_window_of_the_scan_counts(scanned: Connection) -> None:
    (edge,) = ask(scanned, "edge", accountA="x:m0", accountB="x:a0")
    assert (edge["signal"], edge["windowSeconds"]) == (None, 3600.0)
    rows = ask(scanned, "evidence", accountA="x:m0", accountB="x:a0")
    within = sorted(seconds for seconds in apart("m0", "a0") if seconds <= HOUR)
    assert sorted(abs(row["secondsApart"]) for row in rows) == within


def test_exports_have_the_window_and_date_edges_in_it(scanned: Connection, tmp_path: Path) -> None:
    tables = read_run_tables(scanned)
    found = tables.edges.filter(tier="A")
    assert found["window"].to_list() == [600_000] * 10
    times: dict[str, dict[int, float]] = {name: {} for name in MEMBERS}
    for account, post, time in acts()[1]:
        if account in times:
            times[account][post] = time
    for source, target, first, last in found.select("source", "target", "firstAt", "lastAt").iter_rows():
        # all co-actions of members are within the window
        both = [time for name in (source, target) for time in times[name.removeprefix("x:")].values()]
        assert (first, last) == (at(min(both)), at(max(both)))
    write_network(tables, tmp_path / "run.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "run.graphml"))
    assert {edge["window"] for edge in graph.es if edge["tier"] == "A"} == {600_000}


def test_the_report_describes_the_scan_and_how_to_repeat_it(scanned: Connection, tmp_path: Path) -> None:
    write_report(scanned, tmp_path / "report.html")
    text = " ".join(Page(tmp_path / "report.html").source.split())
    assert "within time windows of 10 seconds to 60 minutes" in text
    assert "tested with windows of 10 seconds, 60 seconds, 10 minutes and 60 minutes" in text
    assert f"{85 * 84 // 2:,} pairs of accounts were tested" in text
    assert "explorer detect --signal co-retweet --windows 10s,60s,10m,1h --significance 0.05" in text


def test_commands_scan_and_repeat_a_scan(scanned: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    run = find_run(scanned, "latest")["runId"]
    shown = explorer("detect", "--windows", "1h,10s,60s,10m", "--audit-draws", "2", "--seeds", "2").stderr
    assert f"Run {run}:" in shown
    said = " ".join(shown.split())
    assert "windows 10s,60s,10m,1h" in said
    assert "Edges by the window in which the pair is found best: 10s 0, 60s 0, 10m 10, 1h 0" in said
    assert "Tested 3,570 pairs of accounts that each have at least two actions, in each of 4 windows" in said
    evidence = " ".join(explorer("evidence", "m0", "m1").stderr.split())
    assert "x:m0 and x:m1 share 40 of 40 shared posts within 10m" in evidence
    assert "Scanned windows (s)" in explorer("runs", "list").stdout
    properties = json.loads(explorer("runs", "show", "--format", "json").stdout)
    assert {row["property"]: row["value"] for row in properties}["windows"] == list(WINDOWS)
    explorer("export", "manifest", "-o", "run.json")
    assert "Identical to the run" in explorer("detect", "--manifest", "run.json").stderr


def test_a_scan_from_files_gives_the_same_edges(scanned: Connection, tmp_path: Path) -> None:
    published, made = acts()
    retweeted = [(f"r{n}", account, f"p{post}", "author", stamp(time)) for n, (account, post, time) in enumerate(made)]
    names = ["retweet_id", "account_id", "post_id", "author_id", "retweeted_at"]
    pl.DataFrame(retweeted, names, orient="row").write_csv(tmp_path / "retweets.csv")
    written = [(f"p{post}", "author", stamp(time)) for post, time in enumerate(published)]
    pl.DataFrame(written, ["post_id", "author_id", "created_at"], orient="row").write_csv(tmp_path / "posts.csv")
    explorer = Program(None, tmp_path)
    options = ("--windows", "10s,60s,10m,1h", "--audit-draws", "0", "--out", "edges.csv")
    explorer("network", "retweets.csv", "posts.csv", *options)
    edges = pl.read_csv(tmp_path / "edges.csv").filter(tier="A").select("source", "target", "weight", "window")
    stored = read_run_tables(scanned, dated=False).edges.filter(tier="A")
    plain = pl.col("source", "target").str.strip_prefix("x:")
    assert edges.rows() == stored.select(plain, "weight", "window").rows()
