"""Common triggers: what else than an agreement could make accounts act together beyond all tests.

Accounts that share a clock come first, see `explorer.detect.significance.clocks`. The other edges are divided into
groups, see `explorer.detect.significance.groups`. A group may follow an account
(`explorer.detect.significance.precursors`), or be the subscribers of a source or the crowd of a feed
(`explorer.detect.significance.audiences`). Such a group is coordinated or not: its times cannot tell. All edges of its
accounts get the trigger. The thresholds were set on simulated data with known triggers, see docs/validity.md.
"""

import numpy as np

from explorer.detect.network.edge_statistics import CROWD, NO_TRIGGER, SOURCE, UNKNOWN_ORIGIN, Triggers
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.significance.account_actions import AccountActions
from explorer.detect.significance.audiences import (
    COMPANY,
    FEW,
    Audiences,
    company,
    covered_posts,
    is_crowd,
    share_of_others,
)
from explorer.detect.significance.clocks import find_clocks
from explorer.detect.significance.co_actions import CoActions
from explorer.detect.significance.groups import Group, find_groups
from explorer.detect.significance.precursors import find_precursors, mark_followers
from explorer.detect.significance.time_steps import time_step


def find_common_triggers(
    events: Events, edges: Network, window: int, *, threads: int | None = None
) -> tuple[Triggers, list[Group]]:
    """Return the common trigger of each edge that is not excluded, and the groups without one.

    Args:
        events: At most one event per account and object.
        edges: The edges that pass all tests; the weight is the number of objects.
        window: Milliseconds.
        threads: Threads to use; None: one per processor.

    Returns:
        The groups refer to the places of the edges without a clock.
    """
    co_actions = CoActions.of(events, edges, window, threads=threads)
    triggers = find_clocks(co_actions, time_step(events.time))
    free = triggers.kind == NO_TRIGGER
    rest = co_actions.keep(free)
    found = Triggers.none(len(rest.edges))
    first_of_object = events.first_of_object()
    groups = find_groups(rest)
    followed = [find_precursors(group, events, first_of_object) for group in groups]
    precursors = np.zeros(len(events.accounts), np.bool_)
    precursors[[account for accounts in followed for account in accounts]] = True
    of_precursors = AccountActions.of(events, precursors)
    audiences = Audiences.of(events, rest.edges.with_edge())
    left = []
    for group, accounts in zip(groups, followed, strict=True):
        if len(accounts):
            mark_followers(group, accounts, rest, of_precursors, found)
        elif (covered := covered_posts(group, audiences)) is not None:
            found.mark(group.edges, SOURCE, *covered)
        elif is_crowd(group, events):
            found.mark(group.edges, CROWD, round(group.typical), len(group.members))
        elif len(group.members) <= FEW and (others := company(group, audiences, window)) >= COMPANY:
            found.mark(group.edges, CROWD, len(group.members), len(group.members) + others)
        elif (share := share_of_others(group, audiences)) is not None:
            found.mark(group.edges, UNKNOWN_ORIGIN, round(100 * share), 100)
        else:
            left.append(group)
    triggers.put(free, found)
    return triggers, left
