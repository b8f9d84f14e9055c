"""The campaign ``prc-2021``: diplomats and outlets of one state, and the accounts that amplify them.

The campaign reproduces the figures of the reports of May 2021 (AP, Oxford Internet Institute) with invented data and
ground truth.
"""

import numpy as np
import polars as pl

from explorer.model.tables import LIKES, RETWEETS
from explorer.simulate.campaign.marks import MARK
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.prc2021.cast import Cast, make_cast
from explorer.simulate.prc2021.crowd import Crowd, crowd_ids, crowd_table, make_crowd, statuses_table
from explorer.simulate.prc2021.draw import Ints, time_column
from explorer.simulate.prc2021.figures import count_figures
from explorer.simulate.prc2021.groups import CORE, RING, TOPIC, PlantedGroup, make_replies, plant_groups
from explorer.simulate.prc2021.plan import DAY, END, CampaignPlan, scale_plan
from explorer.simulate.prc2021.posts import (
    CampaignPosts,
    hashtags_table,
    links_table,
    make_posts,
    post_ids,
    posts_table,
)
from explorer.simulate.prc2021.retweets import Retweets, crowd_retweets


def simulate_prc2021(*, seed: int = 0, scale: float = 1.0) -> Campaign:
    """Simulate the campaign. Equal seeds and scales give equal data.

    In the truth, ``accounts`` has two more columns: ``part``, the role of a state account, and ``brand``, the one of
    the ten outlets that it belongs to. The truth also contains ``groups`` and their ``moments``. The figures have two
    more columns: ``reported``, the wording of the reports, and ``tolerance``, the permitted difference between the
    counted and the planted value.

    Args:
        seed: Random seed, 0 or more.
        scale: Scale of posts, retweets and retweeting accounts; see `explorer.simulate.prc2021.plan.CampaignPlan`.

    Raises:
        UsageError: If the scale is out of range.
        InputError: If the shipped registry has too few accounts of a kind.
    """
    plan = scale_plan(scale)
    rng = np.random.default_rng(seed)
    cast = make_cast(rng)
    posts = make_posts(rng, plan, cast)
    groups = plant_groups(rng, plan, cast, posts, rng.permutation(plan.retweeters))
    agreed = Retweets(*(np.concatenate(column) for column in zip(*(g.retweets(rng) for g in groups), strict=True)))
    of_studio = np.isin(posts.feed.author[agreed.post], cast.numbers("studio"))
    total = plan.retweets + plan.others + int(of_studio.sum())
    crowd = make_crowd(rng, plan, groups, np.bincount(agreed.account, minlength=plan.retweeters), total)
    retweets = agreed + crowd_retweets(rng, plan, cast, posts, crowd, agreed)
    citizen_retweets = int(
        np.isin(agreed.account, np.concatenate([g.members for g in groups if g.name in (CORE, RING)])).sum()
    )
    tables = {
        "accounts": pl.concat([cast.accounts, crowd_table(rng, crowd, groups)]),
        "posts": posts_table(
            rng, plan, cast, posts,
            np.bincount(retweets.post, minlength=len(posts.feed)),
            _answers(make_replies(rng, plan, cast, posts, groups, citizen_retweets), cast, posts, plan),
        ),
        "retweets": _retweets_table(retweets, cast, posts, crowd),
        "links": links_table(rng, posts),
        "hashtags": hashtags_table(posts),
        "likes": _likes_table(rng, plan, cast, posts, groups),
        "statuses": statuses_table(crowd),
        "labels": cast.labels,
        "outlets": cast.outlets,
        "outlet_accounts": cast.outlet_accounts,
    }  # fmt: skip
    truth = _truth(cast, posts, crowd, groups)
    return Campaign(tables, truth, count_figures(plan, tables, truth))


