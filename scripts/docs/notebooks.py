"""Run the notebooks on the graph of ``explorer demo``, from a fresh kernel, and keep them as they ran."""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"


def run_notebook(path: Path) -> Any:
    """Return a notebook as it runs from top to bottom.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    # without times of running, the same results make the same file
    resources = {"metadata": {"path": path.parent}}
    NotebookClient(notebook, timeout=600, record_timing=False, resources=resources).execute()
    return notebook


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(run_notebook(path), path)
        print(path)
