"""Synthetic retweets with realistic distributions: most come from few accounts and posts, soon after the post."""

import numpy as np
import polars as pl

DAYS = 30
MEDIAN_DELAY = 1_800  # seconds from post to retweet
SPREAD = 2.0  # standard deviation of the logarithm of the delay: one retweet in eight comes within three minutes


def retweets(rows: int, *, seed: int = 0) -> pl.DataFrame:
    """Return ``rows`` retweets in random order.

    There is one account per eight rows and one post per twenty rows. The k-th most frequent account or post has the
    weight 1 / (k + 20) ** 0.85. Times are whole seconds, as on real platforms.

    Returns:
        Columns retweet, account and post (uint32), time (int64, UTC milliseconds), and posted, the time of the post
        (int64, UTC seconds).
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
