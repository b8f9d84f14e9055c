"""An interrupt during a bulk import says which database the server has."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from explorer.common.interrupts import Interrupted, interrupt_means, nothing_loaded
from explorer.server import database_build, process, staging
from explorer.server.artifacts import Artifacts
from explorer.server.database_build import build_database
from explorer.server.local import LocalServer


@pytest.mark.parametrize(
    ("module", "step", "message", "complete"),
    [
        (process, "run_admin", "Nothing was loaded.", False),
        (staging, "mark_staging_complete", "Nothing was loaded.", False),
        (staging, "promote_staging", "The bulk import is complete.", True),
    ],
)
def test_ctrl_c_in_each_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, step: str, message: str, complete: bool
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(database_build, "find_java", lambda: None)
    monkeypatch.setattr(process, "run_admin", lambda *_, **__: None)
    monkeypatch.setattr(LocalServer, "install", lambda *_, **__: None)
    monkeypatch.setattr(Artifacts, "verified_class_path", lambda _: "")
    monkeypatch.setattr(database_build, "check_free_disk", lambda _: None)
    monkeypatch.setattr(module, step, interrupt)
    server = LocalServer(tmp_path)
    with pytest.raises(Interrupted) as interrupted, interrupt_means(nothing_loaded):
        build_database(server, lambda _: [], claim=lambda _: nullcontext())
    assert interrupted.value.message == message
    assert staging.is_staging_complete(server.folder) == complete
