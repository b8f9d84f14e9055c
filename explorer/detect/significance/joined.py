"""Accounts that join a found group: accounts are compared with groups, which are far fewer than pairs of accounts.

An account may act with a group too seldom for a test of pairs. Each group of `SMALLEST` members or more becomes one
pseudo-account. Its event on an object is the median time of the members' largest burst: at least two of them within the
window. All other accounts are tested against it with the tests of pairs; the hypotheses are accounts times groups. The
slots of the pseudo-accounts and of the groups' members do not count towards what is usual.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from explorer.detect.kernels.arrays import Codes, Counts, Flags, Reals, expand_ranges, read_only_views
from explorer.detect.kernels.co_action_kernel import events_before
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network, edge_keys
from explorer.detect.significance.activity_model import ActivityModel, activity_p_values
from explorer.detect.significance.edge_tests import EdgeTests
from explorer.detect.significance.false_discovery import q_values
from explorer.detect.significance.groups import Group
from explorer.detect.significance.shared_strata import SharedStrata

SMALLEST: Final = 3
"""Minimum number of members of a group that accounts can join."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Accounts that join a group.

    Attributes:
        account: uint32, codes.
        group: int64, index of the group.
        q: float64, smallest false-discovery rate, over accounts and groups, at which the account joins.
    """

    account: Codes
    group: Counts
    q: Reals


def find_joined(tests: EdgeTests, groups: Sequence[Group], without: Flags, rate: float, *, windows: int = 1) -> Joined:
    """Return the accounts that join one of the groups, each the group with the lowest q.

    Args:
        tests: The tests of pairs.
        groups: Groups without a common trigger.
        without: bool, one per account: whether its slots are left out of what is usual.
        rate: Accepted false-discovery rate.
        windows: Number of windows with which accounts are tested against groups.
    """
    large = [number for number, group in enumerate(groups) if len(group.members) >= SMALLEST]
    none = Joined(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0))
    if not large:
        return none
    first, window = tests.first, tests.window
    bursts = [_bursts(groups[number], first, window) for number in large]
    events = _with_pseudo_accounts(first, bursts)
    accounts = len(first.accounts)
    member = np.zeros(len(events.accounts), np.bool_)
    for number in large:
        member[groups[number].members] = True
    member[accounts:] = True
    near = replace(_near(first, bursts, window), accounts=events.accounts)
    usual = np.concatenate([without, np.zeros(len(large), np.bool_)]) | member
    activity = ActivityModel.of(events, window)
    several = int(np.count_nonzero(np.bincount(first.account, minlength=accounts)[~member[:accounts]] >= 2))
    pairs_of_both = several * len(large)
    hypotheses = pairs_of_both * windows

    def passes(p: Reals) -> Flags:
        return q_values(p, hypotheses) <= rate

    pairs = near.keep(~member[near.source])
    expected = activity.expected(pairs.source, pairs.target, without=usual, threads=tests.threads)
    pairs = pairs.keep(passes(activity_p_values(pairs.weight, expected)))  # so that few are crossed with members
    whole = replace(
        tests,
        first=events,
        network=_known(tests.network, near, pairs, [groups[number].members for number in large]),
        activity=activity,
        reaction=tests.reaction.for_shuffled(events),
        strata=SharedStrata.of_groups(first, [objects for objects, _ in bursts], ~member[:accounts], pairs_of_both),
    )
    tested = whole.test(passes, usual, pairs=pairs)
    q = q_values(tested.p, hypotheses)
    order = np.lexsort((q, tested.network.source))
    order = order[q[order] <= rate]
    account = tested.network.source[order]
    best = order[np.flatnonzero(np.diff(account.astype(np.int64), prepend=-1))]
    group = np.array(large)[tested.network.target[best].astype(np.int64) - accounts]
    return Joined(tested.network.source[best], group, q[best])


def _bursts(group: Group, events: Events, window: int) -> tuple[Codes, Counts]:
    """Return the objects on which members burst, and the median time of the largest burst, int64 milliseconds."""
    time = events.time[group.position]
    bounds = np.concatenate([[0], np.cumsum(group.count)])
    objects, medians = [], []
    for place, code in enumerate(group.objects):
        own = time[bounds[place] : bounds[place + 1]]
        size = np.searchsorted(own, own + window, side="right") - np.arange(len(own))
        begin = int(size.argmax())
        if size[begin] >= 2:
            objects.append(code)
            medians.append(int(np.median(own[begin : begin + size[begin]])))
    return np.array(objects, np.uint32), np.array(medians, np.int64)


def _with_pseudo_accounts(events: Events, bursts: Sequence[tuple[Codes, Counts]]) -> Events:
    accounts = len(events.accounts)
    names = pl.concat([events.accounts, pl.Series(events.accounts.name, [f"group {n}" for n in range(len(bursts))])])
    pseudo = np.repeat(np.arange(accounts, accounts + len(bursts)), [len(objects) for objects, _ in bursts])
    objects = np.concatenate([objects for objects, _ in bursts])
    time = np.concatenate([times for _, times in bursts])
    order = np.lexsort((pseudo, time, objects))
    pseudo, objects, time = pseudo[order].astype(np.uint32), objects[order], time[order]
    _, place = events_before(*read_only_views(objects, time + 1, events.first_of_object(), events.time), 0)
    return replace(
        events,
        accounts=names,
        account=np.insert(events.account, place, pseudo),
        object=np.insert(events.object, place, objects),
        time=np.insert(events.time, place, time),
    )


def _near(events: Events, bursts: Sequence[tuple[Codes, Counts]], window: int) -> Network:
    """Return the pairs of an account and a pseudo-account that coincide on two objects or more."""
    first, accounts = events.first_of_object(), len(events.accounts)
    keys = []
    for number, (objects, time) in enumerate(bursts):
        arrays = read_only_views(objects, time + window + 1, first, events.time)
        place, _ = expand_ranges(*events_before(*arrays, 2 * window + 1))
        keys.append(events.account[place].astype(np.uint64) << np.uint64(32) | np.uint64(accounts + number))
    pairs, weight = np.unique(np.concatenate(keys), return_counts=True)
    pairs, weight = pairs[weight >= 2], weight[weight >= 2]
    source, target = (pairs >> np.uint64(32)).astype(np.uint32), pairs.astype(np.uint32)
    return Network(events.accounts, source, target, weight.astype(np.int64), weight.astype(np.uint32), directed=False)


def _known(network: Network, near: Network, pairs: Network, members: Sequence[Counts]) -> Network:
    """Return the pairs that are no third accounts of each other, as far as an end of ``pairs`` has them.

    These are the pairs of ``network`` and ``near``, and each account of ``pairs`` with all members of its group.
    """
    accounts = len(near.accounts) - len(members)
    of_group = [pairs.source[pairs.target == accounts + number] for number in range(len(members))]
    wanted = pairs.with_edge()
    known = network.keep(wanted[network.source] | wanted[network.target])
    parts = [known, near, *(_crossed(near, own, group) for own, group in zip(of_group, members, strict=True))]
    keys = np.unique(np.concatenate([edge_keys(part) for part in parts]))
    source, target = (keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32)
    nothing = np.zeros(len(keys), np.int64)
    return Network(near.accounts, source, target, nothing, nothing.astype(np.uint32), directed=False)


def _crossed(near: Network, accounts: Codes, members: Counts) -> Network:
    """Return all pairs of an account and a member, without an account and itself."""
    one, other = (ends.ravel() for ends in np.meshgrid(accounts.astype(np.int64), members))
    one, other = one[one != other], other[one != other]
    nothing = np.zeros(len(one), np.int64)
    source, target = np.minimum(one, other).astype(np.uint32), np.maximum(one, other).astype(np.uint32)
    return Network(near.accounts, source, target, nothing, nothing.astype(np.uint32), directed=False)
