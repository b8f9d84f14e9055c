"""CSV exports of 4CAT (https://github.com/digitalmethodsinitiative/4cat): X, Telegram, Bluesky, Truth Social.

The CSV of X contains the retweeted account but not the post, so retweets point to a stub post of that account. The
NDJSON of the same data set contains the post. Forwarded messages on Telegram are read as retweets of the channel that
they were forwarded from.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    first_nonempty,
    problem_unless,
    retweeted_account,
    split_commas,
    split_urls,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_COMMON: Final = {
    "id": "message_id",
    "body": "text",
    "timestamp": "timestamp",
    "unix_timestamp": "unix",
}

_WHEN: Final = ("unix_timestamp", "timestamp")

_TWITTER: Final = {
    **_COMMON,
    "author": "handle",
    "author_fullname": "name",
    "author_id": "account_id",
    "author_followers": "followers",
    "author_following": "following",
    "author_bio": "bio",
    "author_location": "location",
    "language_guess": "language",
    "like_count": "likes",
    "reply_count": "replies",
    "retweet_count": "reposts",
    "quote_count": "quotes",
    "is_retweet": "is_retweet",
    "retweeted_user": "retweeted_handle",
    "quote_tweet_id": "quoted_id",
    "quoted_user": "quoted_handle",
    "quote_author": "quote_author",
    "replied_user": "replied_handle",
    "replied_author": "replied_author",
    "hashtags": "hashtags",
    "urls": "urls",
}


def _twitter(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    marked = pl.col("is_retweet").str.strip_chars().str.to_lowercase().is_in(["yes", "true", "1"])
    is_retweet = marked.fill_null(retweeted_account("text").is_not_null()).fill_null(value=False)
    retweeted = pl.coalesce(account_from_handle("retweeted_handle"), retweeted_account("text"))
    # -1 means that the number is unknown
    counts = ("likes", "replies", "reposts", "quotes")
    return (
        frame.with_columns(
            *(pl.when(pl.col(name).str.strip_chars() != "-1").then(pl.col(name)).alias(name) for name in counts),
            problem_unless("the retweet does not name the retweeted account", ~is_retweet | retweeted.is_not_null()),
            split_commas("hashtags"),
            split_urls("urls"),
            created_at=first_nonempty("unix", "timestamp"),
            retweeted_author_id=pl.when(is_retweet).then(retweeted),
            quoted_author_id=account_from_handle("quoted_handle").fill_null(account_from_handle("quote_author")),
            reply_to_author_id=account_from_handle("replied_handle").fill_null(account_from_handle("replied_author")),
        )
        # the quoted account and the account replied to are meaningful only for posts
        .with_columns(
            pl.when(~is_retweet).then(pl.col(name)).alias(name) for name in ("quoted_author_id", "reply_to_author_id")
        )
    )


_TWITTER_NOTE: Final = (
    "4CAT's CSV names the retweeted account but not the post; use --signal co-amplify, or import 4CAT's NDJSON of the "
    "same data set"
)
FOURCAT_TWITTER: Final = table_parser(
    MessageTable(
        _TWITTER,
        frozenset({"id", "body", "author", "author_id", "is_retweet"}),
        _twitter,
        (_TWITTER_NOTE,),
        essentials=(_WHEN,),
    ),
    # the first weeks of the data source, in 2021: only the text shows what is a retweet
    MessageTable(
        _TWITTER,
        frozenset({"id", "thread_id", "subject", "body", "author", "author_fullname", "author_id"}),
        _twitter,
        (_TWITTER_NOTE,),
        essentials=(_WHEN,),
    ),
)

_TELEGRAM: Final = {
    **_COMMON,
    "chat": "chat",
    # the names of this column until 2022
    "search_entity": "search_entity",
    "thread_id": "thread_id",
    "author": "author",
    "author_username": "handle",
    "author_name": "name",
    "reply_to": "replied_to",
    "author_forwarded_from_id": "forwarded_id",
    "author_forwarded_from_username": "forwarded_handle",
    "author_forwarded_from_name": "forwarded_name",
    # until 2022: an id or a name
    "author_forwarded_from": "forwarded_from",
    "link_attached": "urls",
}


def _telegram(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    # message numbers are unique only within a chat; older exports of 4CAT do not include the chat
    chat = first_nonempty("chat", "search_entity", "thread_id").str.strip_prefix("@")

    def in_chat(name: str) -> pl.Expr:
        number = pl.col(name).str.strip_chars()
        return pl.when(number.str.contains(r"^[0-9]+$")).then(chat + "-" + number).otherwise(first_nonempty(name))

    source = pl.coalesce(
        first_nonempty("forwarded_id"),
        account_from_handle("forwarded_handle"),
        pl.col("forwarded_from").str.extract(r"^(?:Peer[A-Za-z]+\([a-z]+_id=)?([0-9]+)\)?$"),
    )
    return frame.with_columns(chat_name=chat).with_columns(
        problem_unless(
            "the message was forwarded from a hidden account",
            source.is_not_null() | first_nonempty("forwarded_name", "forwarded_from").is_null(),
        ),
        split_urls("urls"),
        message_id=in_chat("message_id"),
        account_id=pl.coalesce(first_nonempty("author"), account_from_handle("chat_name")),
        created_at=first_nonempty("unix", "timestamp"),
        retweeted_author_id=source,
        reply_to_id=in_chat("replied_to"),
    )


_FORWARDED: Final = frozenset(
    {
        "author_forwarded_from",
        *(f"author_forwarded_from_{name}" for name in ("id", "name", "username")),
    }
)
FOURCAT_TELEGRAM: Final = table_parser(
    MessageTable(
        _TELEGRAM,
        frozenset({"id", "author", "body"}),
        _telegram,
        ("4CAT's CSV names the forwarded channel but not the message; use --signal co-amplify",),
        one_of=(frozenset({"chat", "search_entity"}), _FORWARDED),
        essentials=(_WHEN,),
    )
)

_BLUESKY: Final = {
    **_COMMON,
    "created_at": "created_at",
    "author": "handle",
    "author_id": "account_id",
    "author_display_name": "name",
    "author_profile": "profile_page",
    "author_created_at": "account_created_at",
    "like_count": "likes",
    "reply_count": "replies",
    "repost_count": "reposts",
    "quote_count": "quotes",
    "replied_to_user": "replied_handle",
    "quoted_user": "quoted_handle",
    "languages": "language",
    "tags": "hashtags",
    "links": "urls",
}


def _bluesky(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return frame.with_columns(
        split_commas("hashtags"),
        split_urls("urls"),
        created_at=first_nonempty("created_at", "unix", "timestamp"),
        language=pl.when(pl.col("language") != "N/A").then("language"),
        reply_to_author_id=_bluesky_account("replied_handle"),
        quoted_author_id=_bluesky_account("quoted_handle"),
    )


def _bluesky_account(name: str) -> pl.Expr:
    # 4CAT writes the id if it could not resolve the handle
    return pl.when(pl.col(name).str.starts_with("did:")).then(pl.col(name)).otherwise(account_from_handle(name))


FOURCAT_BLUESKY: Final = table_parser(
    MessageTable(
        _BLUESKY,
        frozenset({"id", "author", "author_id", "body"}),
        _bluesky,
        ("4CAT does not collect reposts on Bluesky, so --signal co-retweet finds nothing; try --signal co-link",),
        one_of=(
            frozenset({"replied_to_user", "replied_to_post", "replies_allowed"}),
            frozenset({"repost_count", "languages"}),
        ),
        essentials=(("created_at", *_WHEN),),
    )
)

_TRUTH: Final = {
    **_COMMON,
    "created_at": "created_at",
    # since 2025
    "hashtags": "hashtags",
    "reblogs_count": "reposts",
    "replies_count": "replies",
    "account_id": "account_id",
    "account_username": "handle",
    "account_display_name": "name",
    "account_followers": "followers",
    "account_following": "following",
}


def _truth(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return frame.with_columns(split_commas("hashtags"), created_at=first_nonempty("created_at", "unix", "timestamp"))


FOURCAT_TRUTH: Final = table_parser(
    MessageTable(
        _TRUTH,
        frozenset({"id", "body", "account_id", "account_username"}),
        _truth,
        ("4CAT's CSV for Truth Social does not mark reblogs; to analyse them, import 4CAT's NDJSON",),
        # 4CAT's table for Gab has the same columns and these
        never=frozenset({"reaction_count", "account_account", "account_note", "favourites_count"}),
        one_of=(frozenset({"reblogs_count", "account_display_name"}),),
        essentials=(("created_at", *_WHEN),),
    )
)
