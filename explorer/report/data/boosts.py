"""Which boosts the report mentions in a sentence."""

from collections.abc import Iterable
from typing import Final

from explorer.report.data.queries import Row

ENOUGH_RETWEETS: Final = 20
"""Minimum number of retweets behind a share or a median that the report mentions in a sentence."""


def excess_retweets(boost: Row) -> float:
    """Return the retweets beyond the usual share, at the lower end of the interval, as the query cluster-boosts."""
    excess: float = boost["retweets"] * (1 - 1 / boost["liftLow"])
    return excess


def outlet_retweets(boost: Row) -> int:
    """Return the number of all retweets of a boost's outlet."""
    total: float = boost["retweets"] / boost["shareOfOutlet"]
    return round(total)


def strongest_boost(outlets: Iterable[Row]) -> Row | None:
    """Return the boost with the most excess retweets among rows of cluster-outlets, or None without a boost."""
    boosts = (row for row in outlets if row["isBoost"])
    return max(boosts, key=lambda boost: (excess_retweets(boost), -boost["cluster"]), default=None)
