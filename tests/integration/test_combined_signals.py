"""Signals that are tested together: from data to run, evidence, exports and report."""

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from explorer import Graph
from explorer.common.settings import Endpoint, Settings
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_layer, find_signals
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from explorer.graph.connection.connect import Connection
from explorer.importing.jobs import find_jobs, import_files
from explorer.runs.detect import detect
from explorer.runs.network import read_events
from explorer.runs.parameters import DetectionParameters
from explorer.simulate.campaign.files import write_campaign
from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.parameters import CampaignParameters, GroupParameters
from tests.helpers.program import Program

SIGNALS = "co-retweet+co-link+co-hashtag"
# a, b and c retweet a post within 20 s; an hour later a and b post the same link with two hashtags, 30 s apart
FILES = {
    "retweets.csv": """
retweet_id,account_id,post_id,author_id,retweeted_at
1,a,900,n,2021-03-01T12:00:00Z
2,b,900,n,2021-03-01T12:00:10Z
3,c,900,n,2021-03-01T12:00:20Z
""",
    "posts.csv": """
post_id,author_id,created_at,text
900,n,2021-03-01T11:00:00Z,so
901,a,2021-03-01T13:00:00Z,read https://news.example/a
902,b,2021-03-01T13:00:30Z,read https://news.example/a
""",
    "links.csv": "post_id,url\n901,https://news.example/a\n902,https://news.example/a\n",
    "hashtags.csv": "post_id,tag\n901,one\n901,two\n902,One\n902,two\n",
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return folder


@pytest.fixture
def data(graph: Connection, files: Path) -> Connection:
    import_files(graph, find_jobs([files], platform="x"))
    return graph


@pytest.fixture
def opened(data: Connection, endpoint: Endpoint, tmp_path: Path) -> Graph:
    settings = Settings(
        neo4j_uri=endpoint.uri,
        neo4j_username=endpoint.username,
        neo4j_password=SecretStr(endpoint.password),
        explorer_home=tmp_path / "home",
    )
    return Graph.open(settings=settings)


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_an_edge_has_what_two_accounts_share_in_all_signals(opened: Graph, files: Path) -> None:
    with opened as graph:
        run = graph.detect(signals=f"{SIGNALS},co-hashtag", min_weight=1, significance=None)
        edges = graph.edges().sort("signal", "source", "target")
        assert edges.select("source", "target", "signal", "weight").rows() == [
            ("x:a", "x:b", "co-hashtag", 2),
            ("x:a", "x:b", SIGNALS, 4),
            ("x:a", "x:c", SIGNALS, 1),
            ("x:b", "x:c", SIGNALS, 1),
        ]
        assert run.properties["signal"] == f"{SIGNALS},co-hashtag"
        assert run.properties["events"] == 3 + 2 + 4 + 4
        # co-hashtag is in the run twice, its evidence only once
        rows = graph.evidence("x:a", "x:b").select("signal", "object", "secondsApart").rows()
        assert rows == [
            ("co-retweet", "x:900", 10.0),
            ("co-hashtag", "one", 30.0),
            ("co-hashtag", "two", 30.0),
            ("co-link", "https://news.example/a", 30.0),
        ]
    offline = read_events(find_jobs([files], platform="x"), find_layer(SIGNALS), NetworkParameters()).events
    assert len(offline) == 9


def test_the_order_of_combined_signals_is_no_other_question(opened: Graph) -> None:
    with opened as graph:
        ids = [
            graph.detect(signals=signals, min_weight=1, significance=None).properties["runId"]
            for signals in (SIGNALS, "co-hashtag+co-link+co-retweet", "co-retweet,co-link,co-hashtag")
        ]
    assert ids[0] == ids[1] != ids[2]


def test_commands_show_and_repeat_a_run_of_combined_signals(
    data: Connection,
    files: Path,
    endpoint: Endpoint,
    tmp_path: Path,
) -> None:
    explorer = Program(endpoint, tmp_path)
    off = ("--significance", "off", "--min-weight", "1")
    shown = one_line(explorer("detect", "--signal", SIGNALS, *off).stderr)
    assert f"({SIGNALS}, objects, window 60s, minimum weight 1)" in shown
    evidence = explorer("evidence", "x:a", "x:b", "--format", "json")
    assert one_line(evidence.stderr).startswith(
        f"x:a and x:b share 4 objects within 60s ({SIGNALS}, weight 4); 10 to 30 s apart, median 30 s; x:a was first "
        "4 times, x:b 0 times. Both are in cluster 1."
    )
    assert {row["signal"] for row in json.loads(evidence.stdout)} == set(SIGNALS.split("+"))
    explorer("export", "manifest", "-o", "run.json")
    assert "Identical to the run of run.json" in explorer("detect", "--manifest", "run.json").stderr
    explorer("export", "network", "-o", "run.graphml")
    network = (tmp_path / "run.graphml").read_text(encoding="utf-8")
    assert network.count(f">{SIGNALS}<") == 3
    assert "2021-03-01T13:00:30" in network
    explorer("report", "-o", "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for meaning in ("retweet the same post", "post the same link", "use the same hashtag", "was tested at once"):
        assert meaning in page
    offline = explorer("network", str(files), "--platform", "x", "--signal", SIGNALS, *off)
    assert offline.stdout.replace('"', "").splitlines() == ["source,target,weight", "a,b,4", "a,c,1", "b,c,1"]
    assert "3 retweets" in offline.stderr
    assert "4 hashtags" in offline.stderr


def test_what_three_weak_signals_show_together(graph: Connection, tmp_path: Path) -> None:
    """Each signal has eight actions of the group, too few for most pairs; graph and files give the same edges."""
    group = GroupParameters(20, 24, 0.8)
    family = CampaignParameters(
        retweets=6_000, accounts=1_000, authors=60, posts=1_500, days=20, bursts=10, groups=(group,),
        objects=("post", "link", "hashtag"),
    )  # fmt: skip
    campaign = simulate_family(family, seed=2)
    write_campaign(campaign, tmp_path / "campaign", command="explorer simulate")
    jobs = find_jobs([tmp_path / "campaign"])
    import_files(graph, jobs)
    wanted = SignificanceParameters(draws=2)
    run = detect(graph, DetectionParameters(signals=find_signals([*SIGNALS.split("+"), SIGNALS]), significance=wanted))
    found = [len(network.tier("A")) for network in run.networks]
    planted = campaign.truth["accounts"].filter(group="g1")["account_id"].to_list()
    together = run.networks[-1].tier("A")
    accounts = set(together.accounts.filter(together.with_edge()))
    assert accounts <= {f"sim:{name}" for name in planted}
    assert len(accounts) >= 18
    assert found[-1] > 2 * sum(found[:-1])
    offline = read_events(jobs, find_layer(SIGNALS), NetworkParameters())
    network, _ = find_edges(offline.events, NetworkParameters(), wanted)
    keys = network.edges().select("source", "target").rows()
    stored = run.networks[-1].edges().select("source", "target").rows()
    assert [(f"sim:{source}", f"sim:{target}") for source, target in keys] == stored
