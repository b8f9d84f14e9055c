"""The notebooks run from top to bottom, on a small campaign, and show their plots."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from pydantic import SecretStr

from explorer import Graph
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection
from explorer.registry.reader import read_registry
from explorer.simulate.campaign.files import write_campaign
from explorer.simulate.simulation import simulate
from scripts.docs.notebooks import FOLDER, run_notebook
from tests.helpers.shared_graph import SharedGraph

PLOT = re.compile(r"^plots\.(?!use_)", re.MULTILINE)
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def build(graph: Connection) -> None:
    """Fill the graph as the demo does, at a small scale."""
    endpoint = graph.endpoint
    with TemporaryDirectory() as folder:
        files = Path(folder) / "prc-2021"
        write_campaign(simulate("prc-2021", seed=0, scale=0.05), files, command="a test", force=True)
        settings = Settings(
            neo4j_uri=endpoint.uri,
            neo4j_username=endpoint.username,
            neo4j_password=SecretStr(endpoint.password),
            explorer_home=Path(folder),
        )
        with Graph.open(settings=settings) as opened:
            opened.import_files([files])
            opened.load_registry(read_registry().select(state="CN"))
            opened.detect()


@pytest.fixture
def demo(shared_graph: SharedGraph, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph like the demo's, small, where notebooks look for it: in the environment."""
    shared_graph.load(build)
    monkeypatch.setenv("NEO4J_URI", endpoint.uri)
    monkeypatch.setenv("NEO4J_USERNAME", endpoint.username)
    monkeypatch.setenv("NEO4J_PASSWORD", endpoint.password)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_its_plots(path: Path, demo: None) -> None:
    notebook = run_notebook(path)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        assert not [
            output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stderr"
        ]
        drawn = [output for output in cell.outputs if "image/svg+xml" in output.get("data", {})]
        assert len(drawn) == cell.source.count("plots.") - cell.source.count("plots.use_") - cell.source.count(
            "=plots."
        )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_as_it_ran(path: Path) -> None:
    """In order, from a fresh kernel, without an error, with plots in it: what who only reads it sees."""
    code: list[Any] = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert "error" not in {output.output_type for output in outputs}
    assert any("image/svg+xml" in output.get("data", {}) for output in outputs)
