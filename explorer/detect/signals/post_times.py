"""Times of posts, decoded from their ids."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

FIRST_SNOWFLAKE: Final = 29_700_859_247
"""The first id of Twitter that contains a time, of 4 November 2010 (Nwala 2019, "TweetedAt", ODU WS-DL)."""
_TWITTER_EPOCH: Final = 1_288_834_974_657
_TID: Final = r"^[2-7a-j][2-7a-z]{12}$"
_TID_DIGITS: Final = "234567abcdefghijklmnopqrstuvwxyz"
_TOO_MANY: Final = 0.01


def decode_times(platform: pl.Series, post: pl.Series) -> pl.Series:
    """Return the times in the ids of posts (Int64, UTC milliseconds, whole seconds); null for an id without a time.

    On the platform x ids are snowflakes: milliseconds in the upper bits. On bluesky the last part of an at-address is
    a timestamp identifier: microseconds in base 32 (https://atproto.com/specs/tid), as the author's software counted.

    Args:
        platform: Platform of each post.
        post: Ids or keys (``platform:id``).
    """
    frame = pl.DataFrame({"platform": platform, "post": post.cast(pl.String)})
    number = pl.col("post").str.strip_prefix("x:").cast(pl.Int64, strict=False)
    snowflake = pl.when(pl.col("platform") == "x", number >= FIRST_SNOWFLAKE).then((number // 2**22) + _TWITTER_EPOCH)
    decoded = frame.select(snowflake.alias("decoded")).to_series()
    on_bluesky = frame.select((pl.col("platform") == "bluesky").fill_null(value=False)).to_series()
    if on_bluesky.any():
        decoded = decoded.scatter(on_bluesky.arg_true(), _decode_tids(post.filter(on_bluesky)))
    # platforms write times in whole seconds
    return decoded // 1000 * 1000


def plausible_times(
    decoded: npt.NDArray[np.int64], known: npt.NDArray[np.bool_], first: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Return which decoded times are plausible for objects whose first event is at ``first``.

    A time after the first event is not plausible. If this happens often, the ids are not real ids (anonymised numbers,
    for example), and none of the times is plausible.

    Args:
        decoded: int64, UTC milliseconds, one per object.
        known: bool, whether there is a decoded time.
        first: int64, UTC milliseconds, one per object.

    Returns:
        bool, one per object.
    """
    late = known & (decoded > first)
    if np.count_nonzero(late) > _TOO_MANY * np.count_nonzero(known):
        return np.zeros_like(known)
    return known & ~late


def _decode_tids(post: pl.Series) -> pl.Series:
    last = post.str.split("/").list.last()
    timed = last.str.contains(_TID)
    digits = np.array([_TID_DIGITS.find(chr(code)) for code in range(128)], np.int64)
    letters = np.frombuffer("".join(last.filter(timed)).encode(), np.uint8).reshape(-1, 13)
    value = np.zeros(len(letters), np.int64)
    for place in range(13):
        value = value * 32 + digits[letters[:, place]]
    times = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(post))
    return times.scatter(timed.arg_true(), value // 1024 // 1000)
