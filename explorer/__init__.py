"""Find clusters of coordinated accounts in retweets, and the state outlets they boost, in Neo4j."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from explorer.common.version import __version__

if TYPE_CHECKING:
    from explorer.api import Graph
    from explorer.communities.parameters import ClusterParameters
    from explorer.detect.network.parameters import NetworkParameters
    from explorer.detect.significance.parameters import SignificanceParameters
    from explorer.runs.parameters import DetectionParameters

__all__ = [
    "ClusterParameters",
    "DetectionParameters",
    "Graph",
    "NetworkParameters",
    "SignificanceParameters",
    "__version__",
]

_MODULES: Final = {
    "ClusterParameters": "explorer.communities.parameters",
    "DetectionParameters": "explorer.runs.parameters",
    "Graph": "explorer.api",
    "NetworkParameters": "explorer.detect.network.parameters",
    "SignificanceParameters": "explorer.detect.significance.parameters",
}


def __getattr__(name: str) -> Any:
    # loaded on first use: shell completion imports this package at every press of Tab
    if name not in _MODULES:
        raise AttributeError(f"module 'explorer' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