def _retweets_table(retweets: Retweets, cast: Cast, posts: CampaignPosts, crowd: Crowd) -> pl.DataFrame:
    order = np.argsort(retweets.time, kind="stable")
    account, post, time = retweets.account[order], retweets.post[order], retweets.time[order]
    return RETWEETS.conform(
        pl.DataFrame(
            {
                "account_id": crowd_ids(len(crowd.own)).gather(account),
                "post_id": post_ids(len(posts.feed)).gather(post),
                "author_id": cast.people["account_id"].gather(posts.feed.author[post]),
                "retweeted_at": time_column(time),
            }
        ).with_columns(platform=pl.lit("x"), retweet_id=pl.format("sim-retweet-{}", pl.int_range(pl.len())))
    )


def _answers(replies: pl.DataFrame, cast: Cast, posts: CampaignPosts, plan: CampaignPlan) -> pl.DataFrame:
    authors = cast.people["account_id"].gather(posts.feed.author[replies["post"].to_numpy()])
    return replies.with_columns(
        platform=pl.lit("x"),
        post_id=pl.format("sim-reply-{}", pl.int_range(pl.len())),
        author_id=crowd_ids(plan.retweeters).gather(replies["account"]),
        text=pl.format(MARK + " {}", "text"),
        language=pl.lit("en"),
        reply_to_id=post_ids(len(posts.feed)).gather(replies["post"]),
        reply_to_author_id=authors,
        promoted=pl.lit(False),
    ).drop("account", "post")


def _likes_table(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, posts: CampaignPosts, groups: list[PlantedGroup]
) -> pl.DataFrame:
    """Return the likes of the topic's group, on posts about the topic and on unrelated posts."""
    (group,) = (group for group in groups if group.name == TOPIC)
    member = rng.choice(group.members, plan.group_likes)
    liked: Ints = rng.choice(np.flatnonzero(posts.attention[posts.feed.author] > 0), plan.group_likes)
    at = np.minimum(posts.feed.time[liked] + rng.integers(60, DAY, plan.group_likes), END - 1)
    likes = pl.DataFrame(
        {
            "account_id": crowd_ids(plan.retweeters).gather(member),
            "post_id": post_ids(len(posts.feed)).gather(liked),
            "liked_at": time_column(at),
        }
    ).unique(["account_id", "post_id"], maintain_order=True)
    return LIKES.conform(likes.with_columns(platform=pl.lit("x")))


def _truth(cast: Cast, posts: CampaignPosts, crowd: Crowd, groups: list[PlantedGroup]) -> dict[str, pl.DataFrame]:
    roles = np.select(
        [crowd.group >= 0, crowd.rapid, crowd.bursts, crowd.top], ["group", "rapid", "burst", "fan"], "crowd"
    )
    names = pl.Series([group.name for group in groups], dtype=pl.String)
    ids = crowd_ids(len(crowd.own))
    people = cast.people.select(
        "platform", "account_id", group=pl.lit(None, pl.String), role=pl.lit("author"), part="role", brand="brand"
    )
    accounts = pl.DataFrame({"account_id": ids, "group": crowd.group, "role": roles}).select(
        pl.lit("x").alias("platform"),
        "account_id",
        group=pl.when(pl.col("group") >= 0).then(names.gather(np.maximum(crowd.group, 0))),
        role="role",
        part=pl.lit(None, pl.String),
        brand=pl.lit(None, pl.String),
    )
    moments = pl.concat(
        [
            pl.DataFrame(
                {
                    "group": [group.name] * len(group.post),
                    "post_id": post_ids(len(posts.feed)).gather(group.post),
                    "author_id": cast.people["account_id"].gather(posts.feed.author[group.post]),
                    "at": time_column(group.at),
                }
            )
            for group in groups
        ]
    )
    specified = pl.DataFrame(
        [
            {
                "group": group.name,
                "size": len(group.members),
                "suspended": int((group.suspended_at > 0).sum()),
                "participation": group.participation,
                "spread_seconds": group.spread,
                "opens_utc_hour": group.opens // 3_600,
            }
            for group in groups
        ]
    )
    summary = moments.group_by("group", maintain_order=True).agg(
        moments=pl.len(), targets=pl.col("author_id").unique().sort(), first=pl.col("at").min(), last=pl.col("at").max()
    )
    return {
        "accounts": pl.concat([people, accounts]),
        "groups": specified.join(summary, on="group", how="left", maintain_order="left"),
        "moments": moments,
    }
