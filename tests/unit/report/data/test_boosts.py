"""Which boosts are worth a sentence."""

from typing import Any

from explorer.report.data.boosts import strongest_boost


def test_the_strongest_boost_is_the_one_most_beyond_the_usual_and_beyond_doubt() -> None:
    def boost(retweets: int, lift: float, low: float | None) -> dict[str, Any]:
        return {"cluster": 1, "retweets": retweets, "lift": lift, "liftLow": low}

    usual, large, small = boost(1000, 1.1, 1.05), boost(200, 10.0, 8.0), boost(10, 500.0, 100.0)
    assert strongest_boost([usual, large, small]) is large
    assert strongest_boost([small, boost(900, 3.0, 0.9), boost(900, 3.0, None)]) is None
