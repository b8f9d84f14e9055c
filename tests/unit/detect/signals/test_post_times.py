"""Times in posts' ids."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from explorer.detect.signals.post_times import FIRST_SNOWFLAKE, decode_times, plausible_times


def decoded(platform: str, post: str) -> int | None:
    time: int | None = decode_times(pl.Series([platform]), pl.Series([post]))[0]
    return time


def test_ids_of_twitter() -> None:
    # the post in the documentation of Twitter's API, of "Wed Oct 10 20:19:24 +0000 2018"
    assert decoded("x", "1050118621198921728") == 1_539_202_764_000
    assert decoded("x", "x:1050118621198921728") == 1_539_202_764_000
    assert decoded("x", str(FIRST_SNOWFLAKE)) is not None
    for none in (str(FIRST_SNOWFLAKE - 1), "20", "", "abc", "-1050118621198921728", "9" * 30, "1050118621198921728/u"):
        assert decoded("x", none) is None
    assert decoded("vk", "1050118621198921728") is None


def test_ids_of_bluesky() -> None:
    # the pair that the specification's libraries give: 3l25zusnsfctk is 1724171495793000 microseconds
    assert decoded("bluesky", "at://did:plc:abc/app.bsky.feed.post/3l25zusnsfctk") == 1_724_171_495_000
    assert decoded("bluesky", "bluesky:at://did:plc:abc/app.bsky.feed.post/3l25zusnsfctk") == 1_724_171_495_000
    for none in ("", "self", "at://did:plc:abc/app.bsky.feed.post/z2222222222222", "3L25ZUSNSFCTK"):
        assert decoded("bluesky", none) is None
    assert decoded("x", "3l25zusnsfctk") is None


@given(st.lists(st.tuples(st.sampled_from(["x", "bluesky", "y", None]), st.text() | st.integers().map(str))))
def test_any_ids(rows: list[tuple[str | None, str]]) -> None:
    frame = pl.DataFrame(rows, schema={"platform": pl.String, "post": pl.String}, orient="row")
    times = decode_times(frame["platform"], frame["post"])
    assert times.dtype == pl.Int64
    assert len(times) == len(rows)
    assert all(time is None or time % 1000 == 0 for time in times)


def test_a_time_after_the_first_act_is_not_believed() -> None:
    known = np.ones(1000, np.bool_)
    times = np.arange(1000, dtype=np.int64)
    first = times.copy()
    assert plausible_times(times, known, first).all()
    first[:10] -= 1  # one in a hundred: these alone
    assert plausible_times(times, known, first).tolist() == [False] * 10 + [True] * 990
    first[10] -= 1  # more: ids that only look like it
    assert not plausible_times(times, known, first).any()
    known[:] = False
    assert not plausible_times(times, known, first).any()
