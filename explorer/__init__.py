"""Find clusters of coordinated accounts in retweets, and the state outlets they boost, in Neo4j."""

from typing import TYPE_CHECKING, Any

from explorer.common.version import __version__

if TYPE_CHECKING:
    from explorer.api import Graph

__all__ = ["Graph", "__version__"]


def __getattr__(name: str) -> Any:
    # only who asks for it waits for what it needs: shell completion imports this package at every key
    if name != "Graph":
        raise AttributeError(f"module 'explorer' has no attribute {name!r}")
    from explorer.api import Graph  # noqa: PLC0415

    return Graph
