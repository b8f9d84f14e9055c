"""The family's acts as canonical tables, and the truth about them."""

from typing import Final

import numpy as np
import polars as pl

from explorer.model.tables import ACCOUNTS, POSTS, RETWEETS, TIME, Polars
from explorer.simulate.campaign.marks import MARK, SIMULATED
from explorer.simulate.campaign.model import FIGURES
from explorer.simulate.family.people import Floats, Ints
from explorer.simulate.family.retweets import GroupActions, Retweets
from explorer.simulate.family.world import World

CROWD: Final = "crowd"
FAN: Final = "fan"
FOLLOWER: Final = "follower"
MEMBER: Final = "member"
REACTING: Final = "reacting"
"""Roles in the truth. Fans and followers are of the crowd, and of no group."""


def make_tables(world: World, acts: Retweets) -> dict[str, pl.DataFrame]:
    """Return the canonical tables accounts, posts and retweets of these acts."""
    account, post, time = acts
    posts = world.posts
    people = _ids("a", len(world.people.zone))
    authors = _ids("o", len(world.popular))
    names = pl.concat([people, authors])
    accounts = pl.DataFrame({"account_id": names}).with_columns(
        platform=pl.lit(SIMULATED),
        handle="account_id",
        name=pl.format(MARK + " {}", "account_id"),
        bio=pl.lit(f"{MARK} no such account exists"),
    )
    post_ids = _ids("p", len(posts.time))
    post_rows = pl.DataFrame(
        {
            "post_id": post_ids,
            "author_id": authors.gather(posts.author),
            "created_at": _times(posts.time),
            "reposts": np.bincount(post, minlength=len(posts.time)),
        }
    ).with_columns(platform=pl.lit(SIMULATED), text=pl.format(MARK + " post {}", "post_id"))
    retweets = pl.DataFrame(
        {
            "retweet_id": _ids("r", len(account)),
            "account_id": people.gather(account),
            "post_id": post_ids.gather(post),
            "author_id": authors.gather(posts.author[post]),
            "retweeted_at": _times(time),
        }
    ).with_columns(platform=pl.lit(SIMULATED))
    return {
        "accounts": ACCOUNTS.conform(accounts),
        "posts": POSTS.conform(post_rows),
        "retweets": RETWEETS.conform(retweets),
    }


def account_roles(
    world: World, fans: list[tuple[Ints, Retweets]], followers: list[tuple[Ints, Retweets]], groups: list[GroupActions]
) -> pl.DataFrame:
    """Return the truth about accounts: the columns of `explorer.simulate.campaign.model.TRUTH`."""
    people = len(world.people.zone)
    role = np.full(people, CROWD, dtype=object)
    group = np.full(people, None, dtype=object)
    for name, sets in ((FOLLOWER, followers), (FAN, fans)):
        for who, _ in sets:
            role[who] = name
    for name, planted in zip(_names(groups), groups, strict=True):
        role[planted.members] = REACTING if planted.group.reacting else MEMBER
        group[planted.members] = name
    authors = len(world.popular)
    return pl.DataFrame(
        {
            "platform": [SIMULATED] * (people + authors),
            "account_id": pl.concat([_ids("a", people), _ids("o", authors)]),
            "group": pl.Series([*group, *[None] * authors], dtype=pl.String),
            "role": pl.Series([*role, *["author"] * authors], dtype=pl.String),
        }
    )


def group_rows(groups: list[GroupActions]) -> pl.DataFrame:
    """Return one row per group with its parameters; delay and spread in seconds."""
    columns = {
        "group": pl.String, "size": pl.Int64, "posts": pl.Int64, "participation": pl.Float64, "delay": pl.Float64,
        "spread": pl.Float64, "camouflage": pl.Float64, "opens_utc_hour": pl.Int64, "hours": pl.Int64,
        "authors": pl.Int64, "reacting": pl.Boolean,
    }  # fmt: skip
    rows = [
        (name, one.size, one.posts, one.participation, one.delay, one.spread, one.camouflage, *one.hours, one.authors,
         one.reacting)
        for name, one in zip(_names(groups), (planted.group for planted in groups), strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=columns, orient="row")


def action_rows(world: World, groups: list[GroupActions]) -> pl.DataFrame:
    """Return one row per action of a group: group, post_id, at."""
    schema: dict[str, Polars] = {"group": pl.String, "post_id": pl.String, "at": TIME}
    frames = [
        pl.DataFrame(
            {
                "group": [name] * len(planted.post),
                "post_id": _ids("p", len(world.posts.time)).gather(planted.post),
                "at": _times(np.floor(planted.at)),
            },
            schema=schema,
        )
        for name, planted in zip(_names(groups), groups, strict=True)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def count_figures(retweets: int, groups: list[GroupActions], acts: Retweets) -> pl.DataFrame:
    """Count again what was planted: in all, and for each group its actions and how many of its members took part."""
    account, post, time = acts
    rows: list[tuple[str, str, float, float]] = [("retweets", "retweets in all", retweets, len(account))]
    for name, planted in zip(_names(groups), groups, strict=True):
        group = planted.group
        least, most = group.reaction if group.reacting else (0.0, group.spread)
        began = np.full(int(post.max()) + 1, np.inf) if len(post) else np.zeros(0)
        began[planted.post[planted.post < len(began)]] = np.floor(planted.at[planted.post < len(began)])
        own = np.isin(account, planted.members)
        since = time[own] - began[post[own]]
        agreed = (since >= np.floor(least)) & (since <= np.ceil(most))
        rows += [
            (name, "accounts", group.size, len(np.unique(account[own]))),
            (name, "posts acted on", group.posts, len(np.unique(post[own][agreed]))),
            (name, "participation", group.participation, agreed.sum() / max(len(planted.post) * group.size, 1)),
            (name, "retweets of their own per retweet for the group", group.camouflage,
             (~agreed).sum() / max(agreed.sum(), 1)),
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict(zip(FIGURES, (pl.String, pl.String, pl.Float64, pl.Float64), strict=True)),
                        orient="row")  # fmt: skip


def _names(groups: list[GroupActions]) -> list[str]:
    return [f"g{number}" for number in range(1, len(groups) + 1)]


def _ids(letter: str, count: int) -> pl.Series:
    return pl.Series("id", [f"sim-{letter}{number}" for number in range(count)], dtype=pl.String)


def _times(seconds: Floats) -> pl.Series:
    return pl.Series((seconds * 1000).astype(np.int64)).cast(TIME)
