"""Find clusters of accounts that appear coordinated, and the state outlets that they boost, in Neo4j."""

from explorer.common.version import __version__

# the name is known to type checkers; an interrupt while the program imports typing would print a traceback
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from explorer.api import Graph
    from explorer.communities.parameters import ClusterParameters
    from explorer.detect.network.parameters import NetworkParameters
    from explorer.detect.significance.parameters import SignificanceParameters
    from explorer.output import plots
    from explorer.runs.parameters import DetectionParameters

__all__ = [
    "ClusterParameters",
    "DetectionParameters",
    "Graph",
    "NetworkParameters",
    "SignificanceParameters",
    "__version__",
    "plots",
]

_MODULES: "Final" = {
    "ClusterParameters": "explorer.communities.parameters",
    "DetectionParameters": "explorer.runs.parameters",
    "Graph": "explorer.api",
    "NetworkParameters": "explorer.detect.network.parameters",
    "SignificanceParameters": "explorer.detect.significance.parameters",
    "plots": "explorer.output.plots",
}


def __getattr__(name: str) -> "Any":
    # loaded on first use: shell completion imports this package at every press of Tab
    if name not in _MODULES:
        raise AttributeError(f"module 'explorer' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see TYPE_CHECKING

    module = import_module(_MODULES[name])
    return module if name == "plots" else getattr(module, name)
