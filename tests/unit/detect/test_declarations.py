"""Help texts and shell completion need the declarations of signals and parameters, so these import nothing heavy."""

import subprocess
import sys

import pytest

from explorer.common.package_files import package_folder
from explorer.detect.signals import extractors
from explorer.detect.signals.registry import SIGNALS
from explorer.detect.signals.signal import Signal

HEAVY = {"numba", "numpy", "polars", "scipy", "igraph", "leidenalg", "neo4j", "rich", "typer", "pydantic"}


@pytest.mark.parametrize(
    "module",
    [
        "explorer",
        "explorer.communities.parameters",
        "explorer.detect.network.parameters",
        "explorer.detect.signals.registry",
        "explorer.detect.significance.parameters",
        "explorer.runs.parameters",
    ],
)
def test_declarations_import_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert HEAVY.isdisjoint(modules)


@pytest.mark.parametrize("signal", SIGNALS.values(), ids=SIGNALS)
def test_every_signal_has_a_function_that_extracts_its_events(signal: Signal) -> None:
    assert callable(getattr(extractors, signal.name.replace("-", "_")))


@pytest.mark.parametrize("query", ["evidence", "cluster-evidence"])
def test_the_evidence_queries_show_the_signals_that_declare_evidence(query: str) -> None:
    text = (package_folder("cypher") / "packs" / "boosts" / f"{query}.cypher").read_text(encoding="utf-8")
    shown = {name for name in SIGNALS if f"'{name}'" in text}
    assert shown == {signal.name for signal in SIGNALS.values() if signal.evidence}
