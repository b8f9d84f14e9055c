"""The command line reaches the graph as notebooks do: through `explorer.Graph` alone."""

import ast
from pathlib import Path

import pytest

import explorer.cli

MODULES = sorted(Path(explorer.cli.__file__).parent.rglob("*.py"))
BEHIND = ("explorer.graph", "explorer.importing.bulk", "neo4j", "py2neo")
"""What only `explorer.Graph` may reach for."""
FUNCTIONS = {"detect", "import_files", "import_registry", "read_layer", "read_signal", "import_in_bulk", "write_report"}
"""What `explorer.Graph` does; of the modules that have these, the command line takes types and what needs no graph."""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_commands_use_the_public_class(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            if not node.module.startswith("explorer.cli"):
                assert FUNCTIONS.isdisjoint(alias.name for alias in node.names), f"line {node.lineno}"
        else:
            continue
        assert not any(f"{name}.".startswith(f"{behind}.") for name in named for behind in BEHIND), named
