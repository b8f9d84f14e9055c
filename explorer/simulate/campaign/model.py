"""The parts of every simulated campaign: canonical tables, and the ground truth about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

TRUTH: Final = {"platform": pl.String, "account_id": pl.String, "group": pl.String, "role": pl.String}
"""Columns of the ground truth. ``group`` is the planted group, or null for accounts outside groups. ``role`` is
the simulated behaviour of the account. A campaign may have more columns."""

FIGURES: Final = ("figure", "what", "planted", "counted")
"""Columns of every table of figures: name or number, description, planted value, and value counted in the tables."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A simulated campaign with its truth.

    Attributes:
        tables: Canonical tables (`explorer.model.tables`) by name. Retweets are sorted by time.
        truth: Tables by name. ``accounts`` is always present, with one row per account and the columns `TRUTH`.
        figures: Planted values and the values counted in the tables, with at least the columns `FIGURES`.
    """

    tables: Mapping[str, pl.DataFrame]
    truth: Mapping[str, pl.DataFrame]
    figures: pl.DataFrame
