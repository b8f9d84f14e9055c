"""Programs with a common trigger: bots, schedulers, and a service that acts for its users.

A program acts for one account, or for all users who chose the same service. No program depends on another one.
"""

from typing import Final

import numpy as np

from explorer.simulate.family.draw import draw_busy_authors, draw_crowd, draw_shares
from explorer.simulate.family.people import DAY, HOUR, START, Floats, Ints
from explorer.simulate.family.triggers.model import Triggered
from explorer.simulate.family.triggers.parameters import BatchService, Bots, Schedulers
from explorer.simulate.family.world import World

BOT: Final = "bot"
SCHEDULER: Final = "scheduler"
USER: Final = "service user"


def bot_retweets(rng: np.random.Generator, world: World, bots: Bots) -> Triggered:
    """Return bots, which retweet at any hour, as soon as their program sees a post."""
    accounts = draw_crowd(rng, world, bots.size)
    bot, post = _choose_posts(rng, world, bots.authors, bots.follows, draw_shares(rng, bots.share, len(accounts)))
    seen = world.posts.time[post]
    if bots.periods:
        period = rng.choice(np.array(bots.periods) * 60.0, len(accounts))
        phase = np.zeros(len(accounts)) if bots.aligned else rng.uniform(0, period)
        seen = phase[bot] + np.ceil((seen - phase[bot]) / period[bot]) * period[bot]
    time = seen + rng.uniform(*bots.seconds, len(bot))
    return Triggered(BOT, accounts, (accounts[bot], post, time))


def scheduler_retweets(rng: np.random.Generator, world: World, schedulers: Schedulers) -> Triggered:
    """Return accounts that retweet the newest post of an outlet at their scheduled hours."""
    accounts = draw_crowd(rng, world, schedulers.size)
    outlets = draw_busy_authors(rng, world, 60, schedulers.outlets)
    hours = rng.random((len(accounts), 24)).argsort(axis=1)[:, : schedulers.hours]
    account, slot, day = np.nonzero(rng.random((*hours.shape, world.days)) < schedulers.share)
    time = START + day * DAY + hours[account, slot] * HOUR + rng.uniform(0, schedulers.seconds, len(day))
    outlet = outlets[rng.integers(0, len(outlets), len(day))]
    # Posts are sorted by author and time: the newest post before a time is the last one with a smaller key.
    span = 2.0 * (world.days + 2) * DAY
    key = world.posts.author * span + (world.posts.time - START)
    newest = np.searchsorted(key, outlet * span + (time - START)) - 1
    kept = (newest >= 0) & (world.posts.author[np.maximum(newest, 0)] == outlet)
    return Triggered(SCHEDULER, accounts, (accounts[account[kept]], newest[kept], time[kept]))


def service_retweets(rng: np.random.Generator, world: World, service: BatchService) -> Triggered:
    """Return users of a service, which retweets a post for all whose rules it matches, some time after the post."""
    users = draw_crowd(rng, world, service.users)
    shares = draw_shares(rng, service.share, len(users))
    user, post = _choose_posts(rng, world, service.authors, service.follows, shares)
    batch = world.posts.time + rng.lognormal(np.log(service.delay), 0.7, len(world.posts.time))
    time = batch[post] + rng.uniform(0, service.seconds, len(user))
    return Triggered(USER, users, (users[user], post, time))


def _choose_posts(
    rng: np.random.Generator, world: World, authors: int, follows: int, shares: Floats
) -> tuple[Ints, Ints]:
    """Return accounts (numbered from 0, one per share) and posts of the authors that each of them chose."""
    chosen = draw_busy_authors(rng, world, 40, authors)
    follow = rng.random((len(shares), len(chosen))).argsort(axis=1)[:, :follows]
    following = np.zeros((len(shares), len(world.popular)), dtype=np.bool_)
    following[np.arange(len(shares))[:, None], chosen[follow]] = True
    posts = np.concatenate([world.posts.of(author) for author in chosen])
    account, post = np.nonzero(
        (rng.random((len(shares), len(posts))) < shares[:, None]) & following[:, world.posts.author[posts]]
    )
    return account, posts[post]
