"""An import that matches no outlet of the registry says why."""

from pathlib import Path

import pytest

from explorer.graph.connection.connect import Connection
from explorer.graph.summary import summarise
from explorer.importing.jobs import find_jobs, import_files
from explorer.model.tables import OUTLET_ACCOUNTS, OUTLETS
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.rows import outlet_accounts, outlets
from tests.integration.test_load import load

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"


@pytest.fixture
def registry(graph: Connection) -> Connection:
    load(graph, OUTLETS, outlets("cn-cgtn"))
    load(graph, OUTLET_ACCOUNTS, outlet_accounts(CGTNOfficial="cn-cgtn"))
    return graph


def read(
    graph: Connection, folder: Path, row: str, *, platform: str = "x", options: ReadOptions = ReadOptions()
) -> str | None:
    path = folder / "retweets.csv"
    path.write_text(HEADING + row, encoding="utf-8")
    import_files(graph, find_jobs([path], platform=platform, options=options))
    unmatched = summarise(graph).unmatched
    return None if unmatched is None else f"{unmatched.cause}: {unmatched.fix}"


def test_handles_without_at_meet_the_registry(registry: Connection, tmp_path: Path) -> None:
    assert read(registry, tmp_path, "1,77,900,CGTNOfficial,2021-03-01T10:00:00Z\n") is None
    assert summarise(registry).matched == 1


def test_handles_that_were_read_as_ids_are_the_likely_cause(registry: Connection, tmp_path: Path) -> None:
    options = ReadOptions(ids_are="ids")
    reason = read(registry, tmp_path, "1,77,900,CGTNOfficial,2021-03-01T10:00:00Z\n", options=options)
    assert reason is not None
    assert "accounts such as CGTNOfficial look like handles without @" in reason
    assert "--ids-are handles" in reason


def test_another_platform_is_the_likely_cause(registry: Connection, tmp_path: Path) -> None:
    reason = read(registry, tmp_path, "1,77,900,@CGTNOfficial,2021-03-01T10:00:00Z\n", platform="higgs")
    assert reason is not None
    assert reason.startswith("the data are of the platform higgs, but the registry lists accounts of x: ")
    assert "--platform x" in reason


def test_data_without_handles_are_the_likely_cause(registry: Connection, tmp_path: Path) -> None:
    reason = read(registry, tmp_path, "1,77,900,88,2021-03-01T10:00:00Z\n")
    assert reason is not None
    assert reason.startswith("the data name accounts by id only")


def test_nothing_is_said_without_data(registry: Connection) -> None:
    assert summarise(registry).unmatched is None
