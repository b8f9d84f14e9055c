"""The retweets of the campaign ``prc-2021`` that nobody agreed on: audiences, fans, rapid accounts, bursts."""

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
"""Seconds after a post, at least and at most, in which a rapid account retweets."""
RAPID_MOSTLY: Final = 0.9
BURST: Final = (1, 6)
"""Seconds from one retweet to the next in a burst."""
_ROOM: Final = 60
"""Seconds that must be left for a retweet between its post and its latest time."""
_LOUD_WEEKS: Final = 9
"""The first weeks, in which the ambassador's posts reach far beyond his audience."""


@dataclass(frozen=True, slots=True)
class Retweets:
    """Retweets: account (number in the crowd), post (number in the feed), time."""

    account: Ints
    post: Ints
    time: Ints

    def __add__(self, other: "Retweets") -> "Retweets":
        """Return both."""
        return Retweets(
            np.concatenate([self.account, other.account]),
            np.concatenate([self.post, other.post]),
            np.concatenate([self.time, other.time]),
        )


@dataclass(frozen=True, slots=True)
class _Slots:
    """Retweets to be made: by whom, when, and of whom; ``author`` -1 leaves the choice to the account."""

    account: Ints
    author: Ints
    first: Ints
    last: Ints

    def take(self, which: Ints) -> "_Slots":
        return _Slots(self.account[which], self.author[which], self.first[which], self.last[which])


def crowd_retweets(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, posts: CampaignPosts, crowd: Crowd, agreed: Retweets
) -> Retweets:
    """Return what each account retweets of its own choice: exactly ``crowd.own`` of it, no post twice.

    Args:
        rng: source of chance.
        plan: what the ambassador, the editor and those it is compared with get, week by week.
        cast: who is retweeted.
        posts: what is retweeted.
        crowd: who retweets.
        agreed: what groups retweet at their moments.
    """
    slots = _share_out(rng, plan, cast, crowd, posts, agreed)
    post = _choose(rng, posts, cast, crowd, slots, agreed)
    time = _when(rng, posts, crowd, slots, post)
    return Retweets(slots.account, post, _at_one_sitting(rng, crowd, slots.account, time))


def _share_out(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, crowd: Crowd, posts: CampaignPosts, agreed: Retweets
) -> _Slots:
    """Give every retweet of the crowd's own choice its span of time, and some of them an author."""
    account = rng.permutation(np.repeat(np.arange(len(crowd.own)), crowd.own))
    author = np.full(len(account), -1)
    first = np.full(len(account), START)
    gone = crowd.suspended_at[account]
    last = np.where((gone > 0) & (gone < END), gone, END)
    later = np.flatnonzero(gone == WAVE)
    never = np.flatnonzero(gone == 0)
    # the ambassador's weeks
    (ambassador,) = cast.numbers("ambassador")
    by_suspended, by_others = _ambassador_weeks(rng, plan, crowd, posts, int(ambassador), agreed)
    used = []
    for pool, weekly in ((later, by_suspended), (never, by_others)):
        chosen = pool[: int(weekly.sum())]
        used.append(chosen)
        author[chosen] = ambassador
        begins = FIRST_MONDAY + np.repeat(np.arange(WEEKS), weekly) * WEEK
        first[chosen], last[chosen] = np.maximum(begins, START), np.minimum(begins + WEEK, END)
    # the editor's days before and after the label, and those that he is compared with
    never = never[len(used[1]) :]
    editor, controls = cast.numbers("editor"), cast.numbers("control")
    before = round(plan.controls * (EDITOR_LABELLED - START) / (END - START))
    spans = (
        (plan.editor_before, editor, START, EDITOR_LABELLED),
        (plan.editor_after, editor, EDITOR_LABELLED, END),
        (before, controls, START, EDITOR_LABELLED),
        (plan.controls - before, controls, EDITOR_LABELLED, END),
    )
    for count, authors, opens, closes in spans:
        chosen, never = never[:count], never[count:]
        author[chosen] = rng.choice(authors, count)
        first[chosen], last[chosen] = opens, closes
    return _Slots(account, author, first, last)


def _ambassador_weeks(
    rng: np.random.Generator, plan: CampaignPlan, crowd: Crowd, posts: CampaignPosts, ambassador: int, agreed: Retweets
) -> tuple[Ints, Ints]:
    """Return, week by week, how many retweets of the ambassador are left to later-suspended accounts, and to others.

    In the weeks of the core his retweets are few, more than 4 in 10 of them by the core, and 40 to 48 percent by
    accounts suspended later; in the first weeks they are many, and few of them by such accounts. So most weeks have 30
    to 50 percent (7), while the whole has less than a quarter (6).
    """
    of_his = posts.feed.author[agreed.post] == ambassador
    week = (agreed.time[of_his] - FIRST_MONDAY) // WEEK
    made = np.bincount(week, minlength=WEEKS)
    by_gone = np.bincount(week[crowd.suspended_at[agreed.account[of_his]] > 0], minlength=WEEKS)
    core = np.zeros(WEEKS, np.bool_)
    core[list(CORE_WEEKS)] = True
    received, suspended = np.zeros(WEEKS, np.int64), np.zeros(WEEKS, np.int64)
    received[core] = np.round(made[core] / rng.uniform(0.415, 0.455, int(core.sum()))).astype(np.int64)
    suspended[core] = np.maximum(np.round(received[core] * rng.uniform(0.40, 0.48, int(core.sum()))), by_gone[core])
    days = np.full(WEEKS, 7.0)
    days[0], days[-1] = 6, 1
    reach = days * np.where(np.arange(WEEKS) < _LOUD_WEEKS, 4.0, 1.0) * rng.lognormal(0, 0.2, WEEKS)
    left = plan.ambassador_retweets - int(received.sum())
    received[~core] = draw_integers(rng, reach[~core], left)
    uneven = received[~core] * rng.uniform(0.6, 1.4, int((~core).sum()))
    suspended[~core] = draw_integers(rng, uneven, plan.ambassador_suspended - int(suspended.sum()))
    return suspended - by_gone, (received - suspended) - (made - by_gone)


