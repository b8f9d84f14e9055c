"""The organic background of the family: authors, their posts, and the reading habits of the crowd.

Times are seconds since 1970, UTC, as float64.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from explorer.simulate.family.people import DAY, HOUR, START, Bools, Floats, Ints, People, make_people

Retweets = tuple[Ints, Ints, Floats]
"""Account, post and time of each retweet."""

ZONES: Final = np.array([-8.0, -5.0, -3.0, 0.0, 1.0, 3.0, 5.5, 8.0])
_TOPICS: Final = 12
_SESSION: Final = 3
"""Mean number of retweets per visit."""
_STALE: Final = 1.5 * DAY
"""Mean age in seconds above which a visit skips a post."""
_BETWEEN: Final = 40.0
"""Mean seconds between two retweets of a visit."""


@dataclass(frozen=True, slots=True)
class AuthorPosts:
    """Posts sorted by author and time, with one array entry per post.

    Attributes:
        author: Index of the author.
        time: Time of publication in whole seconds.
        weight: Appeal to the author's readers.
        news: Whether the post is about a news event.
    """

    author: Ints
    time: Floats
    weight: Floats
    news: Bools

    def of(self, author: int) -> Ints:
        """Return the indices of an author's posts, sorted by time."""
        first, last = np.searchsorted(self.author, [author, author + 1])
        return np.arange(first, last)


@dataclass(frozen=True, slots=True)
class Follows:
    """Authors that accounts follow, in compressed form.

    Entries ``first[i]`` to ``first[i + 1]`` (exclusive) belong to account ``i``.

    Attributes:
        first: Index of each account's first entry, followed by the number of entries.
        author: Author of each entry.
        cumulated: Cumulative sum of the weights of the entries.
    """

    first: Ints
    author: Ints
    cumulated: Floats

    def pick(self, rng: np.random.Generator, account: Ints) -> Ints:
        """Draw one author for each account from those it follows, by weight."""
        floor = np.concatenate([[0.0], self.cumulated])[self.first[account]]
        drawn = floor + rng.random(len(account)) * (self.cumulated[self.first[account + 1] - 1] - floor)
        position = np.searchsorted(self.cumulated, drawn, side="right")
        picked: Ints = self.author[np.clip(position, self.first[account], self.first[account + 1] - 1)]
        return picked


@dataclass(frozen=True, slots=True)
class World:
    """The background in which groups act.

    Attributes:
        people: Habits of the crowd, followed by those of the members of groups.
        posts: All posts.
        popular: Popularity of each author; sums to 1.
        reading: Authors that accounts follow.
        days: Length of the observation period in days.
        activity: Activity of each account of the crowd; sums to 1.
    """

    people: People
    posts: AuthorPosts
    popular: Floats
    reading: Follows
    days: int
    activity: Floats

    @property
    def crowd(self) -> int:
        """Number of accounts in the crowd."""
        return len(self.activity)

    @property
    def end(self) -> int:
        """End of the observation period, exclusive."""
        return START + self.days * DAY

    def with_objects(self, time: Floats) -> "World":
        """Return a copy with objects by one more author, which appear at these times (sorted) and have no readers."""
        posts, added = self.posts, len(time)
        author = np.full(added, len(self.popular))
        return replace(
            self,
            posts=AuthorPosts(
                np.concatenate([posts.author, author]),
                np.concatenate([posts.time, np.floor(time)]),
                np.concatenate([posts.weight, np.ones(added)]),
                np.concatenate([posts.news, np.zeros(added, dtype=np.bool_)]),
            ),
            popular=np.append(self.popular, 0.0),
        )


