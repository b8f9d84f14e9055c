"""Convert the family's retweets to canonical tables, with their ground truth."""

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
"""Roles in the ground truth. Fans and followers belong to the crowd, not to a group."""


def make_tables(world: World, retweets: Retweets) -> dict[str, pl.DataFrame]:
    """Return the canonical tables accounts, posts and retweets."""
    account, post, time = retweets
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
    retweet_rows = pl.DataFrame(
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
        "retweets": RETWEETS.conform(retweet_rows),
    }


def account_roles(
    world: World, fans: list[tuple[Ints, Retweets]], followers: list[tuple[Ints, Retweets]], groups: list[GroupActions]
) -> pl.DataFrame:
    """Return the ground truth about accounts: the columns of `explorer.simulate.campaign.model.TRUTH`."""
    people = len(world.people.zone)
    role = np.full(people, CROWD, dtype=object)
    group = np.full(people, None, dtype=object)
    for name, sets in ((FOLLOWER, followers), (FAN, fans)):
        for accounts, _ in sets:
            role[accounts] = name
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
        (name, group.size, group.posts, group.participation, group.delay, group.spread, group.camouflage, *group.hours,
         group.authors, group.reacting)
        for name, group in zip(_names(groups), (planted.group for planted in groups), strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=columns, orient="row")


def action_rows(world: World, groups: list[GroupActions]) -> pl.DataFrame:
    """Return one row per group and action: group, post_id, at."""
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


def count_figures(planned: int, groups: list[GroupActions], retweets: Retweets) -> pl.DataFrame:
    """Count the planted figures in the retweets: the total, and for each group its posts and its participation."""
    account, post, time = retweets
    rows: list[tuple[str, str, float, float]] = [("retweets", "retweets in all", planned, len(account))]
    for name, planted in zip(_names(groups), groups, strict=True):
        group = planted.group
        least, most = group.reaction if group.reacting else (0.0, group.spread)
        start = np.full(int(post.max()) + 1, np.inf) if len(post) else np.zeros(0)
        start[planted.post[planted.post < len(start)]] = np.floor(planted.at[planted.post < len(start)])
        by_members = np.isin(account, planted.members)
        since = time[by_members] - start[post[by_members]]
        in_action = (since >= np.floor(least)) & (since <= np.ceil(most))
        rows += [
            (name, "accounts", group.size, len(np.unique(account[by_members]))),
            (name, "posts acted on", group.posts, len(np.unique(post[by_members][in_action]))),
            (name, "participation", group.participation, in_action.sum() / max(len(planted.post) * group.size, 1)),
            (name, "retweets of their own per retweet for the group", group.camouflage,
             (~in_action).sum() / max(in_action.sum(), 1)),
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict(zip(FIGURES, (pl.String, pl.String, pl.Float64, pl.Float64), strict=True)),
                        orient="row")  # fmt: skip


def _names(groups: list[GroupActions]) -> list[str]:
    return [f"g{number}" for number in range(1, len(groups) + 1)]


def _ids(letter: str, count: int) -> pl.Series:
    return pl.Series("id", [f"sim-{letter}{number}" for number in range(count)], dtype=pl.String)


def _times(seconds: Floats) -> pl.Series:
    return pl.Series((seconds * 1000).astype(np.int64)).cast(TIME)
