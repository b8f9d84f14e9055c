"""Retweets in the family's world beyond individual behaviour: fans, influencers, cascades, and planted groups."""

from dataclasses import dataclass

import numpy as np

from explorer.simulate.family.parameters import Fans, GroupParameters, Influencer
from explorer.simulate.family.people import DAY, HOUR, Floats, Ints
from explorer.simulate.family.world import World, organic_retweets

Retweets = tuple[Ints, Ints, Floats]
"""Account, post and time of each retweet."""


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


def fan_retweets(rng: np.random.Generator, world: World, fans: Fans) -> tuple[Ints, Retweets]:
    """Return the fans and their retweets.

    Fans retweet at once if they are awake. Some posts from the night are retweeted in the morning.
    """
    author = _draw_busy_author(rng, world, 40)
    members = rng.choice(world.crowd, min(fans.size, world.crowd), replace=False)
    posts = world.posts.of(author)
    shares = _draw_shares(rng, fans.share, len(members))
    pace = np.log(fans.seconds) + rng.normal(0, 0.45, len(members))
    fan, post = np.nonzero(rng.random((len(members), len(posts))) < shares[:, None])
    time = world.posts.time[posts[post]] + rng.lognormal(pace[fan], 0.8)
    asleep = world.people.asleep(members[fan], time)
    kept = ~asleep | (rng.random(len(fan)) < 0.3)
    return members, (
        members[fan[kept]],
        posts[post[kept]],
        world.people.until_awake(rng, members[fan[kept]], time[kept]),
    )


def follower_retweets(rng: np.random.Generator, world: World, influencer: Influencer) -> tuple[Ints, Retweets]:
    """Return the followers, and their retweets together with those of the influencer."""
    accounts = rng.choice(world.crowd, min(influencer.followers + 1, world.crowd), replace=False)
    leader, accounts = accounts[:1], accounts[1:]
    authors = rng.choice(len(world.popular), min(8, len(world.popular)), replace=False, p=world.popular)
    pool = np.concatenate([world.posts.of(author) for author in authors])
    post = rng.choice(pool, min(influencer.posts, len(pool)), replace=False)
    seen = world.people.until_awake(
        rng, np.repeat(leader, len(post)), world.posts.time[post] + rng.lognormal(np.log(5_000), 1.0, len(post))
    )
    shares = _draw_shares(rng, influencer.share, len(accounts))
    follower, retweet = np.nonzero(rng.random((len(accounts), len(post))) < shares[:, None])
    time = seen[retweet] + rng.lognormal(np.log(influencer.seconds), 1.1, len(retweet))
    kept = ~world.people.asleep(accounts[follower], time)
    return accounts, (
        np.concatenate([np.repeat(leader, len(post)), accounts[follower[kept]]]),
        np.concatenate([post, post[retweet[kept]]]),
        np.concatenate([seen, time[kept]]),
    )


def burst_retweets(rng: np.random.Generator, world: World) -> Retweets:
    """Return one cascade: soon after a large account's retweet, 20 to 100 accounts retweet the same post."""
    post = rng.integers(len(world.posts.time))
    at = world.posts.time[post] + rng.lognormal(np.log(5_000), 1.0)
    accounts = rng.choice(world.crowd, min(int(rng.integers(20, 101)), world.crowd), replace=False, p=world.activity)
    time = at + rng.lognormal(np.log(500), 1.2, len(accounts))
    kept = ~world.people.asleep(accounts, time)
    return accounts[kept], np.full(int(kept.sum()), post), time[kept]


def plant_group(rng: np.random.Generator, world: World, members: Ints, group: GroupParameters) -> GroupActions:
    """Simulate the retweets of a group.

    Args:
        rng: Random number generator.
        world: World in which the group acts.
        members: Indices of its accounts, which follow those of the crowd.
        group: Parameters of the group.
    """
    authors = [_draw_busy_author(rng, world, group.posts // group.authors + 1) for _ in range(group.authors)]
    pool = np.unique(np.concatenate([world.posts.of(author) for author in authors]))
    # Actions on the last posts would fall after the end of the period.
    pool = pool[world.posts.time[pool] < world.end - 2 * DAY]
    post = np.sort(rng.choice(pool, min(group.posts, len(pool)), replace=False))
    published = world.posts.time[post]
    member, action = np.nonzero(
        rng.random((len(members), len(post))) < _draw_shares(rng, group.participation, len(members))[:, None]
    )
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


def _draw_shares(rng: np.random.Generator, mean: float, count: int) -> Floats:
    """Draw probabilities with this mean and a standard deviation of about 0.1."""
    if mean in {0.0, 1.0}:
        return np.full(count, mean)
    return rng.beta(15 * mean, 15 * (1 - mean), count)


def _draw_busy_author(rng: np.random.Generator, world: World, posts: int) -> int:
    """Draw an author with at least this many posts, weighted by popularity; the busiest author if none has as many."""
    post_counts = np.bincount(world.posts.author, minlength=len(world.popular))
    busy = np.flatnonzero(post_counts >= min(posts, post_counts.max()))
    return int(rng.choice(busy, p=world.popular[busy] / world.popular[busy].sum()))


def _move_to_working_hours(rng: np.random.Generator, time: Floats, hours: tuple[int, int]) -> Floats:
    """Return the times, with times outside the working hours moved into the first half of the next shift."""
    first, length = hours
    since = (time - first * HOUR) % DAY
    moved = time - since + DAY + rng.uniform(0, length * HOUR / 2, len(time))
    return np.where(since < length * HOUR, time, moved)
