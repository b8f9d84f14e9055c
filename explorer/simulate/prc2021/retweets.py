"""Uncoordinated retweets of the campaign ``prc-2021``: audiences, fans, rapid accounts, and bursts."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from explorer.simulate.prc2021.cast import Cast
from explorer.simulate.prc2021.crowd import Crowd
from explorer.simulate.prc2021.draw import Ints, draw_integers, move_to_waking_hours, redraw_outside
from explorer.simulate.prc2021.plan import (  # fmt: skip
    CORE_WEEKS,
    DAY,
    EDITOR_LABELLED,
    END,
    FIRST_MONDAY,
    START,
    WAVE,
    WEEK,
    WEEKS,
    CampaignPlan,
)
from explorer.simulate.prc2021.posts import CampaignPosts

FAVOURITES: Final = 8
RAPID: Final = (2, 9)
"""Minimum and maximum seconds from a post to the retweet of a rapid account."""
RAPID_MOSTLY: Final = 0.9
BURST: Final = (1, 6)
"""Minimum and maximum seconds between two retweets of a burst."""
_ROOM: Final = 60
"""Minimum seconds between a post and the latest time of its retweet."""
_LOUD_WEEKS: Final = 9
"""Number of weeks at the beginning in which the ambassador's posts reach far beyond his usual audience."""


@dataclass(frozen=True, slots=True)
class Retweets:
    """Retweets: account (index in the crowd), post (index in the feed), and time."""

    account: Ints
    post: Ints
    time: Ints

    def __add__(self, other: "Retweets") -> "Retweets":
        """Concatenate two sets of retweets."""
        return Retweets(
            np.concatenate([self.account, other.account]),
            np.concatenate([self.post, other.post]),
            np.concatenate([self.time, other.time]),
        )


@dataclass(frozen=True, slots=True)
class _Slots:
    """Planned retweets: account, author of the post (-1: any), and time span."""

    account: Ints
    author: Ints
    first: Ints
    last: Ints

    def take(self, which: Ints) -> "_Slots":
        return _Slots(self.account[which], self.author[which], self.first[which], self.last[which])


def crowd_retweets(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, posts: CampaignPosts, crowd: Crowd, agreed: Retweets
) -> Retweets:
    """Return the accounts' own retweets: ``crowd.own`` of each account, and no post twice.

    Args:
        rng: Random number generator.
        plan: Numbers of retweets of the ambassador, the editor and the controls.
        cast: State accounts.
        posts: Posts that can be retweeted.
        crowd: Accounts that retweet.
        agreed: Retweets of the groups at their moments.
    """
    slots = _plan_slots(rng, plan, cast, crowd, posts, agreed)
    post = _choose_posts(rng, posts, cast, crowd, slots, agreed)
    time = _draw_times(rng, posts, crowd, slots, post)
    return Retweets(slots.account, post, _merge_into_sessions(rng, crowd, slots.account, time))


def _plan_slots(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, crowd: Crowd, posts: CampaignPosts, agreed: Retweets
) -> _Slots:
    """Assign a time span to each of the crowd's own retweets, and an author to some of them."""
    account = rng.permutation(np.repeat(np.arange(len(crowd.own)), crowd.own))
    author = np.full(len(account), -1)
    first = np.full(len(account), START)
    suspended_at = crowd.suspended_at[account]
    last = np.where((suspended_at > 0) & (suspended_at < END), suspended_at, END)
    suspended_in_wave = np.flatnonzero(suspended_at == WAVE)
    not_suspended = np.flatnonzero(suspended_at == 0)
    # Retweets of the ambassador, by week.
    (ambassador,) = cast.numbers("ambassador")
    by_suspended, by_others = _ambassador_weeks(rng, plan, crowd, posts, int(ambassador), agreed)
    used = []
    for pool, weekly in ((suspended_in_wave, by_suspended), (not_suspended, by_others)):
        chosen = pool[: int(weekly.sum())]
        used.append(chosen)
        author[chosen] = ambassador
        begins = FIRST_MONDAY + np.repeat(np.arange(WEEKS), weekly) * WEEK
        first[chosen], last[chosen] = np.maximum(begins, START), np.minimum(begins + WEEK, END)
    # Retweets of the editor and the controls before and after the editor's label.
    not_suspended = not_suspended[len(used[1]) :]
    editor, controls = cast.numbers("editor"), cast.numbers("control")
    before = round(plan.controls * (EDITOR_LABELLED - START) / (END - START))
    spans = (
        (plan.editor_before, editor, START, EDITOR_LABELLED),
        (plan.editor_after, editor, EDITOR_LABELLED, END),
        (before, controls, START, EDITOR_LABELLED),
        (plan.controls - before, controls, EDITOR_LABELLED, END),
    )
    for count, authors, opens, closes in spans:
        chosen, not_suspended = not_suspended[:count], not_suspended[count:]
        author[chosen] = rng.choice(authors, count)
        first[chosen], last[chosen] = opens, closes
    return _Slots(account, author, first, last)


