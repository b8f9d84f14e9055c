"""Made-up retweets with the shape of real ones: few accounts and posts take most of them, soon after the post."""

import numpy as np
import polars as pl

DAYS = 30
MEDIAN_DELAY = 1_800  # seconds from post to retweet
SPREAD = 2.0  # of the logarithm of the delay: one in eight comes within three minutes


def retweets(rows: int, *, seed: int = 0) -> pl.DataFrame:
    """Return ``rows`` retweets: retweet, account, post (uint32), time (int64, UTC milliseconds) and posted (int64, UTC
    seconds, when the post was published), in no order.

    An eighth as many accounts and a twentieth as many posts as rows; the k-th most frequent of them has a weight of
    1 / (k + 20) ** 0.85. Every retweet has a time of its own second, as platforms give it.
    """
    random = np.random.default_rng(seed)
    accounts, posts = max(rows // 8, 2), max(rows // 20, 1)
    post = _heavy_tailed(random, posts, rows)
    posted = random.uniform(0, DAYS * 86_400, posts)[post]
    delay = random.lognormal(np.log(MEDIAN_DELAY), SPREAD, rows)
    seconds = (posted + delay).astype(np.int64) + 1_600_000_000
    return pl.DataFrame(
        {
            "retweet": np.arange(rows, dtype=np.uint32),
            "account": _heavy_tailed(random, accounts, rows).astype(np.uint32),
            "post": post.astype(np.uint32),
            "time": seconds * 1000,
            "posted": posted.astype(np.int64) + 1_600_000_000,
        }
    )


def _heavy_tailed(random: np.random.Generator, kinds: int, size: int) -> np.ndarray:
    weights = np.cumsum((np.arange(kinds) + 20.0) ** -0.85)
    return np.searchsorted(weights, random.uniform(0, weights[-1], size))
