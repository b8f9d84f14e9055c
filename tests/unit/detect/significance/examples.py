"""Events with origins and authors, and the networks in which they coincide."""

from collections.abc import Iterable, Sequence

import polars as pl

from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.co_actions import CoActions

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Act = tuple[str, str, int]
"""account, object, time in milliseconds"""
Facts = dict[str, tuple[int, str | None]]
"""Origin and author by object."""


def make_described(acts: Sequence[Act], facts: Facts | None = None) -> Events:
    """Return the events; objects that have no facts appear with their first event and have no author."""
    frame = pl.DataFrame(acts, schema={"account": pl.String, "object": pl.String, "time": pl.Int64}, orient="row")
    known = pl.DataFrame(
        [(name, origin, author, None) for name, (origin, author) in (facts or {}).items()],
        schema={"object": pl.String, "origin": pl.Int64, "author": pl.String, "decoded": pl.Int64},
        orient="row",
    )
    return Events.from_frame(frame, known)


def pairs_that_coincide(events: Events, window: int = MINUTE) -> Network:
    """Return the pairs of accounts that coincide at least twice."""
    return build_network(events, NetworkParameters(window=window, min_weight=2))


def co_actions_of(events: Events, accounts: Iterable[str] | None = None, window: int = MINUTE) -> CoActions:
    """Return the co-actions of the pairs that coincide at least twice, of all accounts or of some."""
    network = pairs_that_coincide(events, window)
    if accounts is not None:
        chosen = events.accounts.is_in(list(accounts)).to_numpy()
        network = network.keep(chosen[network.source] & chosen[network.target])
    return CoActions.of(events, network, window)


def code(events: Events, account: str) -> int:
    """Return the code of an account."""
    return events.accounts.to_list().index(account)
