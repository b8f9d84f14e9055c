"""The organic background of the family: authors, their posts, the crowd and what it reads, day and night.

Times are seconds since 1970, UTC, as float64 until the tables are made of them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from explorer.simulate.family.people import DAY, HOUR, START, Bools, Floats, Ints, People, make_people

ZONES: Final = np.array([-8.0, -5.0, -3.0, 0.0, 1.0, 3.0, 5.5, 8.0])
_TOPICS: Final = 12
_SESSION: Final = 3
"""Retweets of one visit, on average."""
_STALE: Final = 1.5 * DAY
"""Age at which posts are passed over in a visit, on average."""
_BETWEEN: Final = 40.0
"""Seconds between two retweets of one visit, on average."""


@dataclass(frozen=True, slots=True)
class AuthorPosts:
    """Posts, sorted by author and time, one entry a post.

    Attributes:
        author: number of the author.
        time: when it was published, whole seconds.
        weight: how much it appeals to its author's readers.
        news: whether it tells of an event that is the talk of the day.
    """

    author: Ints
    time: Floats
    weight: Floats
    news: Bools

    def of(self, author: int) -> Ints:
        """Return the numbers of an author's posts, in order of time."""
        first, last = np.searchsorted(self.author, [author, author + 1])
        return np.arange(first, last)


@dataclass(frozen=True, slots=True)
class Follows:
    """What accounts follow: for account ``i`` the entries ``first[i]`` to ``first[i + 1]`` of author and cumulated."""

    first: Ints
    author: Ints
    cumulated: Floats

    def pick(self, rng: np.random.Generator, account: Ints) -> Ints:
        """Return for each account one of the authors that it follows, by how much it likes them."""
        floor = np.concatenate([[0.0], self.cumulated])[self.first[account]]
        drawn = floor + rng.random(len(account)) * (self.cumulated[self.first[account + 1] - 1] - floor)
        position = np.searchsorted(self.cumulated, drawn, side="right")
        picked: Ints = self.author[np.clip(position, self.first[account], self.first[account + 1] - 1)]
        return picked


@dataclass(frozen=True, slots=True)
class World:
    """Everything that groups act in.

    Attributes:
        people: the crowd first, then the members of groups.
        posts: all posts.
        popular: how popular each author is; they sum to 1.
        reading: what people follow.
        days: how many days are observed.
        activity: how active each account of the crowd is; they sum to 1.
    """

    people: People
    posts: AuthorPosts
    popular: Floats
    reading: Follows
    days: int
    activity: Floats

    @property
    def crowd(self) -> int:
        """How many of the people are of the crowd."""
        return len(self.activity)

    @property
    def end(self) -> int:
        """The first second after the days that are observed."""
        return START + self.days * DAY


def make_world(rng: np.random.Generator, *, crowd: int, members: int, authors: int, posts: int, days: int,
               news: int) -> World:  # fmt: skip
    """Make authors, posts and people who follow them.

    Args:
        rng: source of chance.
        crowd: accounts without any task.
        members: accounts that will belong to groups, numbered after the crowd.
        authors: who posts.
        posts: theirs, without those about news events.
        days: that are observed.
        news: events, each of which many authors post about within two hours.
    """
    topic = rng.integers(0, _TOPICS, authors)
    of_topic = rng.permutation(np.resize(ZONES, _TOPICS))
    zone = np.where(rng.random(authors) < 0.8, of_topic[topic], rng.choice(ZONES, authors))
    popular: Floats = (rng.permutation(authors).astype(np.float64) + 5.0) ** -1.0
    popular /= popular.sum()
    people_topic = rng.integers(0, _TOPICS, crowd + members)
    people = make_people(rng, np.where(rng.random(crowd + members) < 0.75, of_topic[people_topic],
                                   rng.choice(ZONES, crowd + members)))  # fmt: skip
    activity = (rng.permutation(crowd) + 10.0) ** -0.9
    # who retweets much follows many
    follows = np.concatenate([(activity / activity.mean()) ** 0.8, np.full(members, 2.0)])
    return World(
        people,
        _posts(rng, popular, zone, posts, days, news),
        popular,
        _reading(rng, people_topic, topic, popular, 4.0 * follows),
        days,
        activity / activity.sum(),
    )


def organic_retweets(
    rng: np.random.Generator, world: World, account: Ints, *, visits: float = 0.5
) -> tuple[Ints, Ints, Floats]:
    """Return what accounts retweet of their own accord: account, post, time of each act.

    Args:
        rng: source of chance.
        world: who follows whom.
        account: the account of each wanted act; some come to nothing (weekend, sleep until after the end), and some
            posts come up twice for an account.
        visits: the part of the acts that is meant for visits, in which an account retweets some of what is new; the
            others, and those for which a visit has nothing new, follow a post each.
    """
    visiting = rng.random(len(account)) < visits
    visited, in_vain = _visits(rng, world, np.sort(account[visiting]))
    parts = visited, _reactions(rng, world, np.concatenate([account[~visiting], in_vain]))
    who, post, time = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = (time < world.end) & ~world.people.off(rng, who, time)
    return who[kept], post[kept], time[kept]


