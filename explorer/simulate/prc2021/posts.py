"""Posts of the campaign ``prc-2021``: posts that are retweeted, and posts of outlets, which only have counts."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from explorer.model.tables import HASHTAGS, LINKS, POSTS
from explorer.simulate.campaign.marks import MARK
from explorer.simulate.prc2021.cast import AGENCY, Cast
from explorer.simulate.prc2021.draw import HOUR, Feed, Floats, Ints, draw_integers, time_column
from explorer.simulate.prc2021.plan import DAY, DAYS, END, START, CampaignPlan

XINJIANG: Final = 0
_TOPICS: Final = (
    # tag, share of posts, text
    ("xinjiang", 0.06, "A video from Xinjiang"),
    ("covid19", 0.25, "On the pandemic"),
    ("hongkong", 0.08, "On Hong Kong"),
    ("trade", 0.14, "On trade"),
    ("culture", 0.16, "On festivals and food"),
    ("climate", 0.06, "On climate"),
    (None, 0.25, "On the day's events"),
)
VIDEOS: Final = 40
_ADDRESS: Final = "https://videos.simulated.example/xinjiang-{}"
"""Address of a video, in a top-level domain reserved for examples (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class CampaignPosts:
    """Posts of the accounts that are retweeted.

    Attributes:
        feed: Posts sorted by author (row number in `Cast.people`) and time, weighted by their appeal.
        topic: Index of each post's topic.
        attention: Share of the crowd's attention for each retweeted account. It is 0 for accounts that are not
            diplomats and for the ambassador, whose retweets are planned.
    """

    feed: Feed
    topic: Ints
    attention: Floats


def make_posts(rng: np.random.Generator, plan: CampaignPlan, cast: Cast) -> CampaignPosts:
    """Draw authors, times, topics and appeal of the posts."""
    counts = np.zeros(cast.sources, np.int64)
    ambassador, mission, others = (cast.numbers(role) for role in ("ambassador", "mission", "diplomat"))
    counts[ambassador] = plan.ambassador_posts
    counts[mission] = max(150, round(1_000 * plan.scale))
    # The numbers of posts follow a power law, in random order of the accounts.
    loudness: Floats = np.arange(1, len(others) + 1, dtype=np.float64) ** -0.7
    rng.shuffle(loudness)
    counts[others] = draw_integers(rng, loudness, plan.posts - int(counts.sum()), least=2)
    counts[cast.numbers("editor")] = max(150, round(900 * plan.scale))
    counts[cast.numbers("control")] = max(60, round(300 * plan.scale))
    counts[cast.numbers("studio")] = VIDEOS
    attention = np.zeros(cast.sources)
    attention[others] = loudness**1.5 * rng.lognormal(0, 0.3, len(others))
    attention[mission] = np.median(attention[others])
    author = np.repeat(np.arange(cast.sources), counts)
    # Each account posts in its own time zone.
    zone = rng.integers(-8, 12, cast.sources)[author]
    time = _post_times(rng, zone)
    topic = rng.choice(len(_TOPICS), len(author), p=[share for _, share, _ in _TOPICS])
    topic[np.isin(author, cast.numbers("studio"))] = XINJIANG
    order = np.lexsort((time, author))
    weight = rng.lognormal(0, 1.0, len(author))
    feed = Feed(author[order], time[order], weight)
    return CampaignPosts(feed, topic[order], attention / attention.sum())


def _post_times(rng: np.random.Generator, zone: Ints) -> Ints:
    """Draw times of posts: most in the afternoon of the account's time zone, fewer on weekends."""
    days = np.arange(DAYS)
    # Day 0 is a Tuesday.
    share = np.where((days + 1) % 7 >= 5, 0.6, 1.0)
    day = rng.choice(DAYS, len(zone), p=share / share.sum())
    clock = np.floor(rng.normal(14 * HOUR, 3.5 * HOUR, len(zone))).astype(np.int64) - zone * HOUR
    return START + day * DAY + clock % DAY


def posts_table(
    rng: np.random.Generator, plan: CampaignPlan, cast: Cast, posts: CampaignPosts, reposts: Ints, answers: pl.DataFrame
) -> pl.DataFrame:
    """Return the canonical table of all posts.

    Args:
        rng: Random number generator.
        plan: Numbers of likes and replies.
        cast: State accounts.
        posts: Posts that are retweeted.
        reposts: Number of retweets of each of these posts.
        answers: Replies by the crowd, in the canonical columns.
    """
    feed = posts.feed
    diplomat = feed.author < len(cast.numbers("ambassador", "mission", "diplomat"))
    # Posts with many retweets also get many likes and replies.
    interest = (reposts + 1.0) * rng.lognormal(0, 0.4, len(feed))
    likes, replies = (np.zeros(len(feed), np.int64) for _ in range(2))
    for numbers, total in ((likes, plan.likes), (replies, plan.replies)):
        numbers[diplomat] = draw_integers(rng, interest[diplomat], total)
        numbers[~diplomat] = np.round(interest[~diplomat] * total / plan.retweets).astype(np.int64)
    texts = pl.Series([text for *_, text in _TOPICS]).gather(posts.topic)
    retweeted = pl.DataFrame(
        {
            "post_id": post_ids(len(feed)),
            "author_id": cast.people["account_id"].gather(feed.author),
            "created_at": time_column(feed.time),
            "language": ["en"] * len(feed),
            "likes": likes,
            "replies": replies,
            "reposts": reposts,
            "promoted": np.zeros(len(feed), np.bool_),
        }
    ).with_columns(
        platform=pl.lit("x"),
        # Texts are numbered, so that no two posts are copies of each other.
        text=pl.concat_str(pl.lit(f"{MARK} "), texts, pl.lit(", no. "), pl.int_range(pl.len()).cast(pl.String)),
    )
    return pl.concat([POSTS.conform(part) for part in (retweeted, _outlet_posts(rng, plan, cast), answers)])


def _outlet_posts(rng: np.random.Generator, plan: CampaignPlan, cast: Cast) -> pl.DataFrame:
    people = cast.people[cast.numbers("outlet")]
    reach = rng.lognormal(0, 1.0, people.height)
    author = np.repeat(np.arange(people.height), draw_integers(rng, reach, plan.outlet_posts, least=1))
    interest = reach[author] * rng.lognormal(0, 1.2, len(author))
    totals = (plan.outlet_likes, plan.outlet_replies, plan.outlet_reposts)
    likes, replies, reposts = (draw_integers(rng, interest, total) for total in totals)
    of_agency = np.flatnonzero((people["brand"] == AGENCY).to_numpy()[author])
    promoted = np.zeros(len(author), np.bool_)
    promoted[rng.choice(of_agency, plan.promoted, replace=False)] = True
    return pl.DataFrame(
        {
            "platform": people["platform"].gather(author),
            "author_id": people["account_id"].gather(author),
            "created_at": time_column(rng.integers(START, END, len(author))),
            "text": (f"{MARK} Post of " + people["name"]).gather(author),
            "likes": likes,
            "replies": replies,
            "reposts": reposts,
            "promoted": promoted,
        }
    ).with_columns(
        post_id=pl.format("sim-outlet-post-{}", pl.int_range(pl.len())),
        language=pl.lit("en"),
        text=pl.when("promoted").then(pl.lit(f"{MARK} Promoted post on Hong Kong")).otherwise("text"),
    )


def hashtags_table(posts: CampaignPosts) -> pl.DataFrame:
    """Return the canonical table of hashtags: the tag of each post's topic."""
    tags = pl.Series([tag for tag, *_ in _TOPICS], dtype=pl.String).gather(posts.topic)
    hashtags = pl.DataFrame({"post_id": post_ids(len(posts.feed)), "tag": tags}).drop_nulls("tag")
    return HASHTAGS.conform(hashtags.with_columns(platform=pl.lit("x")))


def links_table(rng: np.random.Generator, posts: CampaignPosts) -> pl.DataFrame:
    """Return the canonical table of links: every post on Xinjiang links to one of the videos."""
    on_topic = np.flatnonzero(posts.topic == XINJIANG)
    video = pl.Series(rng.integers(0, VIDEOS, len(on_topic))).cast(pl.String)
    links = pl.DataFrame({"post_id": post_ids(len(posts.feed)).gather(on_topic), "video": video})
    return LINKS.conform(links.select("post_id", platform=pl.lit("x"), url=pl.format(_ADDRESS, "video")))


def post_ids(count: int) -> pl.Series:
    """Return the IDs of the posts that are retweeted, in the order of the feed."""
    return "sim-post-" + pl.int_range(count, eager=True).cast(pl.String)
