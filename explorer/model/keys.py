"""Keys of accounts, posts and retweets in the graph: ``platform:id``. Only this module creates them."""

from collections.abc import Collection

import polars as pl

from explorer.common.errors import UsageError
from explorer.model.nodes import STUB
from explorer.model.properties import LONGEST_PLATFORM, MOST_HANDLES


def is_handle(identifier: pl.Expr) -> pl.Expr:
    """Whether identifiers are handles (``@name``) rather than ids."""
    return identifier.str.starts_with("@")


def account_key(platform: pl.Expr, account_id: pl.Expr) -> pl.Expr:
    """Return the keys of accounts, ``platform:id``. Handles are converted to lower case, ids are not."""
    name = pl.when(is_handle(account_id)).then(account_id.str.to_lowercase()).otherwise(account_id)
    return platform + ":" + name


def item_key(platform: pl.Expr, identifier: pl.Expr) -> pl.Expr:
    """Return the keys of posts or retweets, ``platform:id``."""
    return platform + ":" + identifier


def stub_post_key(account: pl.Expr) -> pl.Expr:
    """Return the keys of stub posts, one per author. A stub post represents posts that a source does not identify."""
    return account + STUB


def kept_handles(handles: Collection[str]) -> list[str]:
    """Return the handles that an account is found by: the first ones in Neo4j's order, which is that of UTF-16.

    What counts are all handles that the account was seen with, in whatever order, so that every loader keeps the same.

    Args:
        handles: Handles in lower case, without duplicates.

    Returns:
        The kept ones, in the given order.
    """
    kept = set(sorted(handles, key=lambda handle: handle.encode("utf-16-be"))[:MOST_HANDLES])
    return [handle for handle in handles if handle in kept]


def parse_platform(name: str) -> str:
    """Return a platform's name in its normal form.

    Raises:
        UsageError: If it is empty, too long, or contains characters that are not allowed in keys.
    """
    cleaned = name.strip().lower()
    if len(cleaned.encode("utf-8", "replace")) > LONGEST_PLATFORM:
        raise UsageError(
            f"{name[:40]!r}… is too long for the name of a platform.",
            hint=f"Use at most {LONGEST_PLATFORM} letters, digits, - and _, for example --platform x",
        )
    if not cleaned or not cleaned.replace("-", "").replace("_", "").isalnum():
        raise UsageError(
            f"{name!r} is not a valid platform name.", hint="Use letters, digits, - and _, for example --platform x"
        )
    return cleaned
