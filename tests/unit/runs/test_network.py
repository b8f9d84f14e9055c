"""The network without a database: what it reads, what it refuses, and files that are whole or not there."""

from pathlib import Path

import igraph
import networkx
import polars as pl
import pytest

from explorer.common.errors import InputError, UsageError
from explorer.detect.network.build import build_network
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.kinds import RETWEET_RECORDS
from explorer.detect.signals.registry import CO_AMPLIFY, CO_RETWEET, find_layer
from explorer.export.network import write_network
from explorer.importing.jobs import find_jobs
from explorer.runs import network as offline
from explorer.runs.files import FileRecords, read_files
from explorer.runs.network import read_events, write_edges
from tests.helpers.networks import find_network
from tests.unit.export.made import made

HEADING = "platform,retweet_id,account_id,post_id,author_id,retweeted_at\n"
# a and b retweet p1 and p2 within 10 s; =c retweets p1 together with a only; the last line lacks its time
ROWS = (
    "x,1,a,p1,n,2021-03-01T12:00:00Z\n"
    "x,2,b,p1,n,2021-03-01T12:00:05Z\n"
    "x,3,=c,p1,n,2021-03-01T12:00:50Z\n"
    "x,4,a,p2,m,2021-03-01T13:00:00Z\n"
    "x,5,b,p2,m,2021-03-01T13:00:10Z\n"
    "x,5,b,p2,m,2021-03-01T13:00:10Z\n"
    "x,6,b,p2,m,\n"
)


@pytest.fixture
def retweets(tmp_path: Path) -> Path:
    path = tmp_path / "retweets.csv"
    path.write_text(HEADING + ROWS, encoding="utf-8")
    return path


def network_of(path: Path, weighting: str = "objects", min_weight: int = 1) -> Network:
    parameters = NetworkParameters(weighting, 60_000, min_weight)  # type: ignore[arg-type]  # each of them is one
    return find_network(records_of(path), CO_RETWEET, parameters)[0]


def records_of(path: Path) -> FileRecords:
    return read_files(find_jobs([path]), RETWEET_RECORDS)


def test_every_row_is_accounted_for(retweets: Path) -> None:
    (retweets.parent / "accounts.csv").write_text("account_id,handle\na,Ann\n", encoding="utf-8")
    read = read_files(find_jobs([retweets.parent]), RETWEET_RECORDS)
    assert (read.rows, read.used, read.duplicates, read.other, read.rejected) == (8, {"retweets": 5}, 1, 1, 1)
    assert read.reasons == (("retweeted_at is missing", 1),)


def test_edges_by_hand(retweets: Path) -> None:
    edges = [("=c", "a", 1), ("=c", "b", 1), ("a", "b", 2)]
    assert network_of(retweets).edges().rows() == edges
    assert network_of(retweets, min_weight=2).edges().rows() == edges[2:]
    both = sorted([*edges, *((target, source, weight) for source, target, weight in edges)])
    assert network_of(retweets, "messages").edges().rows() == both


@pytest.mark.parametrize("weighting", ["objects", "messages"])
@pytest.mark.parametrize("suffix", offline.EDGE_FILE_SUFFIXES)
def test_written_files_are_read_back(retweets: Path, suffix: str, weighting: str) -> None:
    network = network_of(retweets, weighting)
    path = retweets.parent / f"edges{suffix}"
    write_edges(network, path, records_of(retweets))
    if suffix == ".graphml":
        graph = igraph.Graph.Read_GraphML(str(path))
        assert graph.is_directed() == network.directed
        name = [key.removeprefix("x:") for key in graph.vs["id"]]
        found = sorted((name[edge.source], name[edge.target], int(edge["weight"])) for edge in graph.es)
        wanted = network.edges().rows()
        if not network.directed:
            found, wanted = ([(min(s, t), max(s, t), w) for s, t, w in rows] for rows in (found, wanted))
        assert sorted(found) == sorted(wanted)
    else:
        # for programs: names as they are, even one that a spreadsheet would take for a formula
        read = pl.read_parquet(path) if suffix == ".parquet" else pl.read_csv(path)
        assert read.rows() == network.edges().rows()


def test_graphml_has_account_keys_as_ids_and_handles_as_labels(tmp_path: Path, retweets: Path) -> None:
    (retweets.parent / "accounts.csv").write_text("account_id,handle\na,Ann \uffff& co\nb,Bob\n", encoding="utf-8")
    records = records_of(retweets.parent)
    network = find_network(records, CO_RETWEET, NetworkParameters("objects", 60_000, 1))[0]
    ours = tmp_path / "network.graphml"
    write_edges(network, ours, records)
    # the same network, exported as a run's
    handles = {"x:a": "Ann \ufffd& co", "x:b": "Bob", "x:=c": None}
    edges = [
        {"source": f"x:{source}", "target": f"x:{target}", "signal": "co-retweet", "weight": weight}
        for source, target, weight in network.edges().iter_rows()
    ]
    run = tmp_path / "run.graphml"
    write_network(made([{"account": key, "handle": handle} for key, handle in handles.items()], edges), run)

    by_networkx = [networkx.read_graphml(path) for path in (ours, run)]
    for graph in by_networkx:
        assert {key: graph.nodes[key]["label"] for key in graph} == {
            key: handle or key for key, handle in handles.items()
        }
        assert {tuple(sorted(ends)): weight for *ends, weight in graph.edges(data="weight")} == {
            ("x:=c", "x:a"): 1, ("x:=c", "x:b"): 1, ("x:a", "x:b"): 2,
        }  # fmt: skip
    by_igraph = [igraph.Graph.Read_GraphML(str(path)) for path in (ours, run)]
    for graph in by_igraph:
        labels = dict(zip(graph.vs["id"], graph.vs["label"], strict=True))
        assert labels == {key: handle or key for key, handle in handles.items()}
        assert sorted(graph.es["weight"]) == [1, 1, 2]