def make_world(rng: np.random.Generator, *, crowd: int, members: int, authors: int, posts: int, days: int,
               news: int) -> World:  # fmt: skip
    """Create authors, their posts, and the accounts that follow them.

    Args:
        rng: Random number generator.
        crowd: Number of accounts outside groups.
        members: Number of accounts that will belong to groups. Their indices follow those of the crowd.
        authors: Number of authors.
        posts: Number of posts, without posts about news events.
        days: Length of the observation period in days.
        news: Number of news events. Many authors post about each event within two hours.
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
    # Active accounts follow more authors.
    follows = np.concatenate([(activity / activity.mean()) ** 0.8, np.full(members, 2.0)])
    return World(
        people,
        _posts(rng, popular, zone, posts, days, news),
        popular,
        _reading(rng, people_topic, topic, popular, 4.0 * follows),
        days,
        activity / activity.sum(),
    )


def organic_retweets(rng: np.random.Generator, world: World, account: Ints, *, visits: float = 0.5) -> Retweets:
    """Return independent retweets of accounts: account, post and time of each.

    Args:
        rng: Random number generator.
        world: The background.
        account: Account of each requested retweet. Some requests give no retweet (weekend, or asleep until the end of
            the period), and an account may get the same post twice.
        visits: Share of the retweets that are made in visits, in which an account retweets some of the newest posts.
            The others, and those for which a visit finds no new post, are reactions to a single post.
    """
    visiting = rng.random(len(account)) < visits
    by_visits, unserved = _visits(rng, world, np.sort(account[visiting]))
    parts = by_visits, _reactions(rng, world, np.concatenate([account[~visiting], unserved]))
    accounts, post, time = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = (time < world.end) & ~world.people.off(rng, accounts, time)
    return accounts[kept], post[kept], time[kept]


def _visits(rng: np.random.Generator, world: World, account: Ints) -> tuple[Retweets, Ints]:
    """Simulate visits: each account visits at its own hours and retweets some of the newest posts.

    Returns:
        The retweets, and the accounts of the requests for which there was no suitable post.
    """
    people, posts = world.people, world.posts
    begins = (rng.random(len(account)) < 1 / _SESSION) | (np.diff(account, prepend=-1) != 0)
    visit = np.cumsum(begins) - 1
    visitor = account[begins]
    hour = (rng.normal(people.peak[visitor], 3.2) - people.wake[visitor]) % 24
    # A visit that falls into the account's sleep moves to a random hour at which it is awake.
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
    # Choose the most appealing of the author's three newest posts.
    choice = newest[:, None] - np.arange(3)
    fits = (choice >= 0) & (posts.author[np.maximum(choice, 0)] == author[:, None])
    appeal = np.where(fits, posts.weight[np.maximum(choice, 0)] * rng.exponential(1.0, choice.shape), -1.0)
    post = choice[np.arange(len(choice)), appeal.argmax(axis=1)]
    old = time - posts.time[np.maximum(post, 0)]
    kept = fits.any(axis=1) & (time >= START) & (old > 0) & (old < rng.exponential(_STALE, len(old)))
    return (account[kept], post[kept], time[kept]), account[~kept]


def _reactions(rng: np.random.Generator, world: World, account: Ints) -> Retweets:
    """Return one retweet per account as a reaction to a post, at the account's pace, delayed while it is asleep."""
    posts = world.posts
    trend = rng.random(len(account)) < 0.15
    author = world.reading.pick(rng, account)
    total = np.concatenate([[0.0], np.cumsum(posts.weight)])
    low, high = np.searchsorted(posts.author, [author, author + 1])
    floor, ceiling = total[low], total[high]
    # Trending posts are shown to all accounts, by the author's popularity and the post's appeal.
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
    # Popular authors tend to post more, with much random variation. Outlets post at any hour, persons by day.
    productivity = popular**0.6 * rng.lognormal(0, 0.8, authors)
    author = rng.choice(authors, count, p=productivity / productivity.sum())
    outlet = rng.random(authors) < 0.15
    hour = np.where(outlet[author], rng.random(count) * 24, rng.normal(13.5, 4.0, count)) - zone[author]
    day = rng.integers(0, days, count)
    time = START + day * DAY + (hour % 24) * HOUR
    moved = ((time - START) // DAY % 7 >= 5) & (rng.random(count) < 0.35)
    time = np.where(moved, time - 3 * DAY, time)
    weight = rng.lognormal(0, 1.2, count)
    for _ in range(news):
        at = START + rng.uniform(1, max(days - 1, 2)) * DAY
        author_count = min(25, authors)
        author = np.concatenate([author, rng.choice(authors, author_count, replace=False, p=popular)])
        time = np.concatenate([time, at + rng.uniform(0, 2 * HOUR, author_count)])
        weight = np.concatenate([weight, rng.lognormal(1.8, 0.5, author_count)])
    event = np.arange(len(author)) >= count
    time = np.floor(time)
    order = np.lexsort((time, author))
    return AuthorPosts(author[order], time[order], weight[order], event[order])


def _reading(rng: np.random.Generator, people_topic: Ints, topic: Ints, popular: Floats, follows: Floats) -> Follows:
    """Draw the authors that each account follows, mostly from its topic; a quarter of them favour one author."""
    count = len(people_topic)
    follow_counts = 1 + rng.poisson(follows * rng.gamma(1.5, 1 / 1.5, count))
    account = np.repeat(np.arange(count), follow_counts)
    order = np.argsort(topic, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(popular[order])])
    low, high = np.searchsorted(topic[order], [people_topic[account], people_topic[account] + 1])
    own = rng.random(len(account)) < 0.75
    floor, ceiling = np.where(own, total[low], 0.0), np.where(own, total[high], total[-1])
    drawn = np.searchsorted(total, floor + rng.random(len(account)) * (ceiling - floor), side="right") - 1
    author = order[np.clip(drawn, 0, len(order) - 1)]
    liking = rng.exponential(1.0, len(account))
    favourite = np.concatenate([[0], np.cumsum(follow_counts)])[:-1][rng.random(count) < 0.25]
    liking[favourite] += 4.0 * follow_counts[account[favourite]]
    return Follows(np.concatenate([[0], np.cumsum(follow_counts)]), author, np.cumsum(liking))
