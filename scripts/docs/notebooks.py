"""Run the notebooks on the graph of ``explorer demo`` with a fresh kernel, and save them with their output."""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"


def run_notebook(path: Path) -> Any:
    """Run a notebook from top to bottom, and return it with its output.

    Raises:
        nbclient.exceptions.CellExecutionError: If a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    # Execution times are not recorded, so that the same results give the same file.
    resources = {"metadata": {"path": path.parent}}
    NotebookClient(notebook, timeout=600, record_timing=False, resources=resources).execute()
    return notebook


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(run_notebook(path), path)
        print(path)
