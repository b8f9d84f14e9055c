"""Convert the family's retweets to canonical tables, with their ground truth."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from explorer.model.tables import ACCOUNTS, HASHTAGS, LINKS, POSTS, RETWEETS, TIME, Polars, Table
from explorer.simulate.campaign.marks import MARK, SIMULATED
from explorer.simulate.campaign.model import FIGURES
from explorer.simulate.family.groups import GroupActions
from explorer.simulate.family.parameters import CampaignParameters, ObjectKind
from explorer.simulate.family.people import Floats, Ints
from explorer.simulate.family.triggers.model import Triggered
from explorer.simulate.family.world import Retweets, World

CROWD: Final = "crowd"
MEMBER: Final = "member"
REACTING: Final = "reacting"
"""Roles in the ground truth. Triggers have further roles, for accounts of the crowd that belong to no group."""

_TABLES: Final[Mapping[ObjectKind, Table]] = {"post": RETWEETS, "link": LINKS, "hashtag": HASHTAGS}
_OBJECT_NAMES: Final[Mapping[ObjectKind, str]] = {
    "post": "sim-p{}",
    "link": "https://sim.invalid/{}",
    "hashtag": "simulated{}",
}


def make_tables(world: World, retweets: Retweets, family: CampaignParameters) -> dict[str, pl.DataFrame]:
    """Return the canonical tables accounts, posts and those of what accounts share: retweets, links or hashtags.

    Args:
        world: The background.
        retweets: Everything that accounts share, with exact times.
        family: Parameters with the kinds of objects and the precision of times.
    """
    account, post, exact = retweets
    people = _ids("a", len(world.people.zone))
    authors = _ids("o", len(world.popular))
    accounts = pl.DataFrame({"account_id": pl.concat([people, authors])}).with_columns(
        platform=pl.lit(SIMULATED),
        handle="account_id",
        name=pl.format(MARK + " {}", "account_id"),
        bio=pl.lit(f"{MARK} no such account exists"),
    )
    time = -(-exact // family.batch) * family.batch if family.batch else exact
    shared = pl.DataFrame(
        {
            "number": np.arange(len(account)),
            "kind": np.resize(np.arange(len(family.objects)), len(world.posts.time))[post],
            "account_id": people.gather(account),
            "object": _object_names(world, family.objects).gather(post),
            "author_id": authors.gather(world.posts.author[post]),
            "at": _times(time // family.unit * family.unit),
        }
    ).with_columns(platform=pl.lit(SIMULATED), own_id=pl.format("sim-s{}", "number"))
    tables = {"accounts": ACCOUNTS.conform(accounts), "posts": _shared_posts(shared, family.objects)}
    if "post" in family.objects:
        tables["posts"] = pl.concat([_authors_posts(world, post, family), tables["posts"]])
    for kind, table in _TABLES.items():
        if kind in family.objects:
            rows = shared.filter(pl.col("kind") == family.objects.index(kind)).rename({"at": "retweeted_at"})
            rows = rows.with_columns(
                retweet_id=pl.format("sim-r{}", "number"), post_id="object" if kind == "post" else "own_id",
                url="object", tag="object",
            )  # fmt: skip
            tables[table.name] = table.conform(rows.select(set(table.schema) & set(rows.columns)))
    return tables


def account_roles(world: World, triggers: Sequence[Triggered], groups: Sequence[GroupActions]) -> pl.DataFrame:
    """Return the ground truth about accounts: the columns of `explorer.simulate.campaign.model.TRUTH`.

    An account with several triggers has the role of the last one.
    """
    people = len(world.people.zone)
    role = np.full(people, CROWD, dtype=object)
    group = np.full(people, None, dtype=object)
    for trigger in triggers:
        role[trigger.accounts] = trigger.role
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


def group_rows(groups: Sequence[GroupActions]) -> pl.DataFrame:
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


def action_rows(world: World, groups: Sequence[GroupActions], objects: tuple[ObjectKind, ...]) -> pl.DataFrame:
    """Return one row per group and action: group, post_id (object, if it may be a link or hashtag), at."""
    name_of_object = "post_id" if objects == ("post",) else "object"
    schema: dict[str, Polars] = {"group": pl.String, name_of_object: pl.String, "at": TIME}
    names = _object_names(world, objects)
    frames = [
        pl.DataFrame(
            {
                "group": [name] * len(planted.post),
                name_of_object: names.gather(planted.post),
                "at": _times(np.floor(planted.at)),
            },
            schema=schema,
        )
        for name, planted in zip(_names(groups), groups, strict=True)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def count_figures(planned: int, groups: Sequence[GroupActions], retweets: Retweets) -> pl.DataFrame:
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


def _authors_posts(world: World, shared_post: Ints, family: CampaignParameters) -> pl.DataFrame:
    """Return the posts that accounts retweet."""
    posts = world.posts
    rows = pl.DataFrame(
        {
            "post_id": _object_names(world, family.objects),
            "author_id": _ids("o", len(world.popular)).gather(posts.author),
            "created_at": _times(posts.time // family.unit * family.unit),
            "reposts": np.bincount(shared_post, minlength=len(posts.time)),
        }
    ).with_columns(platform=pl.lit(SIMULATED), text=pl.format(MARK + " post {}", "post_id"))
    kinds = np.resize(np.arange(len(family.objects)), len(posts.time))
    return POSTS.conform(rows.filter(kinds == family.objects.index("post")))


def _shared_posts(shared: pl.DataFrame, objects: tuple[ObjectKind, ...]) -> pl.DataFrame:
    """Return a post for each link or hashtag that an account shares."""
    written = [number for number, kind in enumerate(objects) if kind != "post"]
    return POSTS.conform(
        shared.filter(pl.col("kind").is_in(written)).select(
            "platform",
            author_id="account_id",
            post_id="own_id",
            created_at="at",
            text=pl.format(MARK + " {}", "object"),
        )
    )


def _object_names(world: World, objects: tuple[ObjectKind, ...]) -> pl.Series:
    """Return the ID, address or hashtag of each object."""
    return pl.Series(
        [_OBJECT_NAMES[objects[number % len(objects)]].format(number) for number in range(len(world.posts.time))],
        dtype=pl.String,
    )


def _names(groups: Sequence[GroupActions]) -> list[str]:
    return [f"g{number}" for number in range(1, len(groups) + 1)]


def _ids(letter: str, count: int) -> pl.Series:
    return pl.Series("id", [f"sim-{letter}{number}" for number in range(count)], dtype=pl.String)


def _times(seconds: Floats) -> pl.Series:
    return pl.Series((seconds * 1000).astype(np.int64)).cast(TIME)
