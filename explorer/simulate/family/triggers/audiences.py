"""People with a common trigger: fans, followers of an influencer, viewers of a feed, staff of an outlet."""

from typing import Final

import numpy as np

from explorer.simulate.family.draw import draw_busy_author, draw_crowd, draw_shares
from explorer.simulate.family.people import DAY, HOUR, START
from explorer.simulate.family.triggers.model import Triggered
from explorer.simulate.family.triggers.parameters import Fans, Feed, Influencer, Staff
from explorer.simulate.family.world import ZONES, Retweets, World

FAN: Final = "fan"
FOLLOWER: Final = "follower"
VIEWER: Final = "viewer"
STAFF: Final = "staff"


def fan_retweets(rng: np.random.Generator, world: World, fans: Fans) -> Triggered:
    """Return fans, who retweet at once if they are awake. Some posts from the night are retweeted in the morning."""
    author = draw_busy_author(rng, world, 40)
    members = draw_crowd(rng, world, fans.size)
    posts = world.posts.of(author)
    shares = draw_shares(rng, fans.share, len(members))
    pace = np.log(fans.seconds) + rng.normal(0, 0.45, len(members))
    fan, post = np.nonzero(rng.random((len(members), len(posts))) < shares[:, None])
    notified = world.posts.time[posts]
    if fans.late:
        notified = notified + rng.lognormal(np.log(fans.late), 1.0, len(posts))
    time = notified[post] + rng.lognormal(pace[fan], 0.8)
    asleep = world.people.asleep(members[fan], time)
    kept = ~asleep | (rng.random(len(fan)) < 0.3)
    account = members[fan[kept]]
    return Triggered(FAN, members, (account, posts[post[kept]], world.people.until_awake(rng, account, time[kept])))


def follower_retweets(rng: np.random.Generator, world: World, influencer: Influencer) -> Triggered:
    """Return followers, who retweet if they are awake soon after the influencer does."""
    accounts = draw_crowd(rng, world, influencer.followers + 1)
    leader, accounts = accounts[:1], accounts[1:]
    authors = rng.choice(len(world.popular), min(8, len(world.popular)), replace=False, p=world.popular)
    pool = np.concatenate([world.posts.of(author) for author in authors])
    post = rng.choice(pool, min(influencer.posts, len(pool)), replace=False)
    seen = world.people.until_awake(
        rng, np.repeat(leader, len(post)), world.posts.time[post] + rng.lognormal(np.log(5_000), 1.0, len(post))
    )
    shares = draw_shares(rng, influencer.share, len(accounts))
    follower, retweet = np.nonzero(rng.random((len(accounts), len(post))) < shares[:, None])
    time = seen[retweet] + rng.lognormal(np.log(influencer.seconds), 1.1, len(retweet))
    kept = ~world.people.asleep(accounts[follower], time)
    retweets = (
        np.concatenate([np.repeat(leader, len(post)), accounts[follower[kept]]]),
        np.concatenate([post, post[retweet[kept]]]),
        np.concatenate([seen, time[kept]]),
    )
    return Triggered(FOLLOWER, accounts, retweets)


def burst_retweets(rng: np.random.Generator, world: World) -> Retweets:
    """Return one cascade: soon after a large account's retweet, 20 to 100 accounts retweet the same post."""
    post = rng.integers(len(world.posts.time))
    at = world.posts.time[post] + rng.lognormal(np.log(5_000), 1.0)
    accounts = rng.choice(world.crowd, min(int(rng.integers(20, 101)), world.crowd), replace=False, p=world.activity)
    time = at + rng.lognormal(np.log(500), 1.2, len(accounts))
    kept = ~world.people.asleep(accounts, time)
    return accounts[kept], np.full(int(kept.sum()), post), time[kept]


def viewer_retweets(rng: np.random.Generator, world: World, feed: Feed) -> Triggered:
    """Return viewers of a feed. The feed shows a post hours to days after its publication."""
    viewers = draw_crowd(rng, world, feed.viewers)
    old = np.flatnonzero(world.posts.time < world.end - 3 * DAY)
    post = rng.choice(old, min(feed.posts, len(old)), replace=False)
    shown = world.posts.time[post] + rng.lognormal(np.log(20 * HOUR), 0.8, len(post))
    take_up = rng.uniform(*feed.take_up, len(post))
    viewer, view = np.nonzero(rng.random((len(viewers), len(post))) < take_up)
    time = shown[view] + rng.uniform(0, feed.seconds, len(view))
    kept = ~world.people.asleep(viewers[viewer], time)
    return Triggered(VIEWER, viewers, (viewers[viewer[kept]], post[view[kept]], time[kept]))


def staff_retweets(rng: np.random.Generator, world: World, staff: Staff) -> Triggered:
    """Return employees, who retweet posts of their outlet from the last 24 hours when their working day begins."""
    outlet = draw_busy_author(rng, world, 60)
    posts = world.posts.of(outlet)
    zone = rng.choice(ZONES)
    residents = np.flatnonzero(world.people.zone[: world.crowd] == zone)
    members = rng.choice(residents, min(staff.size, len(residents)), replace=False)
    nine = (9 - zone) % 24 * HOUR
    days = np.arange(1, world.days)
    days = days[days % 7 < 5]
    member, day = np.nonzero(rng.random((len(members), len(days))) < staff.share)
    begins = START + days[day] * DAY + nine + rng.uniform(-60, 60, len(day)) * staff.minutes
    retweets = 1 + rng.poisson(staff.posts - 1, len(day))
    visit = np.repeat(np.arange(len(day)), retweets)
    nth = np.arange(len(visit)) - np.repeat(np.cumsum(retweets) - retweets, retweets)
    time = begins[visit] + 20 * nth
    first, last = np.searchsorted(world.posts.time[posts], [time - DAY, time])
    chosen = first + (rng.random(len(visit)) * (last - first)).astype(np.int64)
    kept = last > first
    return Triggered(STAFF, members, (members[member[visit[kept]]], posts[chosen[kept]], time[kept]))
