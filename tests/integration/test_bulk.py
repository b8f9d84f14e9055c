"""The bulk import creates the same graph as an import over Bolt, property by property."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from explorer.common.errors import UsageError
from explorer.common.settings import Settings
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import ImportReport, list_imports
from explorer.importing import bulk
from explorer.importing.bulk import bulk_server, import_in_bulk
from explorer.importing.jobs import find_jobs, import_files
from explorer.server.config import Memory
from explorer.server.local import LocalServer
from tests.helpers.ports import default_ports, reserved_ports
from tests.helpers.state import graph_state
from tests.integration.test_messages import POST, act

FILES = {
    "accounts-1.csv": (
        'account_id,handle,name,bio,followers\n1,Ada,"A, ""B""\nC",,5\n2,,,hello,\n1,Other,,,9\n@news,News,N,,\n'
    ),
    "accounts-2.csv": "account_id,handle,name,followers,status\n1,,Ada B,7,suspended\n2,,,,\n5,bob,,,\n2,,again,,\n",
    "hashtags.csv": "post_id,tag\n100,News\n100,news\n999,b\n",
    "higgs.txt": "1 2 1341100972 RT\n2 3 1341100973 RT\n3 2 1341100974 MT\n1 2 1341100972 RT\n",
    "likes.csv": "account_id,post_id,liked_at\n8,100,2021-03-01T10:00:00Z\n8,100,\n@ADA,101,\n",
    "links.csv": "post_id,url\n100,https://www.a.example/b?x=1\n100,http://b.example\n100,http://b.example\n",
    "posts.csv": (
        "post_id,author_id,created_at,text,likes,reply_to_id,quoted_author_id\n"
        '100,7,2021-03-01T09:59:58Z,"line\nline\r\n""q"", é \\n\\",3,,\n'
        "101,@ada,,=1+1,,100,\n102,,2021-03-01T10:00:00.5Z,,,,7\n"
        "100,7,2021-03-01T08:00:00Z,later,9,,\n"
    ),
    "retweets-1.csv": (
        "retweet_id,account_id,post_id,author_id,retweeted_at\n"
        "1,1,100,7,2021-03-01T10:00:00Z\n2,@Ada,100,8,2021-03-01T10:00:05.250Z\n3,2,,7,2021-03-01T10:00:09Z\n"
        "4,2,,@ada,2021-03-01T10:00:10Z\n5,@nobody,,@Nobody2,2021-03-01T10:01:00Z\n1,9,100,7,2021-03-01T10:00:00Z\n"
        "6,3,102,1,2021-03-01T10:00:02Z\n7,3,102,1,2021-03-01T10:00:03Z\nx,3,102\n8,3,,,2021-03-01T10:00:03Z\n"
    ),
    "retweets-2.csv": (
        "retweet_id,account_id,post_id,author_id,retweeted_at\n"
        '1,1,100,7,2021-03-01T10:00:00Z\n"9,""a""",4,"10,3",7,2021-03-01T10:00:00Z\n9,4,,@NEWS,2021-03-01T10:00:00Z\n'
    ),
    "retweets-3.csv": "retweet_id,account_id,post_id,author_id,retweeted_at\n1,1,100,7,2021-03-01T10:00:00Z\n",
    "statuses.csv": "account_id,status,observed_at\n1,deleted,2021-05-01\n4,active,2021-05-01\n",
    "renamed.jsonl": "\n".join(
        json.dumps(act(number, second, account, user={"id_str": account, "screen_name": handle}, text="t"))
        for number, account, second, handle in (
            (301, "60", 1, "first"),
            (302, "60", 5, "Second"),
            (303, "60", 3, "third"),
            (304, "61", 2, "ONCE"),
            (305, "61", 4, "once2"),
            (306, "62", 1, "twice"),
            (307, "62", 2, "x62"),
            (308, "63", 1, "twice"),
            (309, "63", 2, "x63"),
            (310, "64", 9, "Once"),
        )
    ),
    "retweets-4.csv": (
        "retweet_id,account_id,post_id,author_id,retweeted_at\n"
        "21,@First,100,7,2021-03-01T10:00:00Z\n22,@once,100,7,2021-03-01T10:00:00Z\n"
        "23,@once2,100,7,2021-03-01T10:00:00Z\n24,@twice,100,7,2021-03-01T10:00:00Z\n"
        "25,@x62,,@third,2021-03-01T10:00:00Z\n"
    ),
    "tweets.jsonl": "\n".join(
        json.dumps(tweet)
        for tweet in (
            act(201, 4, "1", retweeted_status=POST),
            act(202, 30, "2", retweeted_status=POST | {"favorite_count": 99}),
            act(203, 40, "12", text="so", in_reply_to_status_id_str="100", in_reply_to_user_id_str="7"),
            act(205, 55, "13", text="hey", in_reply_to_user_id_str="14"),
            "no tweet",
        )
    ),
}
"""Files that need every rule of loading: handles and ids, contradictions, duplicates within and between files, stub
posts, texts with special characters of CSV, rejected rows, and embedded accounts and posts."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    local = LocalServer(tmp_path_factory.mktemp("home"), "bulk", artifacts=Settings().explorer_home)
    with reserved_ports() as ports, default_ports(ports):
        yield local
        local.stop()


def counts(reports: list[ImportReport]) -> dict[str, tuple[int, ...]]:
    return {r.file: (r.rows, r.loaded, r.duplicates, r.rejected) for r in reports}


def test_bulk_and_bolt_imports_create_the_same_graph(graph: Connection, server: LocalServer, files: Path) -> None:
    jobs = find_jobs([files])
    over_bolt = import_files(graph, jobs)
    in_bulk, left = import_in_bulk(server, jobs)
    assert [job.location.name for job in left] == ["statuses.csv"]
    with Connection(server.start(memory=Memory("512m", "128m"))) as filled:
        in_bulk += import_files(filled, left)
        assert counts(in_bulk) == counts(over_bolt)
        nodes, relationships = graph_state(filled)
        expected_nodes, expected_relationships = graph_state(graph)
        assert nodes == expected_nodes
        assert relationships == expected_relationships
        # importing the same files again changes nothing
        again = import_files(filled, jobs)
        assert sum(report.loaded for report in again) == 0
        assert graph_state(filled) == (nodes, relationships)


def test_bulk_needs_the_empty_graph_of_a_local_server(server: LocalServer, files: Path) -> None:
    told: list[str] = []
    choose = partial(bulk_server, notify=told.append)
    jobs = find_jobs([files])
    home = server.folder.parent.parent
    here = Settings(explorer_home=home, explorer_server="bulk", neo4j_uri=None)
    assert choose(here, jobs, None) is None  # too small for a bulk import
    assert choose(here, jobs, False) is None
    assert choose(here, jobs, True) is None  # the same command completes an import that was killed at the end
    others = find_jobs([files / "higgs.txt"], platform="else")
    with pytest.raises(UsageError, match="contains data"):
        choose(here, others, True)
    with pytest.raises(UsageError, match="NEO4J_URI"):
        choose(Settings(neo4j_uri="bolt://127.0.0.1:1"), jobs, True)
    assert choose(Settings(explorer_home=home, explorer_server="new", neo4j_uri=None), jobs, True) is not None
    assert told == []


def test_bulk_is_the_default_for_large_files_if_memory_suffices(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    choose = partial(
        bulk_server, Settings(explorer_home=tmp_path, neo4j_uri=None), find_jobs([files]), notify=told.append
    )
    monkeypatch.setattr(bulk, "WORTHWHILE", 10)
    assert choose(None) is not None
    assert told == []
    monkeypatch.setattr(bulk, "MEMORY", 1e15)
    assert choose(None) is None
    (said,) = told
    assert "over Bolt" in said
    assert choose(True) is not None
    assert not any(tmp_path.iterdir())


def test_bulk_does_not_overwrite_data_loaded_in_the_meantime(server: LocalServer, files: Path, tmp_path: Path) -> None:
    """Another command adds data after the bulk import found the graph empty."""
    other = LocalServer(server.folder.parent.parent, "raced", artifacts=Settings().explorer_home)
    jobs = find_jobs([files / "retweets-1.csv"])

    def fill(stage: str, *_: object, **__: object) -> None:
        # this stage follows after reading the files and comes before building the database
        if stage == "building the graph in memory":
            with Connection(other.start(memory=Memory("512m", "128m"))) as graph:
                import_files(graph, find_jobs([files / "retweets-3.csv"]))

    try:
        with pytest.raises(UsageError, match="has added data"):
            import_in_bulk(other, jobs, progress=fill)
        with Connection(other.start()) as graph:
            assert [row[1] for row in list_imports(graph).rows] == ["retweets-3.csv"]
            assert graph.read("MATCH ()-[r:RETWEETED]->() RETURN count(r)").rows == [(1,)]
        # the next bulk import fails before it builds the database
        with pytest.raises(UsageError, match="has added data"):
            import_in_bulk(other, jobs)
        assert not (other.folder / "incoming").exists()
    finally:
        other.stop()
