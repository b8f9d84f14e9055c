"""What happens in the family's world beside everyone for themselves: fans, cascades, and the planted groups."""

from dataclasses import dataclass

import numpy as np

from explorer.simulate.family.parameters import Fans, GroupParameters, Influencer
from explorer.simulate.family.people import DAY, HOUR, Floats, Ints
from explorer.simulate.family.world import World, organic_retweets

Retweets = tuple[Ints, Ints, Floats]
"""Account, post and time of each act."""


@dataclass(frozen=True, slots=True)
class GroupActions:
    """What a group did.

    Attributes:
        group: as it was asked for.
        members: numbers of its accounts.
        post: of each action.
        at: when each action began; of a reacting group, when the post was published.
        acts: the members' acts.
        echo: acts of the crowd that followed.
    """

    group: GroupParameters
    members: Ints
    post: Ints
    at: Floats
    acts: Retweets
    echo: Retweets


def fan_retweets(rng: np.random.Generator, world: World, fans: Fans) -> tuple[Ints, Retweets]:
    """Return the fans and what they retweet: awake at once, now and then in the morning what came at night."""
    author = _busy_author(rng, world, 40)
    who = rng.choice(world.crowd, min(fans.size, world.crowd), replace=False)
    posts = world.posts.of(author)
    shares = _around(rng, fans.share, len(who))
    pace = np.log(fans.seconds) + rng.normal(0, 0.45, len(who))
    fan, post = np.nonzero(rng.random((len(who), len(posts))) < shares[:, None])
    time = world.posts.time[posts[post]] + rng.lognormal(pace[fan], 0.8)
    asleep = world.people.asleep(who[fan], time)
    kept = ~asleep | (rng.random(len(fan)) < 0.3)
    return who, (who[fan[kept]], posts[post[kept]], world.people.until_awake(rng, who[fan[kept]], time[kept]))


def follower_retweets(rng: np.random.Generator, world: World, influencer: Influencer) -> tuple[Ints, Retweets]:
    """Return the followers and what they retweet after the influencer, the influencer's own acts among them."""
    who = rng.choice(world.crowd, min(influencer.followers + 1, world.crowd), replace=False)
    leader, who = who[:1], who[1:]
    authors = rng.choice(len(world.popular), min(8, len(world.popular)), replace=False, p=world.popular)
    pool = np.concatenate([world.posts.of(author) for author in authors])
    post = rng.choice(pool, min(influencer.posts, len(pool)), replace=False)
    seen = world.people.until_awake(
        rng, np.repeat(leader, len(post)), world.posts.time[post] + rng.lognormal(np.log(5_000), 1.0, len(post))
    )
    shares = _around(rng, influencer.share, len(who))
    follower, act = np.nonzero(rng.random((len(who), len(post))) < shares[:, None])
    time = seen[act] + rng.lognormal(np.log(influencer.seconds), 1.1, len(act))
    kept = ~world.people.asleep(who[follower], time)
    return who, (
        np.concatenate([np.repeat(leader, len(post)), who[follower[kept]]]),
        np.concatenate([post, post[act[kept]]]),
        np.concatenate([seen, time[kept]]),
    )


def burst_retweets(rng: np.random.Generator, world: World) -> Retweets:
    """Return one cascade: after somebody large retweeted a post, twenty to a hundred of the crowd do within minutes."""
    post = rng.integers(len(world.posts.time))
    at = world.posts.time[post] + rng.lognormal(np.log(5_000), 1.0)
    who = rng.choice(world.crowd, min(int(rng.integers(20, 101)), world.crowd), replace=False, p=world.activity)
    time = at + rng.lognormal(np.log(500), 1.2, len(who))
    kept = ~world.people.asleep(who, time)
    return who[kept], np.full(int(kept.sum()), post), time[kept]


def plant_group(rng: np.random.Generator, world: World, members: Ints, group: GroupParameters) -> GroupActions:
    """Let a group act.

    Args:
        rng: source of chance.
        world: where.
        members: numbers of its accounts, beyond the crowd.
        group: what to do.
    """
    authors = [_busy_author(rng, world, group.posts // group.authors + 1) for _ in range(group.authors)]
    pool = np.unique(np.concatenate([world.posts.of(author) for author in authors]))
    # the last ones would be acted on after the end
    pool = pool[world.posts.time[pool] < world.end - 2 * DAY]
    post = np.sort(rng.choice(pool, min(group.posts, len(pool)), replace=False))
    published = world.posts.time[post]
    member, act = np.nonzero(
        rng.random((len(members), len(post))) < _around(rng, group.participation, len(members))[:, None]
    )
    nobody = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    if group.reacting:
        time = published[act] + rng.uniform(*group.reaction, len(act))
        return GroupActions(group, members, post, published, (members[member], post[act], time), nobody)
    at = _on_duty(rng, published + rng.lognormal(np.log(group.delay), group.delay_spread, len(post)), group.hours)
    at = np.minimum(at, world.end - HOUR)
    time = at[act] + rng.uniform(0, group.spread, len(act))
    follows = rng.poisson(group.echo * group.size, len(post))
    echoed = np.repeat(np.arange(len(post)), follows)
    crowd = rng.choice(world.crowd, len(echoed), p=world.activity)
    later = at[echoed] + rng.lognormal(np.log(400), 1.1, len(echoed))
    kept = ~world.people.asleep(crowd, later)
    echo = crowd[kept], post[echoed[kept]], later[kept]
    return GroupActions(group, members, post, at, (members[member], post[act], time), echo)


def member_retweets(rng: np.random.Generator, world: World, planted: GroupActions) -> Retweets:
    """Return what a group's members retweet of their own accord, each post once; some much, some next to nothing."""
    members = planted.members
    mean = planted.group.camouflage * len(planted.acts[0]) / max(len(members), 1)
    wanted = rng.poisson(mean * rng.gamma(2.0, 0.5, len(members)))
    # more than wanted: some come to nothing, some posts come up twice
    account, post, time = organic_retweets(rng, world, np.repeat(members, 3 * wanted))
    order = rng.permutation(len(account))
    _, first = np.unique(account[order] * np.int64(len(world.posts.time)) + post[order], return_index=True)
    # sorted by account, in each account in no order
    order = order[np.sort(first)]
    order = order[np.argsort(account[order], kind="stable")]
    number = np.arange(len(order)) - np.searchsorted(account[order], account[order])
    kept = order[number < wanted[account[order] - members[0]]]
    return account[kept], post[kept], time[kept]


def _around(rng: np.random.Generator, mean: float, count: int) -> Floats:
    """Return probabilities of this mean, a standard deviation of about 0.1 apart."""
    if mean in {0.0, 1.0}:
        return np.full(count, mean)
    return rng.beta(15 * mean, 15 * (1 - mean), count)


def _busy_author(rng: np.random.Generator, world: World, posts: int) -> int:
    """Return one of the authors with this many posts, by popularity; the busiest where none has."""
    many = np.bincount(world.posts.author, minlength=len(world.popular))
    busy = np.flatnonzero(many >= min(posts, many.max()))
    return int(rng.choice(busy, p=world.popular[busy] / world.popular[busy].sum()))


def _on_duty(rng: np.random.Generator, time: Floats, hours: tuple[int, int]) -> Floats:
    """Return the times, those outside the hours moved into the next shift's first half."""
    first, many = hours
    since = (time - first * HOUR) % DAY
    moved = time - since + DAY + rng.uniform(0, many * HOUR / 2, len(time))
    return np.where(since < many * HOUR, time, moved)
