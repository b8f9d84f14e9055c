"""Triggers: accounts that share one act at the same moments, and nothing else binds them."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.parameters import CampaignParameters
from explorer.simulate.family.people import DAY, HOUR, START
from explorer.simulate.family.triggers.audiences import FAN, STAFF, VIEWER
from explorer.simulate.family.triggers.parameters import (
    BatchService,
    Bots,
    Fans,
    Feed,
    Influencer,
    Schedulers,
    Staff,
    Trigger,
)
from explorer.simulate.family.triggers.programs import BOT, SCHEDULER, USER

QUIET = CampaignParameters(retweets=1, accounts=2_000, authors=60, posts=1_500, bursts=0, news=0, influencers=())
"""Nobody but accounts with a trigger."""


def retweets_of(trigger: Trigger, role: str) -> pl.DataFrame:
    """Return account, post, author, posted, at and delay (seconds) of the retweets of the accounts with a role."""
    campaign = simulate_family(replace(QUIET, triggers=(trigger,)), seed=1)
    posts = campaign.tables["posts"].select("post_id", posted=pl.col("created_at").dt.epoch("s"))
    truth = campaign.truth["accounts"]
    assert truth["group"].null_count() == truth.height
    return (
        campaign.tables["retweets"]
        .join(truth.filter(pl.col("role") == role), on="account_id", how="semi")
        .join(posts, on="post_id")
        .select("posted", account="account_id", post="post_id", author="author_id",
                at=pl.col("retweeted_at").dt.epoch("s"))
        .with_columns(delay=pl.col("at") - pl.col("posted"))
    )  # fmt: skip


def array(frame: pl.DataFrame, column: str) -> Any:
    return frame[column].to_numpy()


def spread_by_post(retweets: pl.DataFrame) -> pl.DataFrame:
    return retweets.group_by("post").agg(
        pl.col("delay").min().alias("first"), pl.len(), pl.col("at").max() - pl.col("at").min()
    )


def test_late_notifications_are_late_for_all_fans_at_once() -> None:
    retweets = retweets_of(Fans(60, 0.6, 10.0, late=1_800.0), FAN)
    assert retweets["author"].n_unique() == 1
    by_post = retweets.group_by("post").agg(pl.col("delay").median(), quick=pl.col("delay").quantile(0.3))
    assert 400 < np.median(array(by_post, "delay")) < 8_000
    # most of the delay is common to all fans of a post
    late = by_post.filter(pl.col("delay") < 6 * HOUR)
    assert np.median(array(late, "delay") - array(late, "quick")) < 30
    on_time = retweets_of(Fans(60, 0.6, 10.0), FAN)
    assert array(on_time, "delay").min() < 10


def test_a_feed_shows_an_old_post_to_a_part_of_its_viewers_at_once() -> None:
    feed = Feed(viewers=300, posts=30, take_up=(0.3, 0.4), seconds=40.0)
    by_post = spread_by_post(retweets_of(feed, VIEWER))
    assert by_post.height == 30
    assert array(by_post, "at").max() <= 40
    assert np.median(array(by_post, "at")) > 30
    assert array(by_post, "first").mean() > 10 * HOUR
    assert array(by_post, "len").max() <= 300 * 0.4 + 40
    # some viewers are asleep
    assert 300 * 0.2 < array(by_post, "len").mean() < 300 * 0.35


def test_staff_begin_work_at_nine_on_working_days() -> None:
    retweets = retweets_of(Staff(40, minutes=5.0, posts=1.0), STAFF)
    assert retweets["author"].n_unique() == 1
    assert ((array(retweets, "at") - START) // DAY % 7 < 5).all()
    minute = (array(retweets, "at") / 60 + 5) % 60
    assert minute.max() <= 10.1 or (minute - 30).max() <= 10.1  # one zone is half an hour off
    hours = np.unique(((array(retweets, "at") + 300) // 1_800) % 48)
    assert len(hours) == 1
    assert array(retweets, "delay").max() <= DAY


def test_bots_read_streams_poll_at_their_own_phase_or_run_by_cron() -> None:
    stream = retweets_of(Bots(30), BOT)
    assert stream["account"].n_unique() == 30
    assert (array(stream, "delay") >= 2).all()
    assert (array(stream, "delay") <= 20).all()
    assert stream.group_by("account").agg(pl.col("author").n_unique())["author"].max() == 4
    polling = Bots(30, seconds=(0.0, 2.0), periods=(10,))
    phases = retweets_of(polling, BOT).group_by("account").agg(phase=pl.col("at") % 600)
    ranges = [np.unique(one) for one in phases["phase"].to_list()]
    # a phase of a few seconds each, and not the same for all
    assert all(len(one) <= 4 for one in ranges)
    assert len(np.unique(np.concatenate(ranges))) > 30
    cron = retweets_of(replace(polling, aligned=True), BOT)
    assert (array(cron, "at") % 600 <= 2).all()
    assert (array(cron, "delay") <= 602).all()


def test_schedulers_retweet_the_newest_post_of_an_outlet_at_their_hours() -> None:
    retweets = retweets_of(Schedulers(25, outlets=3, hours=4, seconds=15.0), SCHEDULER)
    assert retweets["author"].n_unique() == 3
    assert (array(retweets, "at") % HOUR < 15).all()
    hours = retweets.group_by("account").agg((pl.col("at") // HOUR % 24).n_unique())
    assert hours["at"].max() == 4
    campaign = simulate_family(replace(QUIET, triggers=(Schedulers(25),)), seed=1)
    posts = campaign.tables["posts"].select("author_id", at=pl.col("created_at").dt.epoch("s"))
    newest = [
        posts.filter((pl.col("author_id") == row["author"]) & (pl.col("at") < row["at"]))["at"].max() == row["posted"]
        for row in retweets.head(100).iter_rows(named=True)
    ]
    assert all(newest)


def test_a_service_retweets_for_all_users_of_a_post_in_one_batch() -> None:
    by_post = spread_by_post(retweets_of(BatchService(50, seconds=10.0), USER))
    assert array(by_post, "at").max() <= 10
    assert array(by_post, "len").max() > 10
    assert 400 < np.median(array(by_post, "first")) < 4_000


@pytest.mark.parametrize(
    "trigger", [Fans(), Influencer(), Feed(), Staff(), Bots(), Bots(periods=(5,)), Schedulers(), BatchService()]
)
def test_every_trigger_works_in_a_tiny_world(trigger: Trigger) -> None:
    campaign = simulate_family(replace(QUIET, triggers=(trigger,)).scaled(0.01), seed=2)
    assert campaign.tables["retweets"].height > 0
    retweets = campaign.tables["retweets"].join(campaign.tables["posts"], on="post_id")
    assert (retweets["retweeted_at"] > retweets["created_at"]).all()
