"""Shares of links on Facebook and Instagram: CrowdTangle's CSV, and the shares that CooRnet collected from it.

A share is a post with a link; the link is the object that accounts have in common. CooRnet
(https://github.com/fabiogiglietto/CooRnet) writes flattened responses of CrowdTangle's API (``account.id``,
``expanded``); CrowdTangle's downloads have display names as headings (``Facebook Id``, ``Final Link``).
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import PLATFORM, MessageTable, first_nonempty, table_parser
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
    "account.name": "name",
    "account.handle": "handle",
    "account.subscribercount": "followers",
    "statistics.actual.likecount": "likes",
    "statistics.actual.commentcount": "replies",
    "statistics.actual.sharecount": "reposts",
}

_DOWNLOAD: Final = {
    "url": "message_id",
    "post created": "created_at",
    "message": "text",
    "final link": "expanded",
    "link": "link",
    "facebook id": "account_id",
    "page name": "name",
    "group name": "group_name",
    "user name": "handle",
    "page created": "account_created_at",
    "followers at posting": "followers",
    "likes": "likes",
    "comments": "replies",
    "shares": "reposts",
}
_ZONES: Final = {" EST": "-05:00", " EDT": "-04:00", " CET": "+01:00", " CEST": "+02:00"}
_NOTE: Final = "shares are read as posts with links, not as retweets; use --signal co-link"


def _api(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    platform = pl.col(PLATFORM).str.strip_chars().str.to_lowercase()
    return frame.with_columns(
        # CooRnet requests both platforms at once
        pl.when(platform.is_in(["facebook", "instagram"])).then(platform).alias(PLATFORM),
        message_id=first_nonempty("message_id", "post_url", "share_id"),
        urls=pl.concat_list(first_nonempty("expanded", "link")),
    )


def _download(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return frame.with_columns(
        *(
            pl.col(name).str.strip_chars().str.replace_many(_ZONES).alias(name)
            for name in ("created_at", "account_created_at")
        ),
        *(pl.col(name).str.replace_all(",", "", literal=True).alias(name) for name in ("followers", "likes")),
        *(pl.col(name).str.replace_all(",", "", literal=True).alias(name) for name in ("replies", "reposts")),
        name=first_nonempty("name", "group_name"),
        urls=pl.concat_list(first_nonempty("expanded", "link")),
    )


COORNET: Final = table_parser(
    MessageTable(_API, frozenset({"account.id", "date", "expanded"}), _api, (_NOTE,)),
)
CROWDTANGLE: Final = table_parser(
    MessageTable(_DOWNLOAD, frozenset({"facebook id", "post created", "url", "link"}), _download, (_NOTE,))
)
