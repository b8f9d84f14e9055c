"""Files that ship with the package."""

from functools import cache
from pathlib import Path


@cache
def package_folder(name: str) -> Path:
    """Return a shipped folder such as ``cypher``. It is inside an installed package, and next to it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