def _ambassador_weeks(
    rng: np.random.Generator, plan: CampaignPlan, crowd: Crowd, posts: CampaignPosts, ambassador: int, agreed: Retweets
) -> tuple[Ints, Ints]:
    """Return the weekly numbers of uncoordinated retweets of the ambassador, by accounts suspended later and by others.

    In the weeks of the core, the ambassador has few retweets, more than 4 in 10 of them by the core, and 40 to 48
    percent by accounts suspended later. In the first weeks he has many, few of them by such accounts. Most weeks
    therefore have 30 to 50 percent (7), while the total is less than a quarter (6).
    """
    of_ambassador = posts.feed.author[agreed.post] == ambassador
    week = (agreed.time[of_ambassador] - FIRST_MONDAY) // WEEK
    by_groups = np.bincount(week, minlength=WEEKS)
    by_suspended_members = np.bincount(week[crowd.suspended_at[agreed.account[of_ambassador]] > 0], minlength=WEEKS)
    core = np.zeros(WEEKS, np.bool_)
    core[list(CORE_WEEKS)] = True
    received, suspended = np.zeros(WEEKS, np.int64), np.zeros(WEEKS, np.int64)
    received[core] = np.round(by_groups[core] / rng.uniform(0.415, 0.455, int(core.sum()))).astype(np.int64)
    suspended[core] = np.maximum(
        np.round(received[core] * rng.uniform(0.40, 0.48, int(core.sum()))), by_suspended_members[core]
    )
    days = np.full(WEEKS, 7.0)
    days[0], days[-1] = 6, 1
    reach = days * np.where(np.arange(WEEKS) < _LOUD_WEEKS, 4.0, 1.0) * rng.lognormal(0, 0.2, WEEKS)
    remaining = plan.ambassador_retweets - int(received.sum())
    received[~core] = draw_integers(rng, reach[~core], remaining)
    uneven = received[~core] * rng.uniform(0.6, 1.4, int((~core).sum()))
    suspended[~core] = draw_integers(rng, uneven, plan.ambassador_suspended - int(suspended.sum()))
    return suspended - by_suspended_members, (received - suspended) - (by_groups - by_suspended_members)


def _choose_posts(
    rng: np.random.Generator, posts: CampaignPosts, cast: Cast, crowd: Crowd, slots: _Slots, agreed: Retweets
) -> Ints:
    """Choose a post for each slot, so that no account retweets a post twice.

    Raises:
        ValueError: If there are too few posts for the retweets of an account.
    """
    width = len(posts.feed)
    taken = np.sort(agreed.account * width + agreed.post)
    favourites = rng.choice(cast.sources, (len(crowd.own), FAVOURITES), p=posts.attention).astype(np.int64)
    post = np.full(len(slots.account), -1)
    waiting = np.arange(len(post))
    for attempt in range(200):
        if not len(waiting):
            return post
        open_slots = slots.take(waiting)
        author = np.where(
            open_slots.author >= 0,
            open_slots.author,
            _draw_authors(rng, posts, crowd, favourites, open_slots.account, attempt),
        )
        # A retweet within the span may be of a post from shortly before it.
        early = np.where(open_slots.author >= 0, open_slots.first - 4 * DAY, open_slots.first)
        picked = posts.feed.pick(rng, author, np.maximum(early, START), open_slots.last - _ROOM)
        key = open_slots.account * width + picked
        _, first = np.unique(key, return_index=True)
        fresh = np.zeros(len(key), np.bool_)
        fresh[first] = True
        at = np.minimum(np.searchsorted(taken, key), len(taken) - 1)
        fresh &= (picked >= 0) & (taken[at] != key)
        post[waiting[fresh]] = picked[fresh]
        taken = np.sort(np.concatenate([taken, key[fresh]]), kind="stable")
        waiting = waiting[~fresh]
        if attempt % 20 == 19:
            waiting = _exchange(rng, crowd, slots, post, waiting)
    raise ValueError(f"{len(waiting)} retweets find no post")


