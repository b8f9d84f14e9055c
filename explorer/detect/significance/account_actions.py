"""The events of some accounts, looked up by account, so that groups need not read all events."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from explorer.detect.kernels.arrays import Codes, Counts, Flags, expand_ranges
from explorer.detect.network.events import Events


@dataclass(frozen=True, slots=True)
class AccountActions:
    """The events of some accounts.

    Attributes:
        events: At most one event per account and object.
        start: int64 (accounts + 1): account u has ``position[start[u]:start[u + 1]]``; no account but these has events.
        position: int64, positions in ``events``, ascending for each account.
    """

    events: Events
    start: Counts
    position: Counts

    @classmethod
    def of(cls, events: Events, accounts: Flags) -> Self:
        """Look up the events of the accounts where ``accounts``, bool (accounts), is true."""
        mine = np.flatnonzero(accounts[events.account])
        account = events.account[mine]
        count = np.bincount(account, minlength=len(accounts))
        return cls(events, np.concatenate([[0], np.cumsum(count)]), mine[np.argsort(account, kind="stable")])

    def positions(self, accounts: Codes | Counts) -> Counts:
        """Return the positions of the events of these accounts, one account after the other, int64."""
        return self.position[expand_ranges(self.start[accounts], self.start[accounts + 1])[0]]
