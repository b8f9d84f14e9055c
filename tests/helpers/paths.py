"""Folders of the repository that tests read."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
DATA = REPOSITORY / "tests" / "data"
DOCS = REPOSITORY / "docs"
DEMO = REPOSITORY / "explorer" / "demo"
"""The real data that the package carries."""
CASES = DATA / "cases"
"""Small files that were read wrongly, and are read right now."""
