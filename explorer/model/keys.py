"""Keys of accounts, posts and retweets in the graph: ``platform:id``. Only this module creates them."""

import polars as pl

from explorer.common.errors import UsageError


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
    return account + "/unidentified"


def parse_platform(name: str) -> str:
    """Return a platform's name in its normal form.

    Raises:
        UsageError: If it is empty or contains characters that are not allowed in keys.
    """
    cleaned = name.strip().lower()
    if not cleaned or not cleaned.replace("-", "").replace("_", "").isalnum():
        raise UsageError(
            f"{name!r} is not a valid platform name.", hint="Use letters, digits, - and _, for example --platform x"
        )
    return cleaned
