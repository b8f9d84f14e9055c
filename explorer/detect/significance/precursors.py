"""Precursors: accounts that a group follows.

An account is a precursor of a group on an object if its event comes before those of the group, by `LAG` or less: an
account outside the group, or the first member if all others come later. Precursors are chosen one after the other, the
account that precedes most of the group's actions first. A member must precede more objects than a random order of the
members explains, with a binomial probability of `LEVEL` or less. The group follows precursors if they precede at least
`FOLLOWED` of its actions.
"""

from typing import Final

import numpy as np
from scipy.stats import binom

from explorer.detect.kernels.arrays import Codes, Counts, Flags, read_only_views
from explorer.detect.kernels.co_action_kernel import events_before
from explorer.detect.network.edge_statistics import PRECURSOR, Triggers
from explorer.detect.network.events import Events
from explorer.detect.significance.co_actions import CoActions
from explorer.detect.significance.groups import Group

LAG: Final = 900_000
"""Maximum time from the precursor's event to the group's first: 15 minutes, in milliseconds."""
FOLLOWED: Final = 0.6
LEVEL: Final = 1e-4
FEWEST: Final = 5
"""Minimum number of objects on which an account is the precursor."""
_MOST: Final = 10
"""Maximum number of precursors of a group."""


def find_precursors(group: Group, events: Events, first_of_object: Counts) -> Codes:
    """Return the accounts that the group follows, uint32 codes, most actions first; none if it follows no account.

    Args:
        group: The group.
        events: At most one event per account and object.
        first_of_object: int64 (objects + 1): object o has the events ``first_of_object[o]:first_of_object[o + 1]``.
    """
    object_of_pair, account = _pairs(group, events, first_of_object)
    chance = 1 / np.maximum(group.count, 2)
    left = np.ones(len(group.objects), np.bool_)
    chosen: list[int] = []
    while len(chosen) < _MOST:
        counts = left[object_of_pair]
        preceded = np.bincount(account[counts], minlength=len(events.accounts))
        actions = np.bincount(account[counts], group.count[object_of_pair[counts]], len(events.accounts))
        random = binom.sf(preceded[group.members] - 1, max(int(left.sum()), 1), float(chance.mean()))
        actions[group.members[random > LEVEL]] = 0
        actions[preceded < FEWEST] = 0
        best = int(actions.argmax())
        if actions[best] < group.count.sum() / _MOST:
            break
        chosen.append(best)
        left[object_of_pair[counts & (account == best)]] = False
    followed = group.count[~left].sum() >= FOLLOWED * group.count.sum()
    return np.array(chosen if followed else [], np.uint32)


def _pairs(group: Group, events: Events, first_of_object: Counts) -> tuple[Counts, Codes]:
    """Return each object, as a place in the group's objects, with each account that precedes the group on it."""
    time = events.time[group.position]
    begin = np.concatenate([[0], np.cumsum(group.count)[:-1]])
    earliest = time[begin]
    low, high = events_before(*read_only_views(group.objects, earliest, first_of_object, events.time), LAG)
    outside = np.repeat(np.arange(len(low)), high - low)
    place = np.arange(len(outside)) - np.repeat(np.cumsum(high - low) - (high - low), high - low) + low[outside]
    second = time[np.minimum(begin + 1, len(time) - 1)]
    leads = (group.count > 1) & (second > earliest) & (second - earliest <= LAG)
    leader = events.account[group.position[begin[leads]]]
    return (
        np.concatenate([outside, np.flatnonzero(leads)]),
        np.concatenate([events.account[place], leader]).astype(np.uint32),
    )


def mark_followers(group: Group, precursors: Codes, co_actions: CoActions, triggers: Triggers) -> None:
    """Give each edge of the group the precursor that precedes most of its co-actions."""
    events, edges = co_actions.events, co_actions.edges
    mine = np.zeros(len(edges), np.bool_)
    mine[group.edges] = True
    chosen = np.flatnonzero(mine[co_actions.edge])
    edge = co_actions.edge[chosen]
    earlier = np.minimum(events.time[co_actions.of_source[chosen]], events.time[co_actions.of_target[chosen]])
    objects = events.object[co_actions.of_source[chosen]]
    triggers.kind[group.edges] = PRECURSOR
    triggers.of[group.edges] = edges.weight[group.edges]
    triggers.time[group.edges] = LAG
    triggers.count[group.edges] = -1
    for account in precursors:
        own = np.flatnonzero(events.account == account)  # ascending by object
        at = np.minimum(np.searchsorted(events.object[own], objects), len(own) - 1)
        since = earlier - events.time[own[at]]
        before: Flags = (events.object[own[at]] == objects) & (since >= 0) & (since <= LAG)
        count = np.bincount(edge[before], minlength=len(edges))
        better = mine & (count > triggers.count)
        triggers.count[better] = count[better]
        triggers.account[better] = account
