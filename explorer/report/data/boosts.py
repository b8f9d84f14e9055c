"""Which boosts the report mentions in a sentence."""

from collections.abc import Iterable
from typing import Final

from explorer.report.data.queries import Row

ENOUGH_RETWEETS: Final = 20
"""Minimum number of retweets of a boost that the report mentions. With fewer, lift is noise
(cypher/packs/boosts/README.md)."""


def excess_retweets(boost: Row) -> float:
    """Return how many retweets of a boost exceed the number expected without preference. Boosts are ranked by it."""
    return boost["retweets"] * (1 - 1 / boost["lift"]) if boost["lift"] else 0.0


def is_significant(boost: Row) -> bool:
    """Return whether the interval of a boost's lift lies above 1, and the boost has enough retweets."""
    return boost["liftLow"] is not None and boost["liftLow"] > 1 and boost["retweets"] >= ENOUGH_RETWEETS


def outlet_retweets(boost: Row) -> int:
    """Return the number of all retweets of a boost's outlet."""
    total: float = boost["retweets"] / boost["shareOfOutlet"]
    return round(total)


def strongest_boost(boosts: Iterable[Row]) -> Row | None:
    """Return the significant boost with the most excess retweets, or None if no boost is significant."""
    return max(
        filter(is_significant, boosts), key=lambda boost: (excess_retweets(boost), -boost["cluster"]), default=None
    )