def _exchange(rng: np.random.Generator, crowd: Crowd, slots: _Slots, post: Ints, waiting: Ints) -> Ints:
    """Exchange accounts that have no posts left for an author with others that are suspended at the same time.

    Returns:
        The slots that now wait for a post: the previous ones, and those of the other accounts.
    """
    suspended_at = crowd.suspended_at[slots.account]
    others = []
    for slot in waiting[slots.author[waiting] >= 0]:
        free = np.flatnonzero((slots.author < 0) & (post >= 0) & (suspended_at == suspended_at[slot]))
        if len(free):
            other = rng.choice(free)
            slots.account[[slot, other]] = slots.account[[other, slot]]
            post[other] = -1
            others.append(other)
    return np.concatenate([waiting, np.array(others, np.int64)])


def _draw_authors(
    rng: np.random.Generator, posts: CampaignPosts, crowd: Crowd, favourites: Ints, account: Ints, attempt: int
) -> Ints:
    """Draw the author that each account reads: one of its favourites, or any author after several attempts."""
    count = len(account)
    if attempt >= 30:
        return rng.choice(np.flatnonzero(posts.attention), count)
    general = rng.choice(len(posts.attention), count, p=posts.attention)
    if attempt >= 8:
        return general
    rank = np.minimum(rng.geometric(np.where(crowd.top[account], 0.25, 0.5)), FAVOURITES) - 1
    faithful = rng.random(count) < np.where(crowd.rapid[account], 0.98, 0.75)
    return np.where(faithful, favourites[account, rank], general)


def _draw_times(rng: np.random.Generator, posts: CampaignPosts, crowd: Crowd, slots: _Slots, post: Ints) -> Ints:
    """Draw the times of the retweets: after the post, at the account's pace, while it is awake and within its span."""
    posted = posts.feed.time[post]
    delay = rng.lognormal(np.log(crowd.patience[slots.account]), 1.2)
    time = move_to_waking_hours(rng, posted + 2 + np.floor(delay).astype(np.int64), crowd.zone[slots.account])
    rapid = crowd.rapid[slots.account] & (rng.random(len(time)) < RAPID_MOSTLY)
    time = np.where(rapid, posted + rng.integers(RAPID[0], RAPID[1] + 1, len(time)), time)
    return redraw_outside(rng, time, np.maximum(posted + 2, slots.first), slots.last)


def _merge_into_sessions(rng: np.random.Generator, crowd: Crowd, account: Ints, time: Ints) -> Ints:
    """Return the times, with those of bursting accounts moved into one session per week, seconds apart."""
    which = np.flatnonzero(crowd.bursts[account])
    which = which[np.lexsort((time[which], account[which]))]
    before = time[which]
    # Retweets stay in their planned week, and on their side of the editor's label.
    span = (before - FIRST_MONDAY) // WEEK * 2 + (before >= EDITOR_LABELLED)
    starts = np.flatnonzero(np.diff(account[which] * 2 * (WEEKS + 1) + span, prepend=-1))
    ends = np.append(starts[1:], len(which))
    offset = np.cumsum(rng.integers(BURST[0], BURST[1] + 1, len(which)))
    # The session begins at the last of the original times, so that all of its posts exist by then.
    after = np.repeat(before[ends - 1], ends - starts) + offset - np.repeat(offset[starts], ends - starts)
    in_span = (after < END) & ((after - FIRST_MONDAY) // WEEK * 2 + (after >= EDITOR_LABELLED) == span)
    moved = time.copy()
    moved[which[in_span]] = after[in_span]
    return moved
