"""The family: campaigns for power studies, planted in an organic background, every part of it a parameter.

`simulate` makes one of a `Family` (the parameters) and a seed; `PRESETS` are those that go by a name. Equal parameters
and seeds give equal data.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from explorer.simulate.campaign.model import Campaign
from explorer.simulate.family.acts import (
    Acts,
    Fans,
    Group,
    Influencer,
    burst_acts,
    fan_acts,
    follower_acts,
    own_acts,
    plant,
    reacting_groups,
    several_groups,
)
from explorer.simulate.family.tables import account_roles, action_rows, count_figures, group_rows, make_tables
from explorer.simulate.family.world import World, make_world, organic


@dataclass(frozen=True, slots=True)
class Family:
    """The parameters; the defaults are the background alone.

    Attributes:
        retweets: of the campaign as a whole; the background fills up what the rest leaves, fewer where it runs dry.
        accounts: of the crowd, some of which do nothing.
        authors: whose posts are retweeted.
        posts: theirs, without those about news events.
        days: that are observed.
        news: events that many authors post about within two hours.
        bursts: cascades, each of one post.
        influencers: whose followers retweet after them, again and again.
        fans: that are notified of their author's posts.
        groups: what is planted.
    """

    retweets: int = 215_000
    accounts: int = 20_000
    authors: int = 500
    posts: int = 9_000
    days: int = 45
    news: int = 4
    bursts: int = 150
    influencers: tuple[Influencer, ...] = (Influencer(),) * 4
    fans: tuple[Fans, ...] = ()
    groups: tuple[Group, ...] = ()

    def scaled(self, scale: float) -> "Family":
        """Return it with the background's numbers multiplied; fans, influencers and groups stay as they are."""
        return replace(
            self,
            retweets=max(int(self.retweets * scale), 1_000),
            accounts=max(int(self.accounts * scale), 500),
            authors=max(int(self.authors * scale), 20),
            posts=max(int(self.posts * scale), 1_000),
            bursts=int(self.bursts * scale),
        )


@dataclass(frozen=True, slots=True)
class Preset:
    """Parameters that go by a name.

    Attributes:
        title: what is planted, one line.
        draw: the parameters, some of them drawn, so that a method meets others with every seed.
    """

    title: str
    draw: Callable[[np.random.Generator], Family]

    def make(self, *, seed: int = 0, scale: float = 1.0) -> Campaign:
        """Make the campaign; equal seeds and scales make equal ones."""
        return simulate(self.family(seed).scaled(scale), seed)

    def family(self, seed: int) -> Family:
        """Return the parameters that go with a seed."""
        return self.draw(np.random.default_rng([seed, 1]))


_FANS: Final = (Fans(30, 0.8, 25.0), Fans(60, 0.6, 45.0), Fans(100, 0.5, 90.0), Fans(20, 0.9, 15.0))
_SIZES: Final = (5, 8, 15, 30, 60, 120)

PRESETS: Final[dict[str, Preset]] = {
    "base": Preset(
        "six groups of 5 to 120, 20 to 60 posts each, participation .6 to .9, and fans",
        lambda rng: Family(
            fans=_FANS, groups=several_groups(rng, _SIZES, posts=(20, 60), participation=(0.6, 0.9))
        ),
    ),
    "short": Preset(
        "as base with 12 to 20 posts",
        lambda rng: Family(
            fans=_FANS, groups=several_groups(rng, _SIZES, posts=(12, 20), participation=(0.6, 0.9))
        ),
    ),
    "weak": Preset(
        "as base with 6 to 12 posts, participation .3 to .6",
        lambda rng: Family(fans=_FANS, groups=several_groups(rng, _SIZES, posts=(6, 12), participation=(0.3, 0.6))),
    ),
    "none": Preset("nothing planted, no fans", lambda rng: Family()),
    "none-fans": Preset("nothing planted, fans that are notified of posts", lambda rng: Family(fans=_FANS)),
    "reacting": Preset(
        "accounts that react 5 to 40 s after each post of an author, and fans",
        lambda rng: Family(fans=_FANS, groups=reacting_groups(rng, (10, 30, 60))),
    ),
}  # fmt: skip


def simulate(family: Family, seed: int = 0) -> Campaign:
    """Make a campaign of these parameters.

    Args:
        family: the parameters.
        seed: of all chance, 0 or more.

    Returns:
        Tables accounts, posts and retweets; as truth ``accounts``, ``groups`` (one row a group, its parameters) and
        ``actions`` (group, post_id, at).
    """
    # a stream for each part: the same world with and without fans
    world_rng, crowd_rng, fan_rng, follower_rng, burst_rng, group_rng = (
        np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(6)
    )
    sizes = [group.size for group in family.groups]
    world = make_world(
        world_rng,
        crowd=family.accounts,
        members=sum(sizes),
        authors=family.authors,
        posts=family.posts,
        days=family.days,
        news=family.news,
    )
    fans = [fan_acts(fan_rng, world, one) for one in family.fans]
    followers = [follower_acts(follower_rng, world, one) for one in family.influencers]
    bursts = [burst_acts(burst_rng, world) for _ in range(family.bursts)]
    members = np.split(np.arange(world.crowd, world.crowd + sum(sizes)), np.cumsum(sizes)[:-1])
    groups = [plant(group_rng, world, who, one) for who, one in zip(members, family.groups, strict=False)]
    own = [own_acts(group_rng, world, planted) for planted in groups]
    told = [acts for _, acts in (*fans, *followers)] + bursts + own
    told += [part for planted in groups for part in (planted.acts, planted.echo)]
    # more than needed: some come to nothing, some are the account's second of one post
    crowd = organic(crowd_rng, world, crowd_rng.choice(world.crowd, int(family.retweets * 2), p=world.activity))
    acts = _fill_up(crowd_rng, told, crowd, family.retweets, world)
    tables = make_tables(world, acts)
    roles = account_roles(world, fans, followers, groups)
    truth = {"accounts": roles, "groups": group_rows(groups), "actions": action_rows(world, groups)}
    return Campaign(tables, truth, count_figures(family.retweets, groups, acts))


def _fill_up(rng: np.random.Generator, told: list[Acts], crowd: Acts, retweets: int, world: World) -> Acts:
    """Return all acts in order of time, one of an account and post, and of the crowd's as many as are wanted."""
    account, post, time = (np.concatenate(column) for column in zip(*told, crowd, strict=True))
    filling = np.arange(len(account)) >= len(account) - len(crowd[0])
    # whole seconds, and none before its post
    time = np.maximum(np.floor(time), world.posts.time[post] + 1)
    inside = np.flatnonzero(time < world.end)
    order = inside[np.lexsort((filling[inside], time[inside]))]
    _, first = np.unique(account[order] * np.int64(len(world.posts.time)) + post[order], return_index=True)
    order = order[np.sort(first)]
    surplus = len(order) - retweets
    if surplus > 0:
        order = np.delete(order, rng.permutation(np.flatnonzero(filling[order]))[:surplus])
    return account[order], post[order], time[order]
