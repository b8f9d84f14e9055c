"""A wheel, installed into an environment of its own, does everything outside the checkout."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.common.settings import Settings
from explorer.packs.catalog import find_query
from explorer.server.local import LocalServer
from explorer.server.saved_state import server_names
from tests.helpers.paths import REPOSITORY


class Installed:
    """The program as a user has it: installed from a wheel, with a home of its own, far from the checkout."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.programs = programs

    def __call__(self, *words: str) -> str:
        """Run a program of the environment and return what it prints; it has to succeed."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "EXPLORER_", "PYTHON"))
        }
        ended = subprocess.run(
            [str(self.programs / words[0]), *words[1:]],
            cwd=self.folder,
            env={**kept, "EXPLORER_HOME": str(self.home), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{words}\n{ended.stdout}{ended.stderr}"
        return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # a copy, so that what earlier builds left in the checkout cannot get into the wheel
    checkout = folder / "checkout"
    shutil.copytree(REPOSITORY, checkout, ignore=shutil.ignore_patterns(".*", "build", "dist", "tests", "docs"))
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, checkout)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    programs = folder / "venv" / "bin"
    # the locked versions without their checksums: pip would require one of the wheel, too
    locked = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    versions = folder / "versions.txt"
    versions.write_text("\n".join(line.removesuffix("\\") for line in locked if "==" in line), encoding="utf-8")
    # Python compiles what the tests import, which is a fraction of what is installed.
    wanted = ("--no-compile", "--constraint", versions, f"{wheel}[local,py2neo]")
    pip("--python", programs / "python", "install", *wanted)
    program = Installed(folder, programs)
    # Neo4j's files are the user's own, so that nothing is downloaded that is there already
    shared = LocalServer.from_settings(Settings()).artifacts
    shared.install()
    program.home.mkdir()
    (program.home / shared.folder.name).symlink_to(shared.folder)
    try:
        yield program
    finally:
        for name in server_names(program.home):
            LocalServer(program.home, name).stop()


def pip(*words: str | Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, words)], check=True
    )


def test_the_wheel_holds_what_the_program_reads_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {
        f"explorer/{path.relative_to(REPOSITORY)}" for path in (REPOSITORY / "cypher").rglob("*") if path.is_file()
    }
    assert shipped <= names
    assert "explorer/registry/registry.csv" in names
    assert "explorer/py.typed" in names
    assert not [name for name in names if not name.startswith(("explorer/", "coordination_explorer-"))]


def test_it_runs_outside_the_checkout(installed: Installed) -> None:
    origin = installed("python", "-c", "import explorer; print(explorer.__file__)").strip()
    assert Path(origin).is_relative_to(installed.folder)
    assert installed("explorer", "--version") == installed("python", "-m", "explorer", "--version")
    assert "cluster-boosts" in installed("explorer", "packs", "list", "--format", "csv")
    assert "cn-cgtn" in installed("explorer", "registry", "list", "--format", "csv")
    assert "bluesky" in installed("explorer", "formats", "--format", "csv")
    names = installed("python", "-c", "from explorer.integrations.py2neo import Account, Run; print(Account, Run)")
    assert "Account" in names


def test_the_main_job_runs_outside_the_checkout(installed: Installed) -> None:
    shown = installed("explorer", "demo", "--scale", "0.05")
    assert find_query("cluster-boosts").title in shown
    (server,) = server_names(installed.home)
    asked = installed("explorer", "--server", server, "packs", "run", "cluster-boosts", "--format", "csv", "--top", "3")
    assert len(asked.splitlines()) == 4
    installed("explorer", "--server", server, "report", "--no-sensitivity", "-o", "report.html")
    assert "<svg" in (installed.folder / "report.html").read_text(encoding="utf-8")
    installed("explorer", "--server", server, "export", "browser-bundle", "-o", "bundle.zip")
    assert any(name.endswith(".grass") for name in zipfile.ZipFile(installed.folder / "bundle.zip").namelist())
    guide = installed(
        "python", "-c", "from explorer.packs.catalog import find_packs\n"
        "from explorer.browser.guide import render_guide\n"
        "print(render_guide(find_packs(), 'http://localhost:1'))",
    )  # fmt: skip
    assert "cluster-boosts" in guide
    count = installed(
        "python", "-c",
        "import os, sys\nfrom explorer import Graph\nfrom explorer.common.settings import Settings\n"
        "from explorer.integrations.py2neo import Run, py2neo_graph\n"
        f"graph = py2neo_graph(Settings(explorer_server={server!r}))\nprint(len(list(Run.match(graph))))",
    )  # fmt: skip
    assert int(count) == 1
