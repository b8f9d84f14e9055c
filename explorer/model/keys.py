"""Keys of accounts, posts and retweets in the graph: ``platform:id``. They are made here and nowhere else."""

import polars as pl

from explorer.common.errors import UsageError


def is_handle(identifier: pl.Expr) -> pl.Expr:
    """Whether an account is named by its handle (``@name``) and not by its id."""
    return identifier.str.starts_with("@")


def account_key(platform: pl.Expr, account_id: pl.Expr) -> pl.Expr:
    """Key of an account, ``platform:id``; handles match case-insensitively, ids exactly."""
    name = pl.when(is_handle(account_id)).then(account_id.str.to_lowercase()).otherwise(account_id)
    return platform + ":" + name


def item_key(platform: pl.Expr, identifier: pl.Expr) -> pl.Expr:
    """Key of a post or of an act of retweeting, ``platform:id``."""
    return platform + ":" + identifier


def stub_post_key(account: pl.Expr) -> pl.Expr:
    """Key of the stub post that stands for all posts of an author that a source does not tell apart."""
    return account + "/unidentified"


def parse_platform(name: str) -> str:
    """Return ``name`` as a platform's name.

    Raises:
        UsageError: if it is empty or has characters that would break keys.
    """
    cleaned = name.strip().lower()
    if not cleaned or not cleaned.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"{name!r} is not a platform's name.", hint="Use letters, digits, - and _: --platform x")
    return cleaned
