"""Which boosts are worth a sentence."""

from typing import Any

import pytest

from explorer.report.data.boosts import excess_retweets, strongest_boost


def outlet(retweets: int, low: float | None) -> dict[str, Any]:
    return {"cluster": 1, "retweets": retweets, "liftLow": low, "isBoost": low is not None and low > 1}


def test_the_strongest_boost_has_the_most_retweets_that_are_certainly_beyond_the_usual() -> None:
    usual, large, small = outlet(1000, 1.05), outlet(200, 8.0), outlet(10, 100.0)
    assert [excess_retweets(boost) for boost in (usual, large, small)] == pytest.approx([47.6, 175, 9.9], abs=0.02)
    assert strongest_boost([usual, large, small]) is large
    assert strongest_boost([small, outlet(900, 0.9), outlet(900, 1.0), outlet(900, None)]) is small
    assert strongest_boost([outlet(900, 0.9), outlet(900, None)]) is None
