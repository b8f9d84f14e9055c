"""The files of tests/data/hostile/files end alike, however they are imported, and never break an import off."""

import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from explorer.common.settings import Settings
from explorer.graph.connection.connect import Connection
from explorer.importing.bulk import import_in_bulk
from explorer.importing.dry_run import FileCheck, check_files
from explorer.importing.jobs import Job, find_jobs, import_files
from explorer.model.properties import MOST_HANDLES
from explorer.server.local import LocalServer
from tests.helpers.paths import DATA
from tests.helpers.ports import default_ports, reserved_ports
from tests.helpers.state import graph_state

INDEX = tomllib.loads((DATA / "hostile" / "files" / "index.toml").read_text(encoding="utf-8"))["file"]


def content(parts: Sequence[tuple[str, int]]) -> str:
    return "".join(
        "".join(text.replace("{n}", str(n)) for n in range(times)) if "{n}" in text else text * times
        for text, times in parts
    )


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> list[Job]:
    folder = tmp_path_factory.mktemp("files")
    for file in INDEX:
        (folder / file["name"]).write_text(content(file["content"]), encoding="utf-8", newline="")
    return [job for file in INDEX for job in find_jobs([folder / file["name"]])]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    local = LocalServer(tmp_path_factory.mktemp("home"), "hostile", artifacts=Settings().explorer_home)
    with reserved_ports() as ports, default_ports(ports):
        yield local
        local.stop()


def outcome(read: FileCheck) -> dict[str, Any]:
    return {
        "name": read.file,
        "format": read.format,
        "counts": [read.rows, read.usable, read.duplicates, read.rejected],
        "reasons": [f"{rows} x {reason}" for reason, rows in read.reasons],
        "notes": list(read.notes),
    }


def test_every_file_has_the_outcome_of_the_index(jobs: list[Job], graph: Connection, server: LocalServer) -> None:
    expected = [{key: file[key] for key in ("name", "format", "counts", "reasons", "notes")} for file in INDEX]
    assert [outcome(read) for read in check_files(jobs)] == expected

    over_bolt = import_files(graph, jobs)
    counts = {file["name"]: file["counts"] for file in expected}
    assert {r.file: [r.rows, r.loaded, r.duplicates, r.rejected] for r in over_bolt} == counts
    assert [list(r.notes) for r in over_bolt] == [file["notes"] for file in expected]

    in_bulk, left = import_in_bulk(server, jobs)
    assert {job.location.name for job in left} == {"outlets.csv", "statuses.csv", "labels.csv"}
    with Connection(server.start()) as other:
        rest = import_files(other, left)
        assert {r.file: [r.rows, r.loaded, r.duplicates, r.rejected] for r in (*in_bulk, *rest)} == counts
        for loaded, expected_state in zip(graph_state(other), graph_state(graph), strict=True):
            assert sorted(set(loaded) ^ set(expected_state)) == []
    ((aliases, handle),) = graph.read("MATCH (a:Account {accountId: 'x:9'}) RETURN a.aliases, a.handle").rows
    seen = sorted(f"name{n}" for n in range(100))
    assert sorted({*aliases, handle}) == sorted({*seen[:MOST_HANDLES], handle})
