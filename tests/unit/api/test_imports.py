"""What an interrupted import says about files that a bulk import has loaded."""

from pathlib import Path
from typing import Any

import pytest

from explorer.api import imports
from explorer.api.imports import Imports
from explorer.common.interrupts import Interrupted
from explorer.common.settings import Settings
from explorer.importing.jobs import find_jobs
from tests.helpers.example_files import GOOD, HEADING


@pytest.mark.parametrize(
    ("in_bulk", "message"),
    [
        (0, "Nothing was loaded."),
        (1, "1 of 2 files is loaded completely. The others are not."),
        (2, "All 2 files are loaded, but the roll-ups are not up to date."),
    ],
)
def test_ctrl_c_while_the_server_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_bulk: int, message: str
) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(HEADING if name == "b.csv" else GOOD)
    jobs = find_jobs([tmp_path], format_name="native")
    reports: list[Any] = [object()] * in_bulk

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(imports, "bulk_server", lambda *_, **__: object())
    monkeypatch.setattr(imports, "import_in_bulk", lambda *_, **__: (reports, jobs[in_bulk:]))
    monkeypatch.setattr(Imports, "connection", property(interrupt))
    graph = Imports.open(settings=Settings(explorer_home=tmp_path / "home"))
    with pytest.raises(Interrupted) as interrupted:
        graph.import_jobs(jobs)
    assert interrupted.value.message == message
