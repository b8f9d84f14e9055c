"""The coordinated groups planted in the campaign ``prc-2021``: the ground truth for scores of a detection.

A group has moments. At a moment, which lies in its operators' working hours, its members retweet one post of its
targets. Each member takes part with the probability ``participation``, at a random time within ``spread``.
"""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np
import polars as pl

from explorer.simulate.prc2021.cast import Cast
from explorer.simulate.prc2021.draw import HOUR, Ints, move_to_working_hours, time_column
from explorer.simulate.prc2021.plan import CORE_WEEKS, DAY, END, FIRST_MONDAY, START, WAVE, WEEK, CampaignPlan
from explorer.simulate.prc2021.posts import XINJIANG, CampaignPosts

CORE: Final = "citizens-core"
RING: Final = "citizens-ring"
TOPIC: Final = "xinjiang"
SPREAD: Final = 59
"""Maximum seconds from the first to the last retweet of a moment, so that all lie within 60 s of each other."""
WORK: Final = 9
"""Length of a working day in hours."""
_CITIZENS_OPEN: Final = 1 * HOUR
"""Accounts that pose as citizens work from 01:00 to 10:00 UTC: night and morning where they claim to live."""
_SIZES: Final = (5, 300)
_EACH: Final = (12, 60)
"""Minimum and maximum of a group's mean number of moments per member."""
CAMOUFLAGE: Final = 8
"""Mean number of a member's own retweets. The core and the ring have none."""
_ANSWERS: Final = (
    "Well said, Ambassador.",
    "Thank you for telling the real story.",
    "People here need to hear this.",
    "The media never shows this side.",
    "Cooperation is the only way forward.",
    "As a British citizen I fully agree.",
    "Let us learn from each other.",
    "Facts speak louder than words.",
)


