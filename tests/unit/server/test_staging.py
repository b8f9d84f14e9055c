"""The replacement of a database, killed before each of its steps."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from explorer.server import staging
from explorer.server.files import write_private

PARTS = ("databases", "transactions")


class Kill(BaseException):
    """The process is gone."""


def contents(folder: Path) -> list[str]:
    return [(folder / part / "neo4j" / "store").read_text() for part in PARTS]


@pytest.mark.parametrize("step", range(8))
def test_the_next_start_completes_a_replacement_killed_at_any_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    home = staging.prepare_staging(tmp_path)
    for folder, text in ((tmp_path / "data", "old"), (home / "data", "new")):
        for part in PARTS:
            (folder / part / "neo4j").mkdir(parents=True)
            (folder / part / "neo4j" / "store").write_text(text)
    steps = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: object, **options: object) -> Any:
            nonlocal steps
            steps += 1
            if steps > step:
                raise Kill
            return function(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", counted(shutil.rmtree))
        patch.setattr(Path, "rename", counted(Path.rename))
        patch.setattr(staging, "write_private", counted(write_private))
        try:
            staging.mark_staging_complete(tmp_path)
            staging.promote_staging(tmp_path)
            killed = False
        except Kill:
            killed = True
    assert killed == (step < 6)
    # the first step of a command that builds another database
    staging.discard_staging(tmp_path)
    staging.promote_staging(tmp_path)
    assert contents(tmp_path / "data") == (["old", "old"] if step == 0 else ["new", "new"])
    assert not staging.staging_folder(tmp_path).exists()