def _choose(
    rng: np.random.Generator, posts: CampaignPosts, cast: Cast, crowd: Crowd, slots: _Slots, agreed: Retweets
) -> Ints:
    """Return a post for each slot, so that no account retweets one twice.

    Raises:
        ValueError: if an account is to retweet more than there is.
    """
    width = len(posts.feed)
    taken = np.sort(agreed.account * width + agreed.post)
    favourites = rng.choice(cast.sources, (len(crowd.own), FAVOURITES), p=posts.attention).astype(np.int64)
    post = np.full(len(slots.account), -1)
    waiting = np.arange(len(post))
    for attempt in range(200):
        if not len(waiting):
            return post
        some = slots.take(waiting)
        author = np.where(some.author >= 0, some.author, _wished(rng, posts, crowd, favourites, some.account, attempt))
        # who reads within a span reads what was posted shortly before it, too
        early = np.where(some.author >= 0, some.first - 4 * DAY, some.first)
        picked = posts.feed.pick(rng, author, np.maximum(early, START), some.last - _ROOM)
        key = some.account * width + picked
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
    """Let accounts that have read all that is planned for them take the place of others of the same fate.

    Returns:
        The slots that wait for a post now: these, and those of the others.
    """
    gone = crowd.suspended_at[slots.account]
    others = []
    for slot in waiting[slots.author[waiting] >= 0]:
        free = np.flatnonzero((slots.author < 0) & (post >= 0) & (gone == gone[slot]))
        if len(free):
            other = rng.choice(free)
            slots.account[[slot, other]] = slots.account[[other, slot]]
            post[other] = -1
            others.append(other)
    return np.concatenate([waiting, np.array(others, np.int64)])


def _wished(
    rng: np.random.Generator, posts: CampaignPosts, crowd: Crowd, favourites: Ints, account: Ints, attempt: int
) -> Ints:
    """Return whom each account reads: its favourites, the first ones most; who has read them all, anyone."""
    count = len(account)
    if attempt >= 30:
        return rng.choice(np.flatnonzero(posts.attention), count)
    general = rng.choice(len(posts.attention), count, p=posts.attention)
    if attempt >= 8:
        return general
    rank = np.minimum(rng.geometric(np.where(crowd.top[account], 0.25, 0.5)), FAVOURITES) - 1
    faithful = rng.random(count) < np.where(crowd.rapid[account], 0.98, 0.75)
    return np.where(faithful, favourites[account, rank], general)


def _when(rng: np.random.Generator, posts: CampaignPosts, crowd: Crowd, slots: _Slots, post: Ints) -> Ints:
    """Return the times: after the post by each account's habit, when it is awake, within its span."""
    posted = posts.feed.time[post]
    delay = rng.lognormal(np.log(crowd.patience[slots.account]), 1.2)
    time = move_to_waking_hours(rng, posted + 2 + np.floor(delay).astype(np.int64), crowd.zone[slots.account])
    rapid = crowd.rapid[slots.account] & (rng.random(len(time)) < RAPID_MOSTLY)
    time = np.where(rapid, posted + rng.integers(RAPID[0], RAPID[1] + 1, len(time)), time)
    return redraw_outside(rng, time, np.maximum(posted + 2, slots.first), slots.last)


def _at_one_sitting(rng: np.random.Generator, crowd: Crowd, account: Ints, time: Ints) -> Ints:
    """Return the times with those of bursting accounts drawn together: one sitting a week, seconds apart."""
    which = np.flatnonzero(crowd.bursts[account])
    which = which[np.lexsort((time[which], account[which]))]
    before = time[which]
    # planned weeks, and the days before the editor's label and after, stay what they are
    span = (before - FIRST_MONDAY) // WEEK * 2 + (before >= EDITOR_LABELLED)
    starts = np.flatnonzero(np.diff(account[which] * 2 * (WEEKS + 1) + span, prepend=-1))
    ends = np.append(starts[1:], len(which))
    apart = np.cumsum(rng.integers(BURST[0], BURST[1] + 1, len(which)))
    # the account sits down when the last post that it retweets has been read
    after = np.repeat(before[ends - 1], ends - starts) + apart - np.repeat(apart[starts], ends - starts)
    held = (after < END) & ((after - FIRST_MONDAY) // WEEK * 2 + (after >= EDITOR_LABELLED) == span)
    moved = time.copy()
    moved[which[held]] = after[held]
    return moved
