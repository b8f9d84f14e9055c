"""The CSV files for Neo4j's offline import: headings and values follow from the graph model."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from explorer.graph.offline.builder import ColumnarGraphBuilder
from explorer.graph.offline.csv_files import write_import_files
from explorer.model.batches import Batch, rejects_frame
from explorer.model.tables import ACCOUNTS, HASHTAGS, Table

IMPORTS: list[dict[str, Any]] = [
    {"importId": "a", "file": "a.csv", "rows": 3, "startedAt": datetime(2021, 3, 1, 10, 0, 0, 123_456, UTC)},
    {"importId": "b", "file": "b\n.csv", "rows": 0, "reasons": ["1 x bad: a\x1fb", "1 x worse"], "platforms": []},
]


def batch(table: Table, **columns: list[object]) -> Batch:
    rows = table.conform(pl.DataFrame(columns))
    return Batch(table, rows, rejects_frame(), rows.height)


def write(folder: Path, *batches: Batch) -> dict[str, list[dict[str, str]]]:
    builder = ColumnarGraphBuilder()
    for number, one in enumerate(batches):
        builder.add(number, one)
    write_import_files(builder.finish(len(IMPORTS)), IMPORTS, folder)
    files = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            files[path.stem] = list(csv.DictReader(file))
    return files


def test_import_nodes_keep_lists_times_and_line_ends(tmp_path: Path) -> None:
    first, second = write(tmp_path)["Import"]
    assert first["startedAt:datetime"] == "2021-03-01T10:00:00.123456Z"
    assert (first["rows:long"], first["reasons:string[]"]) == ("3", "")
    assert second["file:string"] == "b\n.csv"
    # an item cannot contain the separator of lists
    assert second["reasons:string[]"] == "1 x bad: a b\x1f1 x worse"
    assert "undoing:boolean" not in first


def test_headings_have_the_names_and_types_of_the_graph(tmp_path: Path) -> None:
    accounts = batch(
        ACCOUNTS,
        platform=["x", "x"],
        account_id=["1", "2"],
        handle=["One", None],
        followers=[7, None],
        status=["suspended", None],
    )
    tags = batch(HASHTAGS, platform=["x"], post_id=["9"], tag=["news"])
    files = write(tmp_path, accounts, tags)
    first, second = files["Account"]
    assert first == {
        ":ID(Account)": "0",
        "accountId": "x:1",
        "platform:string": "x",
        "handle:string": "One",
        "handleKey:string": "x:one",
        "followers:long": "7",
        "status:string": "suspended",
        ":LABEL": "Suspended",
        "importId": "a",
    }
    assert (second["handle:string"], second["followers:long"], second[":LABEL"]) == ("", "", "")
    assert [row["tag"] for row in files["Hashtag"]] == ["news"]
    assert [row["identified:boolean"] for row in files["Post"]] == ["true"]
    (tagged,) = files["TAGGED"]
    assert tagged == {":START_ID(Post)": "0", ":END_ID(Hashtag)": "0", "importId": "b"}
