"""Times of nodes that are ordered by when they were written."""

from typing import Final

NOW: Final = """
CASE WHEN newest >= datetime.realtime() THEN newest + duration({microseconds: 1}) ELSE datetime.realtime() END
"""
"""The server's time, but later than ``newest``, so that a clock that is set back does not change the order."""
