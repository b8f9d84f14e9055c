"""Retweets of planted groups, and the members' own retweets."""

from dataclasses import dataclass

import numpy as np

from explorer.simulate.family.draw import draw_busy_author, draw_shares
from explorer.simulate.family.parameters import GroupParameters
from explorer.simulate.family.people import DAY, HOUR, Bools, Floats, Ints
from explorer.simulate.family.world import Retweets, World, organic_retweets


@dataclass(frozen=True, slots=True)
class GroupActions:
    """A planted group and its retweets.

    Attributes:
        group: Parameters of the group.
        members: Indices of its accounts.
        post: Post of each action.
        at: Start of each action. For a reacting group, the time of the post.
        acts: Retweets of the members.
        echo: Retweets of the crowd that follow the actions.
    """

    group: GroupParameters
    members: Ints
    post: Ints
    at: Floats
    acts: Retweets
    echo: Retweets


def plant_group(
    rng: np.random.Generator, world: World, members: Ints, group: GroupParameters, posts: Ints | None = None
) -> GroupActions:
    """Simulate the retweets of a group.

    Args:
        rng: Random number generator.
        world: World in which the group acts.
        members: Indices of its accounts, which follow those of the crowd.
        group: Parameters of the group.
        posts: Posts that it acts on. None: posts by authors that are drawn.
    """
    post = _draw_posts(rng, world, group) if posts is None else posts
    published = world.posts.time[post]
    member, action = np.nonzero(_take_part(rng, group, len(members), len(post)))
    no_retweets = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    if group.reacting:
        time = published[action] + rng.uniform(*group.reaction, len(action))
        return GroupActions(group, members, post, published, (members[member], post[action], time), no_retweets)
    at = _move_to_working_hours(
        rng, published + rng.lognormal(np.log(group.delay), group.delay_spread, len(post)), group.hours
    )
    at = np.minimum(at, world.end - HOUR)
    time = at[action] + rng.uniform(0, group.spread, len(action))
    echo_counts = rng.poisson(group.echo * group.size, len(post))
    echoed_action = np.repeat(np.arange(len(post)), echo_counts)
    crowd = rng.choice(world.crowd, len(echoed_action), p=world.activity)
    later = at[echoed_action] + rng.lognormal(np.log(400), 1.1, len(echoed_action))
    kept = ~world.people.asleep(crowd, later)
    echo = crowd[kept], post[echoed_action[kept]], later[kept]
    return GroupActions(group, members, post, at, (members[member], post[action], time), echo)


def member_retweets(rng: np.random.Generator, world: World, planted: GroupActions) -> Retweets:
    """Return the members' own retweets, each post once per account; the number varies widely between members."""
    members = planted.members
    mean = planted.group.camouflage * len(planted.acts[0]) / max(len(members), 1)
    wanted = rng.poisson(mean * rng.gamma(2.0, 0.5, len(members)))
    # Draw more than needed, because some are dropped and some posts are drawn twice.
    account, post, time = organic_retweets(rng, world, np.repeat(members, 3 * wanted))
    order = rng.permutation(len(account))
    _, first = np.unique(account[order] * np.int64(len(world.posts.time)) + post[order], return_index=True)
    # Sort by account, and keep the random order within each account.
    order = order[np.sort(first)]
    order = order[np.argsort(account[order], kind="stable")]
    rank_in_account = np.arange(len(order)) - np.searchsorted(account[order], account[order])
    kept = order[rank_in_account < wanted[account[order] - members[0]]]
    return account[kept], post[kept], time[kept]


def _draw_posts(rng: np.random.Generator, world: World, group: GroupParameters) -> Ints:
    authors = [draw_busy_author(rng, world, group.posts // group.authors + 1) for _ in range(group.authors)]
    pool = np.unique(np.concatenate([world.posts.of(author) for author in authors]))
    # Actions on the last posts would fall after the end of the period.
    pool = pool[world.posts.time[pool] < world.end - 2 * DAY]
    return np.sort(rng.choice(pool, min(group.posts, len(pool)), replace=False))


def _take_part(rng: np.random.Generator, group: GroupParameters, members: int, actions: int) -> Bools:
    """Return which members (rows) take part in which actions (columns)."""
    if group.rotating:
        return rng.random((members, actions)).argsort(axis=0) < round(group.participation * members)
    return rng.random((members, actions)) < draw_shares(rng, group.participation, members)[:, None]


def _move_to_working_hours(rng: np.random.Generator, time: Floats, hours: tuple[int, int]) -> Floats:
    """Return the times, with times outside the working hours moved into the first half of the next shift."""
    first, length = hours
    since = (time - first * HOUR) % DAY
    moved = time - since + DAY + rng.uniform(0, length * HOUR / 2, len(time))
    return np.where(since < length * HOUR, time, moved)
