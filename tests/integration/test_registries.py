"""New versions of a registry replace earlier versions, and do not change entries of other imports."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import list_imports
from explorer.importing.jobs import find_jobs, import_files, import_registry
from explorer.registry.reader import read_registry
from tests.helpers.state import graph_state

HEADING = "outlet,name,kind,state,owner,x,source,source_date\n"
FIRST = HEADING + (
    "cn-one,One,media,CN,Owner,Ada;Bea,a test,2021\n"
    "cn-two,Two,media,CN,,Cay,a test,2021\n"
    "ru-red,Red,media,RU,,Dan,a test,2021\n"
)
# Bea moves to Two, Cay and the owner of One are removed, and so is Red
SECOND = HEADING + "cn-one,One,media,CN,,Ada,a test,2022\ncn-two,Two,media,CN,,Bea,a test,2022\n"

Load = Callable[..., tuple[str, ...]]


@pytest.fixture
def load(graph: Connection, tmp_path: Path) -> Load:
    def load(content: str, *, name: str = "own.csv", state: str = "") -> tuple[str, ...]:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return import_registry(graph, read_registry(path).select(state=state)).notes

    return load


def ties(graph: Connection) -> set[tuple[str, str]]:
    found = graph.read("MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet) RETURN a.handle, o.outletId").rows
    return {(handle, outlet) for handle, outlet in found}


def without_account_of_rows(graph: Connection) -> tuple[list[str], list[str]]:
    nodes, relationships = graph_state(graph)
    # rows that the earlier version contained are duplicates in the later version
    return [node for node in nodes if "'Import'" not in node], relationships


def test_accounts_follow_the_newest_version(graph: Connection, load: Load) -> None:
    load(FIRST)
    (note,) = load(SECOND)
    assert ties(graph) == {("Ada", "cn-one"), ("Bea", "cn-two")}
    assert "3 accounts lost an outlet" in note
    assert "1 outlet was removed" in note
    assert graph.read("MATCH (o:Outlet {outletId: 'cn-one'}) RETURN o.owner").rows == [(None,)]
    assert len(list_imports(graph).rows) == 1


def test_status_and_dates_of_an_account_follow_the_newest_version(graph: Connection, load: Load) -> None:
    heading = "outlet,name,kind,state,x,status,valid_from,valid_until,source,source_date\n"
    query = "MATCH (a:Account)-[r:OPERATED_BY]->() RETURN a.handle, r.source, r.tenure, r.validFrom, r.validUntil"
    load(f"{heading}cn-one,One,media,CN,Ada,,,,a test,2021\ncn-one,,,,Bea,former,2015,2022-03,another,2023\n")
    former = ("Bea", "another (2023)", "former", date(2015, 1, 1), date(2022, 3, 31))
    assert graph.read(f"{query} ORDER BY a.handle").rows == [("Ada", "a test (2021)", None, None, None), former]
    load(f"{heading}cn-one,One,media,CN,Bea,,,,a test,2024\n")
    assert graph.read(query).rows == [("Bea", "a test (2024)", None, None, None)]


def test_the_graph_is_the_same_as_with_only_the_newest_version(graph: Connection, load: Load) -> None:
    load(SECOND)
    wanted = without_account_of_rows(graph)
    load(FIRST)
    load(SECOND)
    assert without_account_of_rows(graph) == wanted
    assert load(SECOND) == ()


def test_accounts_with_retweets_are_kept(graph: Connection, load: Load, tmp_path: Path) -> None:
    load(FIRST)
    retweets = tmp_path / "retweets.csv"
    retweets.write_text(
        "retweet_id,account_id,post_id,author_id,retweeted_at\n1,@eve,9,@CAY,2021-03-01T10:00:00Z\n", encoding="utf-8"
    )
    import_files(graph, find_jobs([retweets]))
    load(SECOND)
    assert graph.read("MATCH (a:Account {handleKey: 'x:cay'})-[:POSTED]->() RETURN count(*)").rows == [(1,)]
    # a later version that lists the account again is matched with it
    load(FIRST)
    assert graph.read(
        "MATCH (o:Outlet)<-[:OPERATED_BY]-(:Account)<-[:AMPLIFIED]-(who) RETURN o.outletId, who.handle"
    ).rows == [("cn-two", "eve")]


def test_entries_of_another_registry_are_kept(graph: Connection, load: Load) -> None:
    load(FIRST)
    load(FIRST.replace("2021", "2020"), name="other.csv")
    load(SECOND)
    assert ("Dan", "ru-red") in ties(graph)
    assert ("Bea", "cn-one") in ties(graph)
    assert graph.read("MATCH (o:Outlet {outletId: 'cn-one'}) RETURN o.owner").rows == [("Owner",)]


def test_a_part_replaces_the_same_part_and_a_whole_registry_replaces_all_parts(graph: Connection, load: Load) -> None:
    load(FIRST, state="CN")
    assert load(FIRST, state="RU") == ()
    notes = load(SECOND, state="CN")
    assert "registry RU" in notes[-1]
    assert ties(graph) == {("Ada", "cn-one"), ("Bea", "cn-two"), ("Dan", "ru-red")}
    load(SECOND)
    assert ties(graph) == {("Ada", "cn-one"), ("Bea", "cn-two")}