def _visits(rng: np.random.Generator, world: World, account: Ints) -> tuple[tuple[Ints, Ints, Floats], Ints]:
    """Let each account come by at hours of its own, and retweet some of the newest posts that are old enough.

    Returns:
        The acts, and the accounts of those for which there was no such post.
    """
    people, posts = world.people, world.posts
    begins = (rng.random(len(account)) < 1 / _SESSION) | (np.diff(account, prepend=-1) != 0)
    visit = np.cumsum(begins) - 1
    visitor = account[begins]
    hour = (rng.normal(people.peak[visitor], 3.2) - people.wake[visitor]) % 24
    # who would come by asleep comes at any hour awake
    hour = np.where(hour < people.awake[visitor], hour, rng.random(len(visitor)) * people.awake[visitor])
    began = START + rng.integers(0, world.days, len(visitor)) * DAY
    began = began + (hour + people.wake[visitor] - people.zone[visitor]) * HOUR
    gap = rng.exponential(_BETWEEN, len(account))
    since = np.cumsum(gap)
    time = began[visit] + since - since[begins][visit]
    author = world.reading.pick(rng, account)
    age = rng.lognormal(people.pace[account], people.spread[account])
    span = 2.0 * (world.days + 2) * DAY
    key = posts.author * span + (posts.time - START)
    newest = np.searchsorted(key, author * span + np.maximum(time - age - START, 0.0), side="right") - 1
    # of the three newest the one that appeals most today
    choice = newest[:, None] - np.arange(3)
    fits = (choice >= 0) & (posts.author[np.maximum(choice, 0)] == author[:, None])
    appeal = np.where(fits, posts.weight[np.maximum(choice, 0)] * rng.exponential(1.0, choice.shape), -1.0)
    post = choice[np.arange(len(choice)), appeal.argmax(axis=1)]
    old = time - posts.time[np.maximum(post, 0)]
    kept = fits.any(axis=1) & (time >= START) & (old > 0) & (old < rng.exponential(_STALE, len(old)))
    return (account[kept], post[kept], time[kept]), account[~kept]


def _reactions(rng: np.random.Generator, world: World, account: Ints) -> tuple[Ints, Ints, Floats]:
    """Each act follows a post, at the account's own pace; who sleeps catches up in the morning."""
    posts = world.posts
    trend = rng.random(len(account)) < 0.15
    author = world.reading.pick(rng, account)
    total = np.concatenate([[0.0], np.cumsum(posts.weight)])
    low, high = np.searchsorted(posts.author, [author, author + 1])
    floor, ceiling = total[low], total[high]
    # what trends is shown to all, by its author's audience and its own appeal
    shown = np.concatenate([[0.0], np.cumsum(posts.weight * world.popular[posts.author])])
    post = np.where(
        trend,
        np.searchsorted(shown, rng.random(len(account)) * shown[-1], side="right") - 1,
        np.searchsorted(total, floor + rng.random(len(account)) * (ceiling - floor), side="right") - 1,
    )
    kept = (post >= 0) & (post < len(posts.author)) & (trend | (high > low))
    account, post = account[kept], post[kept]
    people = world.people
    delay = rng.lognormal(people.pace[account] - 1.0 * posts.news[post], people.spread[account])
    return account, post, people.until_awake(rng, account, posts.time[post] + delay)


def _posts(rng: np.random.Generator, popular: Floats, zone: Floats, count: int, days: int, news: int) -> AuthorPosts:
    authors = len(popular)
    # popular authors tend to post more, with much left to chance; outlets post at any hour, persons by day
    diligent = popular**0.6 * rng.lognormal(0, 0.8, authors)
    author = rng.choice(authors, count, p=diligent / diligent.sum())
    outlet = rng.random(authors) < 0.15
    hour = np.where(outlet[author], rng.random(count) * 24, rng.normal(13.5, 4.0, count)) - zone[author]
    day = rng.integers(0, days, count)
    time = START + day * DAY + (hour % 24) * HOUR
    moved = ((time - START) // DAY % 7 >= 5) & (rng.random(count) < 0.35)
    time = np.where(moved, time - 3 * DAY, time)
    weight = rng.lognormal(0, 1.2, count)
    for _ in range(news):
        at = START + rng.uniform(1, max(days - 1, 2)) * DAY
        many = min(25, authors)
        author = np.concatenate([author, rng.choice(authors, many, replace=False, p=popular)])
        time = np.concatenate([time, at + rng.uniform(0, 2 * HOUR, many)])
        weight = np.concatenate([weight, rng.lognormal(1.8, 0.5, many)])
    event = np.arange(len(author)) >= count
    time = np.floor(time)
    order = np.lexsort((time, author))
    return AuthorPosts(author[order], time[order], weight[order], event[order])


def _reading(rng: np.random.Generator, people_topic: Ints, topic: Ints, popular: Floats, follows: Floats) -> Follows:
    """Let each account follow some authors, most of them of its topic; a quarter are the audience of one above all."""
    count = len(people_topic)
    many = 1 + rng.poisson(follows * rng.gamma(1.5, 1 / 1.5, count))
    account = np.repeat(np.arange(count), many)
    order = np.argsort(topic, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(popular[order])])
    low, high = np.searchsorted(topic[order], [people_topic[account], people_topic[account] + 1])
    own = rng.random(len(account)) < 0.75
    floor, ceiling = np.where(own, total[low], 0.0), np.where(own, total[high], total[-1])
    drawn = np.searchsorted(total, floor + rng.random(len(account)) * (ceiling - floor), side="right") - 1
    author = order[np.clip(drawn, 0, len(order) - 1)]
    liking = rng.exponential(1.0, len(account))
    favourite = np.concatenate([[0], np.cumsum(many)])[:-1][rng.random(count) < 0.25]
    liking[favourite] += 4.0 * many[account[favourite]]
    return Follows(np.concatenate([[0], np.cumsum(many)]), author, np.cumsum(liking))
