"""Accounts that are renamed carry their newest handle, and are found by the earlier ones."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.detect.signals import kinds
from explorer.graph.connection.connect import Connection
from explorer.graph.load.batches import load_batch
from explorer.graph.lookup import find_keys
from explorer.importing.jobs import find_jobs, import_files
from explorer.model.batches import Batch, rejects_frame
from explorer.model.tables import ACCOUNTS, OUTLET_ACCOUNTS, OUTLETS, POSTS, RETWEETS
from explorer.packs.catalog import find_query
from explorer.packs.run import run_query
from explorer.runs.files import read_files
from tests.helpers.paths import DATA
from tests.helpers.rows import accounts, outlet_accounts, outlets, retweets
from tests.integration.test_load import load, wipe

NOON = datetime(2022, 5, 1, 12, tzinfo=UTC)


def handles(graph: Connection) -> dict[str, tuple[str | None, list[str]]]:
    rows = graph.read(
        "MATCH (a:Account) RETURN a.accountId, a.handle, coalesce(a.aliases, []) ORDER BY a.accountId"
    ).rows
    return {key: (handle, sorted(aliases)) for key, handle, aliases in rows}


def see(graph: Connection, *seen: tuple[str, str, int]) -> None:
    """Load accounts as posts show them: id, handle, and the minute of the post."""
    rows = accounts(
        *({"account_id": i, "handle": handle, "handle_at": NOON + timedelta(minutes=m)} for i, handle, m in seen)
    )
    posts = Batch(POSTS, POSTS.empty(), rejects_frame(), 0, embedded=((ACCOUNTS, rows),))
    load_batch(graph, posts, import_id="posts")


def test_pages_with_two_handles_of_an_account(graph: Connection) -> None:
    """Account 77 is oldname on 1 May, and newname on 2 and 3 May."""
    (report,) = import_files(graph, find_jobs([DATA / "cases" / "renamed.jsonl"]))
    assert (report.rows, report.loaded, report.duplicates, report.rejected) == (3, 3, 0, 0)
    assert handles(graph) == {"x:77": ("newname", ["oldname"]), "x:88": ("s", [])}
    assert graph.read("MATCH (a:Account {accountId: 'x:77'}) RETURN a.handleKey, a.handleAt").rows == [
        ("x:newname", datetime(2022, 5, 3, 10, tzinfo=UTC))
    ]
    assert find_keys(graph, ["@OldName", "newname"], ["x"]) == {"@OldName": ["x:77"], "newname": ["x:77"]}


def test_a_query_finds_an_account_by_its_earlier_handle(graph: Connection) -> None:
    import_files(graph, find_jobs([DATA / "cases" / "renamed.jsonl"]))
    query = find_query("boosts/account-posts")
    by_name = [run_query(graph, query, query.bind({"account": name})).rows for name in ("@oldname", "newname", "x:77")]
    assert len(by_name[0]) == 3
    assert by_name[0] == by_name[1] == by_name[2]


def test_the_files_without_a_graph_know_the_same_handles() -> None:
    records = read_files(find_jobs([DATA / "cases" / "renamed.jsonl"]), kinds.HANDLE_RECORDS)
    assert sorted(records.handles.select("account", "handle").rows()) == [("x:77", "newname"), ("x:88", "s")]
    names = records.records.things["handle"].gather(records.records.acts["thing"])
    assert sorted(names) == ["newname", "oldname", "s"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([("7", "Ann", 0), ("7", "Bea", 1), ("7", "Ann", 2), ("7", "cay", 3), ("8", "Bea", 5)]))
def test_the_order_of_posts_does_not_decide_the_handle(graph: Connection, seen: list[tuple[str, str, int]]) -> None:
    wipe(graph)
    for one in seen:
        see(graph, one)
    expected = {"x:7": ("cay", ["ann", "bea"]), "x:8": ("Bea", [])}
    assert handles(graph) == expected
    see(graph, *seen)
    assert handles(graph) == expected


def test_an_account_that_takes_its_old_handle_back_has_no_alias_of_that_name(graph: Connection) -> None:
    see(graph, ("7", "Ann", 0), ("7", "Bea", 1))
    see(graph, ("7", "ANN", 2))
    assert handles(graph) == {"x:7": ("ANN", ["bea"])}


def test_a_table_of_accounts_states_the_handle_whatever_posts_show(graph: Connection) -> None:
    see(graph, ("7", "Ann", 0))
    load(graph, ACCOUNTS, accounts({"account_id": "7", "handle": "Dot"}))
    see(graph, ("7", "Eve", 9))
    assert handles(graph) == {"x:7": ("Dot", ["ann", "eve"])}


@pytest.mark.parametrize("placeholder_first", [True, False])
def test_an_earlier_handle_stands_for_the_account(graph: Connection, *, placeholder_first: bool) -> None:
    """The registry lists @Ann, a retweet names @ann, and account 7 has been Bea since."""

    def name_the_handle() -> None:
        load(graph, OUTLETS, outlets("gt"))
        load(graph, OUTLET_ACCOUNTS, outlet_accounts(Ann="gt"))
        load(graph, RETWEETS, retweets(("r1", "1", None, "@ann", 0)))

    if placeholder_first:
        name_the_handle()
    see(graph, ("7", "Ann", 0), ("7", "Bea", 1))
    if not placeholder_first:
        name_the_handle()
    assert handles(graph) == {"x:1": (None, []), "x:7": ("Bea", ["ann"])}
    assert graph.read("MATCH (a)-[:OPERATED_BY]->(o) RETURN a.accountId, o.outletId").rows == [("x:7", "gt")]
    assert graph.read("MATCH ()-[:RETWEETED]->(p) RETURN p.postId").rows == [("x:7/unidentified",)]


def test_a_handle_belongs_to_the_account_that_has_it_now(graph: Connection) -> None:
    see(graph, ("7", "Ann", 0), ("7", "Bea", 1), ("8", "Ann", 2))
    load(graph, RETWEETS, retweets(("r1", "@ann", "p1", "9", 0)))
    assert graph.read("MATCH (a)-[:RETWEETED]->() RETURN a.accountId").rows == [("x:8",)]
    assert find_keys(graph, ["ann"], ["x"]) == {"ann": ["x:8"]}


def test_a_handle_that_two_accounts_gave_up_belongs_to_neither(graph: Connection) -> None:
    see(graph, ("7", "Ann", 0), ("7", "Bea", 1), ("8", "Ann", 2), ("8", "Cay", 3))
    load(graph, RETWEETS, retweets(("r1", "@ann", "p1", "9", 0)))
    assert graph.read("MATCH (a)-[:RETWEETED]->() RETURN a.accountId").rows == [("x:@ann",)]
    assert find_keys(graph, ["ann"], ["x"]) == {"ann": ["x:@ann"]}


def test_the_handles_of_a_registry_do_not_replace_those_of_the_data(graph: Connection) -> None:
    see(graph, ("7", "Bea", 1))
    load(graph, OUTLETS, outlets("gt"))
    rows = outlet_accounts(Ann="gt").with_columns(
        account_id=OUTLET_ACCOUNTS.empty()["account_id"].extend_constant("7", 1)
    )
    load(graph, OUTLET_ACCOUNTS, rows)
    assert handles(graph) == {"x:7": ("Bea", ["ann"])}
