"""The working folder, where untrusted data may lie, has no say in what runs.

``strace`` shows what a command opens there besides the files that are named: ``.env``, and ``.numba_config.yaml`` of
numba. ``python -m`` and relative entries of PATH are ways of Python and the system.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.server import java
from tests.helpers.example_files import GOOD

EVIL = "import os; os._exit(77)\n"


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, and return what happened."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "EXPLORER_HOME": str(folder.parent / "home"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_modules_beside_the_data_are_not_imported(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("typer", "rich", "polars", "numba", "numpy", "pydantic", "platformdirs", "dotenv", "yaml"):
        (data / f"{name}.py").write_text(EVIL, encoding="utf-8")
    (data / "retweets.csv").write_text(GOOD, encoding="utf-8")
    for program in (["-m", "explorer"], [str(Path(sys.executable).parent / "explorer")]):
        done = run(data, *program, "import", "retweets.csv", "--dry-run")
        assert done.returncode == 0, done.stderr


def test_numba_is_not_told_where_compiled_code_is(tmp_path: Path) -> None:
    (tmp_path / ".numba_config.yaml").write_text(f"cache_dir: {tmp_path / 'evil'}\n", encoding="utf-8")
    (tmp_path / "retweets.csv").write_text(GOOD, encoding="utf-8")
    done = run(tmp_path, "-P", "-m", "explorer", "network", "retweets.csv", "--significance", "off")
    assert done.returncode == 1
    assert f"{tmp_path / '.numba_config.yaml'} would change how explorer runs" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "evil").exists()


def test_numba_does_not_look_again(tmp_path: Path) -> None:
    program = """
import explorer.detect.kernels
from pathlib import Path
from numba.core import config

before = config.CACHE_DIR
Path(".numba_config.yaml").write_text("cache_dir: /evil")
config.reload_config()
assert config.CACHE_DIR == before
"""
    done = run(tmp_path, "-P", "-c", program)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("entry", ["", ".", "bin", "./bin"])
def test_java_beside_the_data_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    for folder in (tmp_path, tmp_path / "bin"):
        folder.mkdir(exist_ok=True)
        program = folder / "java"
        program.write_text("#!/bin/sh\ntouch evil\necho 'openjdk version \"21.0.8\"' >&2\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(java, "_bundled", lambda: None)
    monkeypatch.setenv("PATH", f"{entry}:/nowhere")
    monkeypatch.setenv("JAVA_HOME", ".")
    assert list(java._candidates()) == []
    monkeypatch.setenv("PATH", f"{entry}:{tmp_path / 'bin'}")
    assert [path for _, path in java._candidates()] == [tmp_path / "bin" / "java"]
