"""Tables of tweets that twint collected: https://github.com/twintproject/twint (``storage/write_meta.py``).

Two generations have the same columns with other meanings in the row of a retweet:

- Since October 2020, the row is the retweet: ``id``, ``user_id`` and ``date`` are those of the retweet, ``retweet_id``
  and ``user_rt_id`` those of the retweeted post and its author, and ``retweet_date`` is when that post was published.
- Until then, the row is the retweeted post, and ``retweet_id``, ``user_rt_id`` and ``user_rt`` are those of the
  retweet. Its time is taken from its id, as twint does for ``retweet_date``.

A retweet is newer than its post, so its id is larger, which tells the generations apart. The versions before August
2019 do not give the id or time of a retweet. ``date`` and ``time`` are local; ``timezone`` is an offset (a name until
May 2020; spreadsheets and pandas turn ``+0530`` into ``530``). ``created_at`` is exact Unix time until 2020 and in
tables that were exported with pandas, which also have other names for some columns (``storage/panda.py``).
"""

from typing import Final

import polars as pl

from explorer.sources.io.raw_rows import PROBLEM
from explorer.sources.parsing.json_tables import table_or_json_parser
from explorer.sources.parsing.message_tables import (
    MessageTable,
    Prepared,
    account_from_handle,
    first_nonempty,
    original_posts,
    problem_unless,
    python_list,
)
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "id": "tweet_id",
    "created_at": "unix",
    "date": "date",
    "time": "time",
    "timezone": "zone",
    "user_id": "user_id",
    "username": "username",
    "name": "user_name",
    "tweet": "tweet",
    "language": "language",
    "urls": "urls",
    "hashtags": "hashtags",
    "replies_count": "replies",
    "nreplies": "replies_pandas",
    "retweets_count": "reposts",
    "nretweets": "reposts_pandas",
    "likes_count": "likes",
    "nlikes": "likes_pandas",
    "retweet": "retweet",
    "quote_url": "quote_url",
    "user_rt_id": "user_rt_id",
    "user_rt": "user_rt",
    "retweet_id": "retweet_id",
}
_COUNTS: Final = ("replies", "reposts", "likes")
_SNOWFLAKE_EPOCH: Final = 1_288_834_974_657
"""Milliseconds of Unix time in a tweet id of 0; ids from November 2010 on contain their time."""
_FIRST_SNOWFLAKE: Final = 30_000_000_000
_UNKNOWN_ZONE: Final = "the time zone '{}' is unknown; use --timezone with the name of the zone, such as Asia/Kolkata"
_HANDLE: Final = r"^@?(\w{1,15})$"
_QUOTED: Final = r"twitter\.com/(\w+)/status/([0-9]+)"


def _prepare(frame: pl.DataFrame, options: ReadOptions) -> Prepared:
    flag = pl.col("retweet").str.strip_chars().str.to_lowercase().is_in(["true", "1"])
    is_retweet = (flag | first_nonempty("retweet_id").is_not_null()).fill_null(value=False)
    row_is_retweet = is_retweet & (_number("tweet_id") > _number("retweet_id")).fill_null(value=False)
    row_is_post = is_retweet & (_number("tweet_id") < _number("retweet_id")).fill_null(value=False)
    frame = frame.with_columns(
        python_list("urls"),
        python_list("hashtags"),
        *(first_nonempty(name, f"{name}_pandas").alias(name) for name in _COUNTS),
        author=pl.coalesce(first_nonempty("user_id"), account_from_handle("username")),
        other=pl.coalesce(first_nonempty("user_rt_id"), account_from_handle("user_rt")),
        row_at=_row_time(options),
        # since 2020, user_rt is the text of the retweeted post
        original_handle=pl.coalesce(
            pl.col("tweet").str.extract(r"^RT @(\w+):"), pl.col("user_rt").str.extract(_HANDLE, 1)
        ),
    )
    unknown_zone = pl.col("row_at").is_null() & pl.col("date").is_not_null() & ~row_is_post
    frame = frame.with_columns(
        problem_unless(
            "twint does not give the id and time of this retweet", ~is_retweet | row_is_retweet | row_is_post
        )
    ).with_columns(
        pl.coalesce(PROBLEM, pl.when(unknown_zone).then(pl.format(_UNKNOWN_ZONE, pl.col("zone").fill_null("")))).alias(
            PROBLEM
        )
    )
    messages = frame.with_columns(
        message_id=_choose(row_is_post, "retweet_id", "tweet_id"),
        account_id=_choose(row_is_post, "other", "author"),
        handle=_choose(row_is_post, "user_rt", "username"),
        name=pl.when(~row_is_post).then("user_name"),
        created_at=pl.when(row_is_post).then(_snowflake_time("retweet_id")).otherwise("row_at"),
        text=pl.when(~row_is_post).then("tweet"),
        retweeted_id=pl.when(row_is_post).then("tweet_id").when(row_is_retweet).then("retweet_id"),
        retweeted_author_id=pl.when(row_is_post).then("author").when(row_is_retweet).then("other"),
        original_handle=_choose(row_is_post, "username", "original_handle"),
        original_name=pl.when(row_is_post).then("user_name"),
        original_at=pl.when(row_is_post).then("row_at"),
        original_text=pl.when(row_is_post).then("tweet"),
        quoted_id=pl.col("quote_url").str.extract(_QUOTED, 2),
        quoted_author_id=pl.lit("@") + pl.col("quote_url").str.extract(_QUOTED, 1),
    )
    return messages, original_posts(
        messages,
        message_id="retweeted_id",
        account_id="retweeted_author_id",
        handle="original_handle",
        name="original_name",
        created_at="original_at",
        text="original_text",
    )


def _row_time(options: ReadOptions) -> pl.Expr:
    """Return the time of the row's tweet; null if its time zone is unknown."""
    unix = pl.col("unix").str.strip_chars()
    # tables exported with pandas have date and time in one column
    local = pl.concat_str(
        pl.col("date").str.strip_chars(), pl.col("time").str.strip_chars(), separator=" ", ignore_nulls=True
    )
    zone = pl.col("zone").str.strip_chars()
    sign = pl.when(zone.str.starts_with("-")).then(pl.lit("-")).otherwise(pl.lit("+"))
    digits = zone.str.strip_chars_start("+-").str.replace(":", "", literal=True)
    offset = (
        pl.when(digits.str.contains(r"^[0-9]{1,4}$"))
        .then(pl.concat_str(sign, digits.str.zfill(4)))
        .when(zone.is_in(["UTC", "GMT", "Z"]))
        .then(pl.lit("Z"))
    )
    return (
        pl.when(unix.str.contains(r"^[0-9]{10,13}(?:\.0*)?$"))
        .then(unix)
        .when(offset.is_not_null())
        .then(local + offset)
        # the option applies to times that name no zone
        .when(pl.lit(options.timezone is not None))
        .then(local)
    )


def _snowflake_time(name: str) -> pl.Expr:
    number = _number(name)
    return pl.when(number >= _FIRST_SNOWFLAKE).then((number // 2**22 + _SNOWFLAKE_EPOCH).cast(pl.String))


def _number(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().cast(pl.Int64, strict=False)


def _choose(condition: pl.Expr, yes: str, no: str) -> pl.Expr:
    return pl.when(condition).then(yes).otherwise(no)


TWINT: Final = table_or_json_parser(
    MessageTable(
        _FIELDS,
        frozenset({"id", "date", "timezone", "username", "tweet"}),
        _prepare,
    )
)
