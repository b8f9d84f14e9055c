"""What every simulated campaign consists of: canonical tables, and the truth about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

TRUTH: Final = {"platform": pl.String, "account_id": pl.String, "group": pl.String, "role": pl.String}
"""Columns of the truth about accounts: ``group`` is the planted group, null for accounts of none; ``role`` says what
the account was made to do. A campaign may have more columns."""

FIGURES: Final = ("figure", "what", "planted", "counted")
"""Columns that every table of figures has: a name or number, what it is, what was planted, what the tables hold."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A simulated campaign with its truth.

    Attributes:
        tables: canonical tables (`explorer.model.tables`) by name, retweets sorted by time.
        truth: tables by name; always ``accounts`` with the columns `TRUTH`, one row per account.
        figures: what was planted beside what the tables hold; at least the columns `FIGURES`.
    """

    tables: Mapping[str, pl.DataFrame]
    truth: Mapping[str, pl.DataFrame]
    figures: pl.DataFrame
