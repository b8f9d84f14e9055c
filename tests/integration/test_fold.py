"""The offline graph equals the loaded graph, whatever the files contain and however they are split into batches.

``EXPLORER_SOAK`` multiplies the number of generated examples (``make soak``).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import import_file, import_properties
from explorer.graph.offline.builder import OFFLINE_TABLES, ColumnarGraphBuilder
from explorer.graph.offline.csv_files import write_import_files
from explorer.graph.rollups import refresh_rollups
from explorer.model.batches import Batch, rejects_frame
from explorer.model.resolution import Resolution
from explorer.sources.file_stats import FileStats
from tests.helpers.rows import at, table
from tests.helpers.state import State, files_state, graph_state

TIMES = int(os.environ.get("EXPLORER_SOAK", "1"))

HANDLES = {"1": "Ann", "2": "BOB", "3": None, "4": "dora"}
"""Handles by id; in the generated data, a handle never passes to another account."""

names = st.sampled_from(["1", "2", "3", "4", "@ann", "@Bob", "@cid", "@Dora"])
items = st.sampled_from(["p1", "p2", "p3", "p4"])
AUTHORS = {"p1": "1", "p2": "@Bob", "p3": "3", "p4": "@cid"}
"""The only author of each post."""

maybe = st.none() | st.sampled_from(["a", "b"])
numbers = st.none() | st.integers(0, 2)
times = st.integers(0, 3).map(lambda n: at(7.25 * n))


def profile(account_id: str, handled: bool, told: dict[str, Any]) -> dict[str, Any]:
    return {"account_id": account_id, "handle": HANDLES.get(account_id) if handled else None, **told}


def consistent(row: dict[str, Any]) -> dict[str, Any]:
    for post, author in (
        ("post_id", "author_id"),
        ("reply_to_id", "reply_to_author_id"),
        ("quoted_id", "quoted_author_id"),
    ):
        if row.get(author) and row[post]:
            row[author] = AUTHORS[row[post]]
    return row


ROWS = {
    # no account is described by handle in one row and by id in another
    "accounts": st.builds(
        profile,
        st.sampled_from(["@ann", "2", "3", "4", "@cid"]),
        st.booleans(),
        st.fixed_dictionaries({"name": maybe, "bio": maybe, "followers": numbers, "created_at": st.none() | times}),
    ),
    "posts": st.fixed_dictionaries(
        {
            "post_id": items,
            "author_id": st.none() | names,
            "created_at": st.none() | times,
            "text": maybe,
            "likes": numbers,
            "reply_to_id": st.none() | items,
            "reply_to_author_id": st.none() | names,
            "quoted_id": st.none() | items,
            "quoted_author_id": st.none() | names,
        }
    ).map(consistent),
    "retweets": st.fixed_dictionaries(
        {
            "retweet_id": st.sampled_from(["r1", "r2", "r3", "r4", "r5", "r6"]),
            "account_id": names,
            "post_id": st.none() | items,
            "author_id": st.none() | names,
            "retweeted_at": times,
        }
    )
    .filter(lambda row: row["post_id"] or row["author_id"])
    .map(consistent),
    "links": st.fixed_dictionaries({"post_id": items, "url": st.sampled_from(["https://a.example/", "b"])}),
    "hashtags": st.fixed_dictionaries({"post_id": items, "tag": st.sampled_from(["s", "t"])}),
    # two rows with the same like, by handle and by id, count twice until handle and id are merged
    "likes": st.fixed_dictionaries(
        {
            "account_id": st.sampled_from(["1", "@Bob", "3", "@Dora", "@cid"]),
            "post_id": items,
            "liked_at": st.none() | times,
        }
    ),
}
TABLES = {one.name: one for one in OFFLINE_TABLES}


@dataclass(frozen=True)
class Read:
    """Result of reading rows: a table, rejects, and embedded profiles and posts."""

    table: str
    rows: list[dict[str, Any]]
    rejected: int
    embedded: list[tuple[str, list[dict[str, Any]]]]

    def batches(self, cut: int) -> Iterator[Batch]:
        """Yield the rows in one batch, or in two; the first has at most ``cut`` rows."""
        for part, last in ((slice(cut), False), (slice(cut, None), True)) if cut else ((slice(None), True),):
            embedded = ((kind, rows[part]) for kind, rows in self.embedded)
            accepted, rejected = _table(self.table, self.rows[part]), self.rejected if last else 0
            rejects = rejects_frame({"source": "s", "line": 1, "reason": "bad", "raw": ""} for _ in range(rejected))
            yield Batch(
                TABLES[self.table],
                accepted,
                rejects,
                accepted.height + rejected,
                Resolution(accepted.height),
                embedded=tuple((TABLES[kind], _table(kind, rows)) for kind, rows in embedded if rows),
            )


def _table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return table(TABLES[name], *rows) if rows else TABLES[name].empty()


def embedded_rows(kind: str) -> st.SearchStrategy[tuple[str, list[dict[str, Any]]]]:
    key = TABLES[kind].key[1]
    # the embedded rows of a batch describe each post and each account once
    return st.tuples(st.just(kind), st.lists(ROWS[kind], max_size=2, unique_by=lambda row: row[key].lower()))


def reads(name: str, *embedded: str) -> st.SearchStrategy[Read]:
    embedded_tables = st.tuples(*map(embedded_rows, embedded)).map(list)
    return st.builds(Read, st.just(name), st.lists(ROWS[name], max_size=5), st.integers(0, 1), embedded_tables)


tables = st.sampled_from(list(ROWS)).flatmap(reads).map(lambda read: [read])
messages = st.lists(
    st.sampled_from(["accounts", "posts", "retweets"]).flatmap(
        lambda name: reads(name, "accounts", "posts", "links", "hashtags")
    ),
    max_size=3,
)
files = tables | messages
worlds = st.lists(files, min_size=1, max_size=3)


def about(number: int) -> dict[str, str]:
    return {"importId": f"i{number}", "file": f"{number}.csv", "sha256": "0", "format": "f", "version": "0"}


def loaded(graph: Connection, world: list[list[Read]], cut: int) -> State:
    graph.execute("MATCH (n) DETACH DELETE n")
    for number, file in enumerate(world):
        import_file(graph, about(number), 0, (batch for read in file for batch in read.batches(cut)))
    refresh_rollups(graph)
    return graph_state(graph)


def folded(world: list[list[Read]], cut: int, folder: Path) -> State:
    fold, tallies = ColumnarGraphBuilder(), []
    for number, file in enumerate(world):
        tallies.append(FileStats(f"{number}.csv", 0))
        for batch in (batch for read in file for batch in read.batches(cut)):
            tallies[-1].add(batch)
            fold.add(number, batch)
    made = fold.finish(len(world))
    now = {"startedAt": datetime.now(UTC), "finishedAt": datetime.now(UTC)}
    imports = [
        {**about(number), **import_properties(tally, count), **now}
        for number, (tally, count) in enumerate(zip(tallies, made.loaded, strict=True))
    ]
    return files_state(write_import_files(made, imports, folder))


@settings(
    max_examples=15 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds, cuts=st.tuples(st.integers(0, 3), st.integers(0, 3)))
def test_the_offline_graph_equals_the_loaded_graph(
    graph: Connection, tmp_path: Path, world: list[list[Read]], cuts: tuple[int, int]
) -> None:
    nodes, relationships = folded(world, cuts[0], tmp_path)
    expected_nodes, expected_relationships = loaded(graph, world, cuts[1])
    assert nodes == expected_nodes
    assert relationships == expected_relationships