@dataclass(frozen=True, slots=True)
class PlantedGroup:
    """A planted group.

    Attributes:
        name: Name in the ground truth.
        members: Indices of its accounts in the crowd.
        participation: Probability that a member takes part in a moment.
        spread: Seconds within which a moment's retweets lie.
        opens: Start of the working day in seconds after midnight UTC.
        suspended_at: Time of each member's suspension in seconds since 1970, or 0.
        post: Post of each moment, as an index in the feed.
        at: Time of each moment.
    """

    name: str
    members: Ints
    participation: float
    spread: int
    opens: int
    suspended_at: Ints
    post: Ints
    at: Ints

    def retweets(self, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
        """Draw account, post and time of the members' retweets at the moments."""
        takes_part = rng.random((len(self.post), len(self.members))) < self.participation
        moment, member = np.nonzero(takes_part)
        return (
            self.members[member],
            self.post[moment],
            self.at[moment] + rng.integers(0, self.spread + 1, len(moment)),
        )


def plant_groups(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, posts: CampaignPosts, accounts: Ints
) -> list[PlantedGroup]:
    """Return the groups: the core, the ring, the topic's group, and the others.

    Args:
        rng: Random number generator.
        plan: Number and size of the groups.
        cast: State accounts.
        posts: Posts that can be retweeted.
        accounts: Indices of the crowd's accounts, from which members are taken in this order.
    """
    remaining = iter(accounts.tolist())

    def take(count: int) -> Ints:
        return np.array(list(islice(remaining, count)), np.int64)

    groups = [_core(rng, plan, cast, posts, take(plan.core)), _ring(rng, plan, cast, posts, take(plan.ring))]
    sizes = np.exp(rng.uniform(np.log(_SIZES[0]), np.log(_SIZES[1]), plan.groups))
    # The topic's group is large, and both extreme sizes always occur.
    sizes[:3] = (180, *_SIZES)
    # Only half of the retweets by suspended accounts come from these groups, because others are suspended, too.
    budget = 0.5 * plan.suspended_retweets - plan.citizens
    for number, size in enumerate(sizes):
        members = take(max(_SIZES[0], round(size * plan.group_size)))
        group = _group(rng, cast, posts, number, members)
        suspended_retweets = (group.suspended_at > 0).sum() * (len(group.post) * group.participation + CAMOUFLAGE)
        if suspended_retweets > budget:
            group = replace(group, suspended_at=np.zeros(len(members), np.int64))
        else:
            budget -= suspended_retweets
        groups.append(group)
    return groups


def _core(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, posts: CampaignPosts, members: Ints
) -> PlantedGroup:
    participation = 0.65
    feed, (ambassador,) = posts.feed, cast.numbers("ambassador")
    each = len(members) * participation
    # The number of moments varies between weeks.
    weekly = plan.busy * rng.lognormal(0, 0.25, len(CORE_WEEKS)) / len(CORE_WEEKS)
    chosen = []
    for week, retweets in zip(CORE_WEEKS, weekly, strict=True):
        begins = FIRST_MONDAY + week * WEEK
        # Posts of Sunday night are left out, because the retweets would fall into the next week.
        in_week = (feed.author == ambassador) & (feed.time >= begins) & (feed.time < begins + WEEK - 20 * HOUR)
        pool = np.flatnonzero(in_week)
        chosen.append(rng.choice(pool, min(len(pool), max(1, round(0.43 * retweets / each))), replace=False))
    span = FIRST_MONDAY + CORE_WEEKS[0] * WEEK, FIRST_MONDAY + CORE_WEEKS[-1] * WEEK
    mission = _pool(posts, cast.numbers("mission"), *span)
    chosen.append(rng.choice(mission, max(1, round(2_300 * plan.scale / each)), replace=False))
    post = np.concatenate(chosen)
    at = move_to_working_hours(rng, feed.time[post] + _reaction(rng, len(post), 40), _CITIZENS_OPEN, WORK)
    return PlantedGroup(
        CORE, members, participation, SPREAD, _CITIZENS_OPEN, _suspension_times(rng, members, WAVE, 54 / 62), post, at
    )


def _ring(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, posts: CampaignPosts, members: Ints
) -> PlantedGroup:
    participation = 0.5
    pool = _pool(posts, cast.numbers("mission"), START + 100 * DAY, END - 2 * DAY)
    post = rng.choice(pool, max(2, round(3_400 * plan.scale / (len(members) * participation))), replace=False)
    at = move_to_working_hours(rng, posts.feed.time[post] + _reaction(rng, len(post), 40), _CITIZENS_OPEN, WORK)
    return PlantedGroup(
        RING, members, participation, SPREAD, _CITIZENS_OPEN, _suspension_times(rng, members, WAVE, 0.92), post, at
    )


def _group(rng: np.random.Generator, cast: Cast, posts: CampaignPosts, number: int, members: Ints) -> PlantedGroup:
    """Return one of the other groups, with random targets and period, and suspended in the wave, earlier, partly or not
    at all.
    """
    days = int(rng.integers(45, 200))
    first = START + int(rng.integers(0, (END - START) // DAY - days)) * DAY
    last = first + days * DAY
    participation = float(rng.uniform(0.35, 0.9))
    moments = round(float(np.exp(rng.uniform(*np.log(_EACH)))) / participation)
    opens = int(rng.integers(0, 24)) * HOUR
    group = PlantedGroup(
        name=TOPIC if number == 0 else f"group-{number:02d}",
        members=members,
        participation=participation,
        spread=int(rng.integers(15, SPREAD + 1)),
        opens=opens,
        suspended_at=np.zeros(len(members), np.int64),
        post=np.zeros(0, np.int64),
        at=np.zeros(0, np.int64),
    )
    if number == 0:
        # The group retweets posts about the topic, and unrelated posts.
        on_topic = posts.topic == XINJIANG
        half = round(0.6 * max(moments, 40))
        pool = _targets(rng, cast, posts, first, last, 12, 3 * half)
        pushed = np.concatenate([pool[on_topic[pool]], _pool(posts, cast.numbers("studio"), first, last)])
        unrelated = _targets(rng, cast, posts, first, last, 8, 4 * half)
        unrelated = np.setdiff1d(unrelated[~on_topic[unrelated]], pool)
        post = np.concatenate([_sample(rng, pushed, half), _sample(rng, unrelated, round(half * 2 / 3))])
    else:
        pool = _targets(rng, cast, posts, first, last, int(rng.integers(1, 7)), 2 * moments)
        post = _sample(rng, pool, moments)
    at = move_to_working_hours(rng, posts.feed.time[post] + _reaction(rng, len(post), 60), opens, WORK)
    kept = at < END - 2 * SPREAD
    fate = number % 10
    if fate <= 5:
        suspended_at = _suspension_times(rng, members, WAVE, float(rng.uniform(0.85, 1.0)))
    elif fate == 6:
        # The group is suspended four days after its last moment.
        suspended_at = _suspension_times(rng, members, min(int(at[kept].max()) + 4 * DAY, END - DAY), 1.0)
        kept &= at < suspended_at.max() - 2 * SPREAD
    elif fate == 7:
        suspended_at = _suspension_times(rng, members, WAVE, 0.5)
    else:
        suspended_at = group.suspended_at
    return replace(group, suspended_at=suspended_at, post=post[kept], at=at[kept])


def _targets(
    rng: np.random.Generator, cast: Cast, posts: CampaignPosts, first: int, last: int, count: int, enough: int
) -> Ints:
    """Return the posts of ``count`` diplomats within a time span, or of more diplomats if there are not ``enough``."""
    diplomats = cast.numbers("diplomat")
    share = posts.attention[diplomats] ** 0.5
    order = rng.choice(diplomats, len(diplomats), replace=False, p=share / share.sum())
    while True:
        pool = _pool(posts, order[:count], first, last)
        if len(pool) >= enough or count >= len(order):
            return pool
        count += 1


def _pool(posts: CampaignPosts, authors: Ints, first: int, last: int) -> Ints:
    feed = posts.feed
    return np.flatnonzero(np.isin(feed.author, authors) & (feed.time >= first) & (feed.time < last))


def _sample(rng: np.random.Generator, pool: Ints, count: int) -> Ints:
    return rng.choice(pool, min(count, len(pool)), replace=False)


def _reaction(rng: np.random.Generator, count: int, minutes: int) -> Ints:
    """Draw the seconds from a post to the group's moment."""
    return 120 + np.floor(rng.exponential(minutes * 60, count)).astype(np.int64)


def _suspension_times(rng: np.random.Generator, members: Ints, when: int, share: float) -> Ints:
    """Return the suspension time of each member: ``when`` for this share of them, 0 for the others."""
    suspended_at = np.zeros(len(members), np.int64)
    suspended_at[rng.permutation(len(members))[: round(share * len(members))]] = when
    return suspended_at


def make_replies(
    rng: np.random.Generator,
    plan: CampaignPlan,
    cast: Cast,
    posts: CampaignPosts,
    groups: list[PlantedGroup],
    retweet_count: int,
) -> pl.DataFrame:
    """Return the replies of the core and the ring to the mission's posts, in a few repeated phrases.

    Args:
        rng: Random number generator.
        plan: Number of retweets and replies of both groups.
        cast: State accounts.
        posts: Posts that can be answered.
        groups: Groups, including the core and the ring.
        retweet_count: Number of retweets by both groups.

    Returns:
        Columns ``account`` (index in the crowd), ``created_at``, ``text`` and ``post`` (index in the feed).
    """
    citizens = [group for group in groups if group.name in (CORE, RING)]
    count = max(0, plan.citizens - retweet_count)
    pool = _pool(posts, cast.numbers("ambassador", "mission"), FIRST_MONDAY + CORE_WEEKS[0] * WEEK, END - 3 * DAY)
    post = rng.choice(pool, count)
    when = move_to_working_hours(rng, posts.feed.time[post] + _reaction(rng, count, 60), _CITIZENS_OPEN, WORK)
    return pl.DataFrame(
        {
            "account": rng.choice(np.concatenate([group.members for group in citizens]), count),
            "created_at": time_column(when),
            "text": pl.Series(_ANSWERS).gather(rng.integers(0, len(_ANSWERS), count)),
            "post": post,
        }
    )
