"""Limits on what one command may be asked to do."""

from typing import Final

MOST_DRAWS: Final = 10_000
"""Maximum number of random draws: more add no information, and no manifest from outside may request
endless work."""
