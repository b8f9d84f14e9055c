"""Signals: what counts as doing the same thing. Each is a declaration over the one kernel."""

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from explorer.errors import UsageError


@dataclass(frozen=True, slots=True)
class Signal:
    """A way in which two accounts can do the same.

    Attributes:
        name: as typed on the command line.
        object: column of the retweets table that names the object.
        description: one sentence for analysts.
    """

    name: str
    object: Literal["post_id", "author_id"]
    description: str


CO_RETWEET: Final = Signal("co-retweet", "post_id", "two accounts retweet the same post")
CO_AMPLIFY: Final = Signal("co-amplify", "author_id", "two accounts retweet the same account")

SIGNALS: Final = {signal.name: signal for signal in (CO_RETWEET, CO_AMPLIFY)}


def find_signal(name: str) -> Signal:
    """Return the signal called ``name``.

    Raises:
        UsageError: if there is none.
    """
    try:
        return SIGNALS[name]
    except KeyError:
        raise UsageError(f"There is no signal {name!r}.", hint=f"Signals are: {', '.join(SIGNALS)}") from None


def events_frame(retweets: pl.DataFrame, signal: Signal) -> tuple[pl.DataFrame, int]:
    """Return the events of ``signal`` in retweets, and how many retweets do not name its object.

    Args:
        retweets: frame with ``account_id``, the signal's object column and ``retweeted_at``; ids or keys alike.
        signal: the signal.

    Returns:
        A frame for `Events.from_frame` (account, object, time in UTC milliseconds), and the number left out.
    """
    named = retweets.filter(pl.col(signal.object).is_not_null())
    frame = named.select(
        account="account_id",
        object=signal.object,
        time=pl.col("retweeted_at").dt.epoch("ms"),
    )
    return frame, retweets.height - named.height
