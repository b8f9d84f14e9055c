"""Small worlds whose results can be computed by hand, loaded like files, including roll-ups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import polars as pl

from explorer.communities.clusters import CLUSTER_SCHEMA, MEMBER_SCHEMA
from explorer.graph.connection.connect import Connection
from explorer.graph.load.batches import load_rows
from explorer.graph.rollups import refresh_rollups
from explorer.graph.runs.runs import write_run
from explorer.model.tables import TABLES
from explorer.packs.catalog import find_query
from explorer.packs.run import run_query

Row = dict[str, Any]


def time(text: str) -> datetime:
    """Parse a date or time in UTC, such as ``2021-01-01`` or ``2021-01-01T10:00:05``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(slots=True)
class World:
    """Collects rows of the canonical tables, platform x by default, and loads them with `build`.

    Two worlds are equal if they have the same rows and runs in the same order.
    """

    _rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    _runs: list[tuple[str, list[tuple[str, ...]], Mapping[str, Any]]] = field(default_factory=list)

    def add(self, table: str, **row: Any) -> None:
        """Add a row to a table; times are given as text."""
        self._rows[table].append({name: _value(name, value) for name, value in row.items()})

    def account(self, account_id: str, **profile: Any) -> None:
        """Add an account; columns as in `explorer.model.tables.ACCOUNTS`."""
        self.add("accounts", account_id=account_id, **({"handle": account_id.upper()} | profile))

    def outlet(self, outlet_id: str, *accounts: str, **about: Any) -> None:
        """Add an outlet that operates accounts; by default, its kind is media and its state is CN."""
        self.add(
            "outlets",
            **({"outlet_id": outlet_id, "name": outlet_id, "kind": "media", "state": "CN", "source": "test"} | about),
        )
        for account in accounts:
            self.add("outlet_accounts", account_id=account, outlet_id=outlet_id, source="test")

    def post(self, post_id: str, author: str, at: str | None = None, **about: Any) -> None:
        """Add a post; columns as in `explorer.model.tables.POSTS`."""
        self.add("posts", post_id=post_id, author_id=author, created_at=at, **about)

    def retweet(self, account: str, post: str | None, at: str, author: str | None = None) -> None:
        """Add a retweet; without ``post``, of an unknown post of the author."""
        number = len(self._rows["retweets"])
        self.add(
            "retweets", retweet_id=f"r{number}", account_id=account, post_id=post, author_id=author, retweeted_at=at
        )

    def run(self, run_id: str, *clusters: tuple[str, ...], **about: Any) -> None:
        """Add a run with these clusters in order of rank; every two members of a cluster share an edge of weight 2."""
        self._runs.append((run_id, list(clusters), about))

    def build(self, graph: Connection, *, backwards: bool = False) -> Connection:
        """Load the world, with ``backwards`` in reverse order to test that results do not depend on the order."""
        for name, rows in self._rows.items():
            table = TABLES[name]
            with_platform = {"platform": "x"} if "platform" in table.schema else {}
            if rows:
                frame = pl.DataFrame(
                    [with_platform | row for row in rows[:: -1 if backwards else 1]],
                    schema_overrides=_known(table.schema, rows),
                )
                load_rows(graph, table, table.conform(frame), import_id="test")
        refresh_rollups(graph)
        for run_id, clusters, about in self._runs:
            _write_run(graph, run_id, clusters, about)
        return graph


def ask(graph: Connection, name: str, **given: str) -> list[Row]:
    """Return the rows of a query as dictionaries; parameters are texts as on the command line."""
    return _ask(graph, name, given, raw=False)


def ask_raw(graph: Connection, name: str, **given: str) -> list[Row]:
    """Return the rows of a query's statement like `ask`, but without its step."""
    return _ask(graph, name, given, raw=True)


def _ask(graph: Connection, name: str, given: Mapping[str, str], *, raw: bool) -> list[Row]:
    query = find_query(name)
    result = run_query(graph, query, query.bind(given), raw=raw)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def pick(rows: Sequence[Row], *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns of rows."""
    return [tuple(row[column] for column in columns) for row in rows]


def _known(schema: Mapping[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    names = {"platform"} | {name for row in rows for name in row}
    return {name: kind for name, kind in schema.items() if name in names}


def _value(name: str, value: Any) -> Any:
    return time(value) if isinstance(value, str) and name.endswith("_at") else value


def _write_run(graph: Connection, run_id: str, clusters: Sequence[tuple[str, ...]], about: Mapping[str, Any]) -> None:
    edges = [(f"x:{a}", f"x:{b}") for members in clusters for a in members for b in members if a < b]
    sizes = [len(members) for members in clusters]
    properties = {
        "runId": run_id, "platforms": ["x"], "signal": "co-retweet", "window": 60_000, "minWeight": 2,
        "weighting": "objects", "clusters": len(clusters), "edges": len(edges), "accounts": sum(sizes), "resolution": 1,
    }  # fmt: skip
    write_run(
        graph,
        run={**properties, **about},
        edges=pl.DataFrame(edges, schema=["source", "target"], orient="row").with_columns(
            signal=pl.lit("co-retweet"), weight=2, objects=2
        ),
        clusters=pl.DataFrame(
            {
                "rank": range(1, len(sizes) + 1),
                "size": sizes,
                "joined": 0,
                "edges": [n * (n - 1) // 2 for n in sizes],
                "weight": [n * (n - 1) for n in sizes],
                "density": 1.0,
                "score": [n - 1.0 for n in sizes],
                "stability": 1.0,
            },
            schema=CLUSTER_SCHEMA,
        ),
        members=pl.DataFrame(
            [
                {"account": f"x:{member}", "rank": rank, "role": "core", "stability": 1.0}
                for rank, members in enumerate(clusters, 1)
                for member in members
            ],
            schema=MEMBER_SCHEMA,
        ),
    )  # fmt: skip
