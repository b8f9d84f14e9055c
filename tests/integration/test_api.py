"""`explorer.Graph` as a notebook uses it, on a real Neo4j; what it answers was worked out by hand."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from pydantic import SecretStr

import explorer
from explorer import Graph
from explorer.common.errors import InputError, UsageError
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows
from explorer.registry.reader import read_registry
from tests.helpers.amplification import make_boosts

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"
RETWEETS = HEADING + "".join(
    f"r{post}{who},{who},p{post},9,2021-03-01T12:0{post}:0{who}Z\n" for post in range(3) for who in (1, 2, 3)
)
"""Accounts 1, 2 and 3 retweet three posts of account 9 within 2 s of each other: three edges of weight 3."""
REGISTRY = "outlet,name,kind,state,x,source,source_date\ncn-test,Test Daily,media,CN,TestDaily,a test,2021\n"


@pytest.fixture
def opened(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Graph:
    settings = Settings(
        neo4j_uri=endpoint.uri,
        neo4j_username=endpoint.username,
        neo4j_password=SecretStr(endpoint.password),
        explorer_home=tmp_path / "home",
    )
    return Graph.open(settings=settings)


def test_from_a_file_to_its_clusters(opened: Graph, tmp_path: Path) -> None:
    path = tmp_path / "retweets.csv"
    path.write_text(RETWEETS + "r99,4,p1,9,never\n")
    with opened as graph:
        (report,) = graph.import_files([path])
        assert (report.rows, report.loaded, report.duplicates, report.rejected) == (10, 9, 0, 1)
        assert graph.imports().select("file", "rows", "state").rows() == [("retweets.csv", 10, "complete")]
        assert graph.rejected_rows("retweets.csv")["line"].to_list() == [11]
        run = graph.detect(significance=None)
        assert graph.run()["runId"] == run.properties["runId"]
        assert graph.runs()["clusters"].to_list() == [1]
        clusters = graph.clusters()
        assert clusters.select("cluster", "members", "edges", "totalWeight").rows() == [(1, 3, 3, 9)]
        assert graph.cluster(1) == clusters.row(0, named=True)
        assert graph.members(1)["account"].sort().to_list() == ["x:1", "x:2", "x:3"]
        assert graph.members(clusters["clusterId"][0], top=2).height == 2
        assert graph.memberships().select("account", "rank").rows() == [("x:1", 1), ("x:2", 1), ("x:3", 1)]
        assert graph.edges()["weight"].to_list() == [3, 3, 3]
        assert graph.cluster_evidence(1).height == 3
        assert graph.edge("1", "2")["sharedObjects"].to_list() == [3]
        # account 1 is a second before account 2 on each of three posts
        assert graph.evidence("1", "2")["secondsApart"].to_list() == [1.0, 1.0, 1.0]
        assert graph.boosts().is_empty()
        assert graph.delete_run("latest") == run.properties["runId"]
        assert graph.runs().is_empty()
        import_id = graph.find_import("retweets.csv")["importId"]
        assert graph.find_undone_import("retweets.csv") is None
        assert graph.undo_import("retweets.csv").relationships > 0
        assert graph.imports().height == 0 or import_id not in graph.imports()["import"].to_list()
        for name in ("retweets.csv", import_id, import_id[:4]):
            undone = graph.find_undone_import(name)
            assert undone
            assert (undone.name, undone.file) == (import_id, "retweets.csv")
        assert graph.find_undone_import("other.csv") is None
        assert graph.find_undone_import("") is None
        assert graph.summary().retweets == 0


def test_several_windows_are_scanned_instead_of_one(opened: Graph, tmp_path: Path) -> None:
    (tmp_path / "retweets.csv").write_text(RETWEETS)
    with opened as graph:
        graph.import_files([tmp_path / "retweets.csv"])
        graph.detect(windows="5m, 10s")
        assert {name: graph.run()[name] for name in ("window", "windows")} == {
            "window": 300_000,
            "windows": [10_000, 300_000],
        }
        with pytest.raises(UsageError, match="Give window or windows, not both"):
            graph.detect(window="60s", windows="10s,60s")
        with pytest.raises(UsageError, match="only with a significance test"):
            graph.detect(windows="10s,60s", significance=None)


def test_boosts_of_an_outlet(opened: Graph, tmp_path: Path) -> None:
    (tmp_path / "retweets.csv").write_text(RETWEETS.replace(",9,", ",@TestDaily,"))
    (tmp_path / "outlets.csv").write_text(REGISTRY)
    with opened as graph:
        graph.import_files([str(tmp_path / "retweets.csv")])
        report = graph.load_registry(read_registry(tmp_path / "outlets.csv").select(state="CN"))
        assert (report.format, report.rows) == ("registry CN", 2)
        graph.detect(significance=None)
        # three members need more than nine retweets for a boost
        assert graph.ask("cluster-outlets").select("outlet", "isBoost").rows() == [("Test Daily", False)]
        assert graph.boosts().is_empty()
        make_boosts(graph.connection)
        for boosts in (graph.boosts(), graph.boosts(outlet="test daily"), graph.ask("cluster-boosts", state="cn")):
            assert boosts.select("cluster", "outlet", "retweets").rows() == [(1, "Test Daily", 9)]
        assert graph.rebuild_rollups() == (3, 1)
        assert not graph.is_simulated
        assert not graph.is_unsettled
        assert not graph.has_earlier_boosts
        assert not graph.is_new


def test_parameters_are_given_as_values_or_as_they_are_typed(opened: Graph, tmp_path: Path) -> None:
    (tmp_path / "retweets.csv").write_text(RETWEETS)
    with opened as graph:
        graph.import_files([tmp_path / "retweets.csv"])
        graph.detect(significance=None)
        assert graph.ask("cluster-members", top=2).equals(graph.ask("boosts/cluster-members", top="2"))
        with pytest.raises(UsageError, match="has no parameter 'topp'"):
            graph.ask("cluster-members", topp=2)
        with pytest.raises(UsageError, match="is not a whole number"):
            graph.ask("cluster-members", top=2.5)
        with pytest.raises(UsageError, match="There is no cluster"):
            graph.members(2)
        with pytest.raises(UsageError, match="There is no run"):
            graph.clusters(run="none")
        with pytest.raises(UsageError, match="are the same account"):
            graph.edge("1", "x:1")
        with pytest.raises(InputError):
            graph.import_files(["nowhere.csv"])


def test_it_opens_again_after_it_was_closed(opened: Graph) -> None:
    with opened as graph:
        assert graph.runs().is_empty()
    assert opened.runs().is_empty()
    opened.close()


def test_a_package_that_is_asked_for_what_it_has_not_says_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Garph'"):
        _ = explorer.Garph


def test_a_frame_of_mixed_numbers_and_of_nothing() -> None:
    frame = Rows(("a", "b", "c", "d"), [(1, None, [1], date(2021, 3, 1)), (0.5, None, [], 7)]).frame()
    assert frame["d"].to_list() == ["2021-03-01", "7"]
    assert frame["a"].to_list() == [1.0, 0.5]
    assert frame["b"].dtype == pl.Null
    assert frame["c"].to_list() == [[1], []]
    assert Rows(("a",), []).frame().columns == ["a"]
