"""Data frames are imported as files are, on a real Neo4j; the counts were worked out by hand."""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pydantic import SecretStr

from explorer import Graph
from explorer.common.errors import InputError, UsageError
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection

ROWS = [
    ("r1", "1", "900", "9", datetime(2021, 3, 1, 10, 0, 0)),
    ("r2", "2", "900", "9", datetime(2021, 3, 1, 10, 0, 21)),
    ("r3", "1", "901", "9", datetime(2021, 3, 2, 8, 15, 2)),
    ("r3", "1", "901", "9", datetime(2021, 3, 2, 8, 15, 2)),
    ("r4", None, "901", "9", datetime(2021, 3, 2, 8, 15, 30)),
    ("r5", "2", "901", "9", None),
]
"""Six rows: a duplicate, one without an account and one without a time."""
COLUMNS = ["retweet_id", "account_id", "post_id", "author_id", "retweeted_at"]
POLARS = pl.DataFrame(ROWS, schema=COLUMNS, orient="row")
PANDAS = pd.DataFrame(ROWS, columns=COLUMNS, index=[3] * 6)


@pytest.fixture
def opened(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Graph:
    settings = Settings(
        neo4j_uri=endpoint.uri,
        neo4j_username=endpoint.username,
        neo4j_password=SecretStr(endpoint.password),
        explorer_home=tmp_path / "home",
    )
    return Graph.open(settings=settings)


def retweets(graph: Graph) -> list[tuple[Any, ...]]:
    """Return all retweets: account, post, seconds since the first of March."""
    return graph.connection.read(
        """
        MATCH (a:Account)-[r:RETWEETED]->(p:Post)
        RETURN a.accountId AS account, p.postId AS post,
               r.at.epochSeconds - datetime('2021-03-01T00:00:00Z').epochSeconds AS seconds
        ORDER BY seconds, account
        """
    ).rows


@pytest.mark.parametrize("frame", [POLARS, POLARS.lazy(), PANDAS], ids=["polars", "lazy", "pandas"])
def test_a_frame_has_the_counts_reasons_rejects_and_undo_of_a_file(opened: Graph, tmp_path: Path, frame: Any) -> None:
    POLARS.write_csv(tmp_path / "retweets.csv")
    with opened as graph:
        (of_file,) = graph.import_files([tmp_path / "retweets.csv"])
        in_file = retweets(graph)
        graph.undo_import("retweets.csv")
        report = graph.import_frame(frame, name="march")
        assert (report.rows, report.loaded, report.duplicates, report.rejected) == (6, 3, 1, 2)
        assert report.reasons == (("account_id is missing", 1), ("retweeted_at is missing", 1))
        for field in ("format", "rows", "loaded", "duplicates", "rejected", "reasons", "resolution", "data_from"):
            assert getattr(report, field) == getattr(of_file, field), field
        assert retweets(graph) == in_file
        assert graph.imports().select("file", "format", "rows", "state").rows() == [
            ("frame march", "native", 6, "complete")
        ]
        rejected = graph.rejected_rows("frame march")
        assert rejected.select("source", "line", "reason").rows() == [
            ("frame march", 5, "account_id is missing"),
            ("frame march", 6, "retweeted_at is missing"),
        ]
        assert '"r4"' in rejected["raw"][0]
        # the content identifies the import, whatever its name
        again = graph.import_frame(frame, name="april")
        assert (again.import_id, again.finished_before, again.loaded) == (report.import_id, True, 0)
        assert graph.imports().height == 1
        assert graph.import_frame(frame.head(2)).file == "frame retweets"
        assert graph.imports().height == 2
        graph.undo_import("frame retweets")
        assert retweets(graph) == in_file
        graph.undo_import("frame march")
        assert graph.summary().retweets == 0
        assert not list((tmp_path / "home" / "rejected").rglob("*.jsonl"))


def test_columns_are_renamed_and_others_are_ignored(opened: Graph) -> None:
    frame = pl.DataFrame(
        {
            "Retweet_ID": ["1", "2"],
            "User": ["@Ada", "@Bea"],
            "rt_of": [2**63 - 1, 2**63 - 1],
            "by": pl.Series(["CGTNOfficial", "CGTNOfficial"], dtype=pl.Categorical),
            "when": pl.Series([datetime(2021, 3, 1, 10), datetime(2021, 3, 1, 11)]).dt.replace_time_zone(
                "Asia/Shanghai"
            ),
            "urls": [["https://example.org"], []],
            "nothing": [None, None],
        }
    )
    columns = {"User": "account_id", "rt_of": "post_id", "by": "author_id", "when": "retweeted_at"}
    for form in (frame, frame.to_pandas()):
        with opened as graph:
            report = graph.import_frame(form, columns=columns, ids_are="handles")
            assert (report.rows, report.loaded + report.duplicates, report.rejected) == (2, 2, 0)
            # ten in Shanghai is two in the morning in UTC
            assert [row[1:] for row in retweets(graph)] == [(f"x:{2**63 - 1}", 7200), (f"x:{2**63 - 1}", 10800)]
            handles = graph.connection.read("MATCH (a:Account) RETURN toLower(a.handle) AS handle ORDER BY handle").rows
            assert [handle for (handle,) in handles] == ["ada", "bea", "cgtnofficial"]


def test_float_ids_of_pandas(opened: Graph) -> None:
    # a missing value turns whole numbers into floats; they are exact below 2^53
    frame = PANDAS.iloc[:3].assign(
        retweet_id=["a", "b", "c"], account_id=[44196397.0, 2.0**53 + 2, 44196397.0], post_id=[900.0, 901.0, np.nan]
    )
    with opened as graph:
        report = graph.import_frame(frame)
        assert (report.rows, report.loaded, report.rejected) == (3, 2, 1)
        assert "9007199254740994" in report.reasons[0][0]
        assert [row[:2] for row in retweets(graph)] == [("x:44196397", "x:900"), ("x:44196397", "x:9/unidentified")]


@pytest.mark.parametrize("table", ["posts", "accounts", "statuses"])
def test_other_tables(opened: Graph, table: str) -> None:
    frame = pl.DataFrame(
        {
            "post_id": ["1", "2"],
            "account_id": ["7", "8"],
            "author_id": ["7", "8"],
            "created_at": ["2021-03-01T10:00:00Z"] * 2,
            "handle": ["ada", "bea"],
            "status": ["suspended"] * 2,
            "observed_at": ["2021-03-05"] * 2,
        }
    )
    kept = {
        "posts": ["post_id", "author_id", "created_at"],
        "accounts": ["account_id", "handle"],
        "statuses": ["account_id", "status", "observed_at"],
    }
    with opened as graph:
        report = graph.import_frame(frame.select(kept[table]), table=table)
        assert (report.loaded, report.rejected, report.file) == (2, 0, f"frame {table}")


def test_refused_frames_load_nothing(opened: Graph) -> None:
    with opened as graph:
        nested = POLARS.with_columns(account_id=pl.concat_list("account_id"))
        with pytest.raises(InputError, match=r"Column account_id of frame retweets has the type List\(String\)"):
            graph.import_frame(nested)
        with pytest.raises(InputError, match="Column account_id of frame retweets has the type Struct"):
            graph.import_frame(PANDAS.assign(account_id=[{"id": 1}] * 6))
        with pytest.raises(InputError, match="retweeted_at"):
            graph.import_frame(POLARS.drop("retweeted_at"))
        with pytest.raises(UsageError, match="There is no table 'retweet'"):
            graph.import_frame(POLARS, table="retweet")
        with pytest.raises(UsageError, match="pandas is expected"):
            graph.import_frame(ROWS)
        assert graph.imports().is_empty()


def test_hints_are_for_python(opened: Graph) -> None:
    with opened as graph:
        with pytest.raises(InputError) as caught:
            graph.import_frame(POLARS.rename({"account_id": "user", "retweeted_at": "created"}))
        assert "Try columns={'user': 'account_id', 'created': 'retweeted_at'}." in caught.value.hint
        with pytest.raises(UsageError, match="columns retweet_id=nothing") as unknown:
            graph.import_frame(POLARS, columns={"retweet_id": "nothing"})
        dates = POLARS.with_columns(retweeted_at=pl.lit("1/3/2021 10:00"))
        with pytest.raises(InputError) as ambiguous:
            graph.import_frame(dates)
        assert "day_first=True" in ambiguous.value.hint
        for error in (caught.value, unknown.value, ambiguous.value):
            assert "--" not in error.message + error.hint
            assert "/tmp" not in error.message + error.hint


def test_a_frame_without_rows_is_a_failure(opened: Graph) -> None:
    with opened as graph, pytest.raises(InputError, match="no rows of data in frame retweets"):
        graph.import_frame(POLARS.clear())
