"""Every benchmark runs, at its smallest size."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.views import __main__ as views
from scripts.end_servers import processes_of
from tests.helpers.paths import REPOSITORY

STUB = """
window.draw = (name, box, data) => {
  const canvas = box.appendChild(document.createElement("canvas"));
  for (const node of data.nodes) canvas.getContext("2d").fillRect(node.x, node.y, node.size, node.size);
};
"""


def run_tiny(folder: Path, module: str) -> str:
    """Run a benchmark whose temporary files are in a folder, and return what it prints."""
    program = subprocess.run(
        [sys.executable, "-m", module, "--tiny"],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.returncode == 0, program.stdout + program.stderr
    return program.stdout


@pytest.mark.parametrize(
    ("module", "printed"),
    [
        ("bench", ["explorer", "duckdb", "toolkit"]),
        ("bench.significance", ["audit of 20"]),
        ("bench.validity", ["### Goals", "### Comparison of methods", "### Power", "### Shuffled real data"]),
        ("bench.ingest", ["bulk", "admin", "append", "toolkit"]),
        ("bench.queries", ["cluster-boosts", "superspreaders"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_benchmark_runs_and_leaves_nothing_behind(module: str, printed: Sequence[str], tmp_path: Path) -> None:
    output = run_tiny(tmp_path, module)
    assert all(text in output for text in printed), output
    assert "NOT THE SAME" not in output
    assert list(tmp_path.iterdir()) == []
    assert processes_of(str(tmp_path.resolve())) == []


def test_a_candidate_for_the_network_view_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SECONDS", 0.3)
    page = tmp_path / "page.html"
    page.write_text(views.make_page("stub", STUB, views.network(60)), encoding="utf-8")
    first, drag, wheel, refused = views.measure(page)
    assert first > 0
    assert min(drag, wheel) > 0
    assert refused == []


def test_every_candidate_for_the_network_view_has_its_part_of_the_script() -> None:
    script = (Path(views.__file__).parent / "candidates.js").read_text(encoding="utf-8")
    _, parts = script.split("export const candidates = {\n")
    names = [part.strip().strip('"') for part in parts.split("\n  },\n")]
    assert all(any(part.startswith(candidate) for part in names) for candidate in views.CANDIDATES)
