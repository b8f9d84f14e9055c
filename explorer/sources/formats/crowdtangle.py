"""Shares of links on Facebook and Instagram: CrowdTangle's CSV, and the shares that CooRnet collected from it.

A share is a post with a link; the link is the object that accounts have in common. CooRnet
(https://github.com/fabiogiglietto/CooRnet) writes flattened responses of CrowdTangle's API (``account.id``,
``expanded``). CrowdTangle's downloads have display names as headings (``Facebook Id``, ``Final Link``). Until April
2021 they call the time of a post ``Created``, later ``Post Created``. Downloads for Instagram have no ids of accounts.
Both are described by 4CAT (https://github.com/digitalmethodsinitiative/4cat, ``datasources/facebook``).
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    PLATFORM,
    MessageTable,
    account_from_handle,
    first_nonempty,
    hashtags_in,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_API: Final = {
    "platform": PLATFORM,
    "platformid": "message_id",
    "posturl": "post_url",
    "id": "share_id",
    "date": "created_at",
    "message": "text",
    "languagecode": "language",
    "expanded": "expanded",
    "link": "link",
    "account.id": "account_id",
    "account.platformid": "account_platform_id",
    "account.url": "account_url",
    "account.name": "name",
    "account.handle": "handle",
    "account.subscribercount": "followers",
    "statistics.actual.likecount": "likes",
    "statistics.actual.commentcount": "replies",
    "statistics.actual.sharecount": "reposts",
}

_COMMON: Final = {
    "url": "message_id",
    "post created": "post_created",
    # until April 2021
    "created": "created",
    "post created date": "date",
    "post created time": "time",
    "user name": "handle",
    "followers at posting": "followers",
    "likes": "likes",
    "comments": "replies",
}
_DOWNLOAD: Final = _COMMON | {
    "message": "text",
    "final link": "expanded",
    "link": "link",
    "facebook id": "facebook_id",
    "page name": "name",
    "group name": "group_name",
    "page created": "account_created_at",
    "likes at posting": "page_likes",
    "shares": "reposts",
}
_INSTAGRAM: Final = _COMMON | {"account": "name", "title": "title", "description": "text"}
_WHEN: Final = ("post created", "created", "post created date")
_CROWDTANGLE: Final = frozenset(
    {"followers at posting", "likes at posting", "total interactions", "video share status"}
)
# abbreviations that CrowdTangle writes; those with several meanings, such as CST and IST, are not among them
_OFFSETS: Final = {
    "Z": "GMT WET",
    "+01:00": "BST CET WEST",
    "+02:00": "CEST EET SAST",
    "+03:00": "EEST MSK",
    "+08:00": "HKT PHT SGT",
    "+09:00": "JST KST",
    "+10:00": "AEST",
    "+11:00": "AEDT",
    "+12:00": "NZST",
    "+13:00": "NZDT",
    "-03:00": "BRT",
    "-04:00": "EDT",
    "-05:00": "EST CDT",
    "-06:00": "MDT",
    "-07:00": "MST PDT",
    "-08:00": "PST",
}
_ZONES: Final = {f" {zone}": offset for offset, zones in _OFFSETS.items() for zone in zones.split()}
_NOTE: Final = "shares are read as posts with links, not as retweets; use --signal co-link"


def _api(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    platform = pl.col(PLATFORM).str.strip_chars().str.to_lowercase()
    return frame.with_columns(
        # CooRnet requests both platforms at once
        pl.when(platform.is_in(["facebook", "instagram"])).then(platform).alias(PLATFORM),
        message_id=first_nonempty("message_id", "post_url", "share_id"),
        account_id=first_nonempty("account_id", "account_platform_id", "account_url"),
        urls=pl.concat_list(first_nonempty("expanded", "link")),
    )


def _common(frame: pl.DataFrame) -> pl.DataFrame:
    numbers = [name for name in ("followers", "page_likes", "likes", "replies", "reposts") if name in frame.columns]
    return frame.with_columns(
        *(pl.col(name).str.replace_all(",", "", literal=True).alias(name) for name in numbers),
        created_at=_with_offset(
            pl.coalesce(first_nonempty("post_created", "created"), pl.col("date") + " " + pl.col("time"))
        ),
    )


def _with_offset(time: pl.Expr) -> pl.Expr:
    return time.str.strip_chars().str.replace_many(_ZONES)


def _download(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return _common(frame).with_columns(
        account_created_at=_with_offset(pl.col("account_created_at")),
        account_id=pl.coalesce(first_nonempty("facebook_id"), account_from_handle("handle")),
        name=first_nonempty("name", "group_name"),
        followers=first_nonempty("followers", "page_likes"),
        urls=pl.concat_list(first_nonempty("expanded", "link")),
    )


def _instagram(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return _common(frame).with_columns(
        pl.lit("instagram").alias(PLATFORM),
        account_id=account_from_handle("handle"),
        text=first_nonempty("text", "title"),
        hashtags=hashtags_in("text"),
    )


COORNET: Final = table_parser(
    MessageTable(
        _API,
        frozenset({"date"}),
        _api,
        (_NOTE,),
        one_of=(
            frozenset({"account.id", "account.platformid", "account.url"}),
            frozenset({"expanded", "link"}),
            frozenset({"account.name", "account.handle", "account.subscribercount"}),
        ),
        essentials=(("platformid", "posturl", "id"),),
    )
)
CROWDTANGLE: Final = table_parser(
    MessageTable(
        _DOWNLOAD,
        frozenset({"url"}),
        _download,
        (_NOTE,),
        one_of=(
            frozenset({"facebook id", "page name", "group name"}),
            frozenset({"link", "final link"}),
            _CROWDTANGLE | {"facebook id"},
        ),
        essentials=(_WHEN,),
    ),
    MessageTable(
        _INSTAGRAM,
        frozenset({"url", "account", "user name"}),
        _instagram,
        ("downloads for Instagram contain neither links nor reposts; use --signal similar-text or co-hashtag",),
        one_of=(_CROWDTANGLE,),
        essentials=(_WHEN,),
    ),
)
