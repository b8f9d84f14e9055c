"""Precursors: accounts that a group follows.

An account is a precursor of a group on an object if its event comes before those of the group, by `LAG` or less: an
account outside the group, or the first member if all others come later. Precursors are chosen one after the other, the
account that precedes most of the group's actions first. A member must precede more objects than a random order of the
members explains, with a binomial probability of `LEVEL` or less. The group follows precursors if they precede at least
`FOLLOWED` of its actions. Objects that the group acts on within `LAG` of their origin do not count: many accounts come
before it there, and the reaction-time model covers them.
"""

from typing import Final

import numpy as np
from scipy.stats import binom

from explorer.detect.kernels.arrays import Codes, Counts, Flags, expand_ranges, read_only_views
from explorer.detect.kernels.co_action_kernel import events_before
from explorer.detect.network.edge_statistics import NO_ACCOUNT, PRECURSOR, Triggers
from explorer.detect.network.events import Events
from explorer.detect.significance.account_actions import AccountActions
from explorer.detect.significance.co_actions import CoActions
from explorer.detect.significance.groups import Group

LAG: Final = 900_000
"""Maximum time from the precursor's event to the group's first: 15 minutes, in milliseconds."""
FOLLOWED: Final = 0.6
LEVEL: Final = 0.01
FEWEST: Final = 4
"""Minimum number of objects on which an account is the precursor."""
LEAST: Final = 0.2
"""Minimum share of the group's actions that each of several precursors precedes."""


def find_precursors(group: Group, events: Events, first_of_object: Counts) -> Codes:
    """Return the accounts that the group follows, uint32 codes, most actions first; none if it follows no account.

    Args:
        group: The group.
        events: At most one event per account and object.
        first_of_object: int64 (objects + 1): object o has the events ``first_of_object[o]:first_of_object[o + 1]``.
    """
    object_of_pair, account = _pairs(group, events, first_of_object)
    left = _are_old(group, events)
    total = group.count[left].sum()
    chance = 1 / np.maximum(group.count, 2)
    chosen: list[int] = []
    followed = 0
    while followed < FOLLOWED * total:
        counts = left[object_of_pair]
        preceded = np.bincount(account[counts], minlength=len(events.accounts))
        actions = np.bincount(account[counts], group.count[object_of_pair[counts]], len(events.accounts))
        random = binom.sf(preceded[group.members] - 1, int(left.sum()), float(chance[left].mean()))
        actions[group.members[random > LEVEL]] = 0
        actions[preceded < FEWEST] = 0
        best = int(actions.argmax())
        if actions[best] < LEAST * total or not actions[best]:
            return np.empty(0, np.uint32)
        chosen.append(best)
        followed += int(actions[best])
        left[object_of_pair[counts & (account == best)]] = False
    return np.array(chosen, np.uint32)


def _are_old(group: Group, events: Events) -> Flags:
    """Return whether the group's first event on each object comes more than `LAG` after the object's origin."""
    begin = np.concatenate([[0], np.cumsum(group.count)[:-1]])
    since = events.time[group.position[begin]] - events.origin[group.objects]
    flags: Flags = (since > LAG) | ~events.origin_known[group.objects]
    return flags


def _pairs(group: Group, events: Events, first_of_object: Counts) -> tuple[Counts, Codes]:
    """Return each object, as a place in the group's objects, with each account that precedes the group on it."""
    time = events.time[group.position]
    begin = np.concatenate([[0], np.cumsum(group.count)[:-1]])
    earliest = time[begin]
    place, outside = expand_ranges(
        *events_before(*read_only_views(group.objects, earliest, first_of_object, events.time), LAG)
    )
    second = time[np.minimum(begin + 1, len(time) - 1)]
    leads = (group.count > 1) & (second > earliest) & (second - earliest <= LAG)
    leader = events.account[group.position[begin[leads]]]
    return (
        np.concatenate([outside, np.flatnonzero(leads)]),
        np.concatenate([events.account[place], leader]).astype(np.uint32),
    )


def mark_followers(
    group: Group, precursors: Codes, co_actions: CoActions, actions: AccountActions, triggers: Triggers
) -> None:
    """Give each edge of the group the precursor that precedes most of its co-actions.

    Args:
        group: The group.
        precursors: uint32, codes of accounts.
        co_actions: The co-actions of all edges.
        actions: The events of these accounts.
        triggers: Changed for the edges of the group.
    """
    events, edges = co_actions.events, co_actions.edges
    chosen, edge = expand_ranges(
        np.searchsorted(co_actions.edge, group.edges), np.searchsorted(co_actions.edge, group.edges, side="right")
    )
    earlier = np.minimum(events.time[co_actions.of_source[chosen]], events.time[co_actions.of_target[chosen]])
    objects = events.object[co_actions.of_source[chosen]]
    most, best = np.full(len(group.edges), -1), np.full(len(group.edges), NO_ACCOUNT)
    for account in precursors:
        own = actions.positions(np.array([account]))  # ascending by object
        at = np.minimum(np.searchsorted(events.object[own], objects), len(own) - 1)
        since = earlier - events.time[own[at]]
        before: Flags = (events.object[own[at]] == objects) & (since >= 0) & (since <= LAG)
        count = np.bincount(edge[before], minlength=len(group.edges))
        better = count > most
        most[better], best[better] = count[better], account
    triggers.kind[group.edges], triggers.account[group.edges], triggers.time[group.edges] = PRECURSOR, best, LAG
    triggers.count[group.edges], triggers.of[group.edges] = most, edges.weight[group.edges]
