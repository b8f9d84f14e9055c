"""A complete synthetic graph: the generator's retweets, with outlets, profiles, posts, and statuses of accounts."""

from pathlib import Path

import numpy as np
import polars as pl

from bench.generate import retweets

OUTLETS = 200
"""Number of outlets, with three accounts each. Their accounts are the most retweeted authors."""
STATES = ("CN", "RU", "IR", "TR")
GROUPS, MEMBERS, MOMENTS = 50, 40, 100
"""Number and size of the coordinated groups, and number of their moments. Small worlds have fewer groups."""
_EPOCH = 1_600_000_000  # start of the generator's times, in seconds since 1970
_DAY = 86_400


def write_world(rows: int, folder: Path, *, seed: int = 0) -> list[Path]:
    """Write a world with ``rows`` retweets as native tables; return their paths, the two registry tables last.

    There is one author per ten posts. Groups retweet posts of outlets within half a minute. Three in ten accounts have
    a status, observed on one of six days, and half of these are suspended. Half of the outlets' accounts are labelled,
    on different days.
    """
    random = np.random.default_rng(seed)
    retweet_rows = _with_groups(retweets(rows, seed=seed), random)
    accounts = max(rows // 8, 2)
    posts = (
        retweet_rows.group_by("post")
        .agg(pl.col("posted").first())
        .sort("post")
        .with_columns(author=pl.col("post") // 10)
    )
    number = np.arange(accounts)
    day = random.integers(0, 3_000, accounts)
    wave = random.choice(np.array([12, 18, 22, 25, 28, 30]), accounts)
    known = random.random(accounts)
    status = pl.Series(["suspended", "active", None]).gather(np.digitize(known, [0.15, 0.3]))
    places = pl.Series(["London", "Beijing", "Moscow", "Tehran", "New York, NY", "Lagos", None])
    bios = pl.Series(["News and views", "Father of two. Proud patriot", "Retweets are no endorsement", "Student", None])
    operated = 3 * OUTLETS
    frames = {
        "accounts": pl.DataFrame(
            {
                "account_id": number.astype(str).tolist(),
                "handle": [f"user{n}" for n in number],
                "name": [f"Name {n % 50_000}" for n in number],
                "bio": bios.gather(random.integers(0, len(bios), accounts)),
                "location": places.gather(random.integers(0, len(places), accounts)),
                "created_at": _EPOCH - _DAY * day,
                "followers": random.integers(0, 5_000, accounts),
                "status": status,
                "status_at": _EPOCH + _DAY * wave,
            },
        ).with_columns(status_at=pl.when(pl.col("status").is_not_null()).then("status_at")),
        "posts": posts.select(
            post_id=pl.lit("p") + pl.col("post").cast(pl.String),
            author_id=pl.col("author").cast(pl.String),
            created_at=pl.col("posted"),
            text=pl.lit("What the post says, number ") + pl.col("post").cast(pl.String),
            language=pl.lit("en"),
            likes=pl.lit(10),
            replies=pl.lit(1),
            reposts=pl.lit(5),
            promoted=pl.col("post") % 1_000 == 0,
        ),
        "retweets": retweet_rows.select(
            retweet_id=pl.col("retweet").cast(pl.String),
            account_id=pl.col("account").cast(pl.String),
            post_id=pl.lit("p") + pl.col("post").cast(pl.String),
            author_id=(pl.col("post") // 10).cast(pl.String),
            retweeted_at=pl.col("time") // 1_000,
        ),
        "hashtags": posts.filter(pl.col("post") % 7 == 0).select(
            post_id=pl.lit("p") + pl.col("post").cast(pl.String),
            tag=pl.lit("topic") + (pl.col("post") % 50).cast(pl.String),
        ),
        "labels": pl.DataFrame({"account_id": np.arange(0, operated, 2)}).select(
            account_id=pl.col("account_id").cast(pl.String), labelled_at=_EPOCH + _DAY * (pl.col("account_id") % 25)
        ),
        "outlets": pl.DataFrame({"number": np.arange(OUTLETS)}).select(
            outlet_id=pl.lit("outlet-") + pl.col("number").cast(pl.String),
            name=pl.lit("Outlet ") + pl.col("number").cast(pl.String),
            kind=pl.when(pl.col("number") % 2 == 0).then(pl.lit("media")).otherwise(pl.lit("diplomat")),
            state=pl.col("number").map_elements(lambda n: STATES[n % len(STATES)], return_dtype=pl.String),
            owner=pl.lit("Owner ") + (pl.col("number") % 20).cast(pl.String),
            parent=pl.lit("Parent ") + (pl.col("number") % 5).cast(pl.String),
            source=pl.lit("made up"),
        ),
        "outlet_accounts": pl.DataFrame({"number": np.arange(operated)}).select(
            account_id=pl.col("number").cast(pl.String),
            outlet_id=pl.lit("outlet-") + (pl.col("number") // 3).cast(pl.String),
            source=pl.lit("made up"),
        ),
    }
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return [folder / f"{name}.parquet" for name in frames]


def _with_groups(retweet_rows: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Replace the last retweets with those of groups: at each moment, each member retweets the same post."""
    groups = min(GROUPS, retweet_rows.height // (50 * MEMBERS * MOMENTS))
    of_outlets = retweet_rows.filter(pl.col("post") < 30 * OUTLETS).select("post", "posted").unique("post").sort("post")
    moment = np.repeat(np.arange(groups * MOMENTS), MEMBERS)
    # Each group has its own members and retweets posts of one outlet.
    chosen = of_outlets[
        random.integers(0, of_outlets.height // OUTLETS, moment.max(initial=-1) + 1)[moment]
        + moment // MOMENTS * (of_outlets.height // OUTLETS)
    ]
    moment_start = chosen["posted"] + random.integers(60, 86_400, moment.max(initial=-1) + 1)[moment]
    seconds = moment_start + random.integers(0, 30, moment.size)
    group_retweets = pl.DataFrame(
        {
            "retweet": retweet_rows["retweet"][: moment.size] + retweet_rows.height - moment.size,
            "account": np.tile(np.arange(MEMBERS), groups * MOMENTS)
            + moment // MOMENTS * MEMBERS
            + retweet_rows.height // 16,
            "post": chosen["post"],
            "time": seconds * 1_000,
            "posted": chosen["posted"],
        },
        schema=retweet_rows.schema,
        strict=False,
    )
    return pl.concat([retweet_rows.sort("retweet").head(retweet_rows.height - moment.size), group_retweets])
