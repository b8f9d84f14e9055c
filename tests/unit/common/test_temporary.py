"""Temporary files of killed processes are deleted, those of running ones are not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.common.temporary import PREFIX, temporary

CHILD = """
import sys
from pathlib import Path
from explorer.common.temporary import temporary
with temporary(Path(sys.argv[1]), is_folder=sys.argv[2] == "folder") as path:
    (path / "content" if path.is_dir() else path).write_text("half")
    print(path.name, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_leftovers_of_killed_processes_do_not_pile_up(tmp_path: Path, kind: str) -> None:
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path), kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert [path.name for path in tmp_path.iterdir()] == [name]
        # while it runs, others leave it alone
        with temporary(tmp_path):
            assert (tmp_path / name).exists()
        process.kill()
        process.communicate()
        assert (tmp_path / name).exists()
    with temporary(tmp_path) as own:
        assert [*tmp_path.iterdir()] == [own]
    assert [*tmp_path.iterdir()] == []


def test_only_its_own_kind_is_deleted(tmp_path: Path) -> None:
    """Other files, links and pipes stay, and a pipe is not waited for."""
    (tmp_path / "report.html").write_text("kept")
    (tmp_path / f"{PREFIX}link").symlink_to(tmp_path / "report.html")
    os.mkfifo(tmp_path / f"{PREFIX}pipe")
    with temporary(tmp_path, suffix=".html") as path:
        assert path.suffix == ".html"
        assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "report.html").read_text() == "kept"
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", f"{PREFIX}link", f"{PREFIX}pipe"}
