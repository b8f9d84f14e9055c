"""Statements that write data look up every row by index, whatever the graph contained when Neo4j made the plan.

Neo4j caches plans. A plan that scans all accounts for every row is fast while there are no matching accounts, and takes
minutes later. Whether an import uses such a plan depends on the time between its transactions.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import neo4j
import pytest

from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_RETWEET
from explorer.graph.connection.connect import Connection, trusted_query
from explorer.graph.imports.imports import import_file
from explorer.graph.imports.registries import remove_earlier_versions
from explorer.graph.imports.undo import undo_import
from explorer.graph.rollups import refresh_rollups
from explorer.model.tables import ACCOUNTS, OUTLETS, TABLES
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.rows import accounts, at, batch, table

ROWS: dict[str, list[dict[str, Any]]] = {
    "outlets": [{"outlet_id": "o", "name": "o", "kind": "media", "state": "CN", "source": "test"}],
    "outlet_accounts": [{"account_id": "@nine", "outlet_id": "o", "source": "test"}],
    "accounts": [{"account_id": "9", "handle": "nine"}, {"account_id": "1", "status": "suspended"}],
    "posts": [{"post_id": "p", "author_id": "9", "created_at": at(0), "quoted_id": "q", "reply_to_author_id": "@ten"}],
    "retweets": [
        {"retweet_id": f"r{number}", "account_id": account, "post_id": post, "author_id": "@nine", "retweeted_at": time}
        for number, (account, post, time) in enumerate(
            [("1", "p", at(5)), ("@two", "p", at(6)), ("1", "s", at(7)), ("@two", "s", at(8))]
        )
    ],
    "links": [{"post_id": "p", "url": "https://example.org"}],
    "hashtags": [{"post_id": "p", "tag": "tag"}],
    "likes": [{"account_id": "1", "post_id": "p", "liked_at": at(7)}],
    "statuses": [{"account_id": "1", "status": "suspended", "observed_at": at(8)}],
    "labels": [{"account_id": "9", "labelled_at": at(9)}],
}


ABOUT = {"importId": "later", "file": "f", "sha256": "later", "format": "registry", "version": "0"}
PARAMETERS = DetectionParameters(
    signals=(CO_RETWEET,),
    network=NetworkParameters(window=60_000, min_weight=2),
    clusters=ClusterParameters(min_size=2),
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The statements that transactions send."""
    statements: set[str] = set()
    run: Callable[..., neo4j.Result] = neo4j.ManagedTransaction.run

    def noting(transaction: neo4j.ManagedTransaction, query: str, *given: Any, **named: Any) -> neo4j.Result:
        statements.add(query)
        return run(transaction, query, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(neo4j.ManagedTransaction, "run", noting)
        yield statements


def load(graph: Connection) -> list[str]:
    """Import a row or two of every table, twice: what is known takes another way; return the imports."""
    done = []
    for again in "ab":
        for name, rows in ROWS.items():
            about = {**ABOUT, "importId": name + again, "sha256": again}
            if name.startswith("outlet"):
                about["registry"] = name
            import_file(graph, about, 0, [batch(TABLES[name], table(TABLES[name], *rows))])
            done.append(name + again)
    return done


def test_no_statement_scans_all_accounts_or_posts_per_row(graph: Connection, sent: set[str]) -> None:
    done = load(graph)
    refresh_rollups(graph)
    assert len(detect(graph, PARAMETERS).clusters.members) == 2
    # the account of the handle two
    import_file(graph, ABOUT, 0, [batch(ACCOUNTS, accounts({"account_id": "2", "handle": "two"}))])
    remove_earlier_versions(graph, "outletsb", OUTLETS.empty())
    for one in done:
        undo_import(graph, one)
    statements = [one for one in sorted(sent) if "MATCH" in one or "MERGE" in one]
    assert len(statements) > 50
    found = {"of an empty graph": found_scans(graph, statements)}
    load(graph)
    # Neo4j counts accounts and posts at once, what their indexes hold some seconds later
    graph.execute("UNWIND range(1, 1000) AS n CREATE (:Account {accountId: 'n' + n}), (:Post {postId: 'n' + n})")
    found["of a graph without retweets"] = found_scans(graph, statements)
    graph.execute("MATCH (account:Account) SET account:RollupDue")
    found["of a graph with all roll-ups due"] = found_scans(graph, statements)
    assert not any(found.values()), found


def found_scans(graph: Connection, statements: list[str]) -> list[tuple[str, str]]:
    """Return statement and scan, of those whose plan reads all accounts, posts or ties of a kind for every row."""
    graph.execute("CALL db.clearQueryCaches()")

    def plan(transaction: neo4j.ManagedTransaction, statement: str) -> dict[str, Any]:
        explained: dict[str, Any] = transaction.run(trusted_query(f"EXPLAIN {statement}")).consume().plan or {}
        return explained

    plans = {one: graph.write(partial(plan, statement=one)) for one in statements}
    return [(one, scan) for one, planned in plans.items() for scan in scans(planned, for_each=False)]


def scans(plan: dict[str, Any], *, for_each: bool) -> Iterator[str]:
    operator = plan["operatorType"].partition("@")[0]
    told = plan["args"].get("Details", "")
    small = any(label in told for label in (":Import", ":Run", ":Outlet"))
    if for_each and operator.endswith("Scan") and not small:
        yield f"{operator} {told}"
    # the second part of these is done again for every row of the first; what only asks whether there is one ends there
    repeats = operator in {"Apply", "CartesianProduct", "OptionalApply", "RollUpApply", "SelectOrSemiApply"}
    for number, part in enumerate(plan.get("children", ())):
        yield from scans(part, for_each=for_each or (repeats and number == 1))
