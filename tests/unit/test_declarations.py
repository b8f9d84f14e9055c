"""Modules that only declare names import nothing slow, so that help texts and shell completion stay fast."""

import json
import subprocess
import sys

import pytest

DECLARATIONS = (
    "explorer.registry.accounts",
    "explorer.registry.schema",
    "explorer.simulate.campaign.marks",
    "explorer.simulate.campaigns",
    "explorer.simulate.family.parameters",
    "explorer.simulate.family.triggers.parameters",
    "explorer.sources.declarations.all_formats",
)
SLOW = {"igraph", "msgspec", "neo4j", "numba", "numpy", "polars", "pydantic", "rich", "scipy"}


@pytest.mark.parametrize("module", DECLARATIONS)
def test_declarations_import_nothing_slow(module: str) -> None:
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    imported = json.loads(subprocess.check_output([sys.executable, "-c", program]))
    assert SLOW.isdisjoint(imported)