def test_a_write_that_fails_leaves_the_earlier_file_and_nothing_else(
    retweets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = retweets.parent / "edges.csv"
    write_edges(network_of(retweets), path, records_of(retweets))
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_csv", full)
    with pytest.raises(InputError, match="No space left"):
        write_edges(network_of(retweets, min_weight=2), path, records_of(retweets))
    assert path.read_bytes() == before
    assert {file.name for file in retweets.parent.iterdir()} == {"retweets.csv", "edges.csv"}


def test_invalid_paths_and_formats_are_refused(retweets: Path) -> None:
    network = network_of(retweets)
    with pytest.raises(UsageError, match=r"\.xlsx"):
        write_edges(network, retweets.parent / "edges.xlsx", records_of(retweets))
    with pytest.raises(InputError, match="cannot be written"):
        write_edges(network, retweets.parent / "nowhere" / "edges.csv", records_of(retweets))


def test_platforms_are_separate(tmp_path: Path) -> None:
    rows = ROWS + "vk,1,a,p1,n,2021-03-01T12:00:00Z\nvk,2,d,p1,n,2021-03-01T12:00:00Z\n"
    path = tmp_path / "retweets.csv"
    path.write_text(HEADING + rows, encoding="utf-8")
    edges = network_of(path).edges().rows()
    assert ("vk:a", "vk:d", 1) in edges
    assert ("x:a", "x:b", 2) in edges
    assert len(edges) == 4


def test_unsuitable_data_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "retweets.csv"
    path.write_text("retweet_id,account_id,author_id,retweeted_at\n1,a,n,2021-03-01\n2,b,n,2021-03-01\n", "utf-8")
    read = read_files(find_jobs([path]), RETWEET_RECORDS)
    with pytest.raises(UsageError, match="whole days"):
        find_network(read, CO_AMPLIFY, NetworkParameters("objects", 60_000))
    with pytest.raises(InputError, match="can be used for co-retweet, which needs the ID"):
        find_network(read, CO_RETWEET, NetworkParameters("objects", 86_400_000))
    empty = tmp_path / "posts.csv"
    empty.write_text("post_id,text\n1,hello\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no retweets in posts\.csv") as error:
        find_network(read_files(find_jobs([empty]), RETWEET_RECORDS), CO_RETWEET, NetworkParameters())
    assert "co-text" in error.value.hint


@pytest.mark.parametrize("linking", ["x", "vk"])
def test_combined_signals_name_an_account_once_on_all_platforms(tmp_path: Path, linking: str) -> None:
    """a and b retweet on x, where they have ids; links on another platform make them keys."""
    (tmp_path / "retweets.csv").write_text(HEADING + ROWS, encoding="utf-8")
    (tmp_path / "posts.csv").write_text(
        "platform,post_id,author_id,created_at,text\n"
        f"{linking},7,a,2021-03-02T12:00:00Z,so\nx,8,b,2021-03-02T12:00:30Z,so\n",
        encoding="utf-8",
    )
    (tmp_path / "links.csv").write_text(
        f"platform,post_id,url\n{linking},7,https://a.example/\nx,8,https://a.example/\n", encoding="utf-8"
    )
    found = read_events(find_jobs([tmp_path]), find_layer("co-retweet+co-link"), NetworkParameters())
    assert [reading.used for reading in found.readings] == [
        {"retweets": 5, "posts": 2},
        {"links": 2, "posts": 2},
    ]
    weights = {row[:2]: row[2] for row in build_network(found.events, NetworkParameters(min_weight=1)).edges().rows()}
    if linking == "x":
        assert {reading.platform for reading in found.readings} == {"x"}
        assert weights == {("=c", "a"): 1, ("=c", "b"): 1, ("a", "b"): 3}
    else:
        assert {reading.platform for reading in found.readings} == {None}
        assert weights == {("x:=c", "x:a"): 1, ("x:=c", "x:b"): 1, ("x:a", "x:b"): 2, ("vk:a", "x:b"): 1}


def test_one_of_the_combined_signals_without_data_is_named(retweets: Path) -> None:
    with pytest.raises(InputError, match="no links in retweets"):
        read_events(find_jobs([retweets]), find_layer("co-retweet+co-link"), NetworkParameters())
