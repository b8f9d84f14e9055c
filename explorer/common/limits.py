"""Upper limits of parameters."""

from typing import Final

MOST_DRAWS: Final = 10_000
"""Maximum number of random draws. More add no information, and the limit bounds the work that an untrusted manifest
can request."""
