"""The family: equal seeds give equal data, nothing comes before its cause, and what is planted can be counted."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from explorer.common.errors import UsageError
from explorer.model.tables import TABLES
from explorer.simulate.campaign.marks import MARK, SIMULATED
from explorer.simulate.campaign.model import TRUTH, Campaign
from explorer.simulate.campaigns import CAMPAIGNS
from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.parameters import CampaignParameters, GroupParameters
from explorer.simulate.family.people import DAY, HOUR, START, People
from explorer.simulate.family.presets import PRESETS, draw_groups
from explorer.simulate.family.tables import CROWD, MEMBER, REACTING
from explorer.simulate.family.triggers.audiences import FAN, FOLLOWER
from explorer.simulate.family.triggers.parameters import Fans, Influencer
from explorer.simulate.family.world import make_world, organic_retweets
from explorer.simulate.simulation import simulate

SMALL = CampaignParameters(retweets=12_000, accounts=2_000, authors=60, posts=1_500, days=20, bursts=10)


def times(frame: pl.DataFrame, column: str) -> Any:
    return frame[column].dt.epoch("s").to_numpy()


def array(frame: pl.DataFrame, column: str) -> Any:
    return frame[column].to_numpy()


def with_posts(campaign: Campaign) -> pl.DataFrame:
    posts = campaign.tables["posts"].select("post_id", "created_at", of="author_id")
    joined = campaign.tables["retweets"].join(posts, on="post_id", how="left")
    return joined.with_columns(delay=(pl.col("retweeted_at") - pl.col("created_at")).dt.total_seconds())


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    groups = (
        GroupParameters(30, 40, 0.8, hours=(6, 10), camouflage=2.0),
        GroupParameters(7, 25, 0.6, spread=10.0, camouflage=0.0),
    )
    return simulate_family(replace(SMALL, fans=(Fans(25),), groups=groups), seed=5)


def test_equal_seeds_give_equal_data_and_others_do_not() -> None:
    for name in PRESETS:
        one, same, other = (simulate(name, seed=seed, scale=0.02) for seed in (1, 1, 2))
        for kind in ("tables", "truth"):
            assert all(table.equals(getattr(same, kind)[key]) for key, table in getattr(one, kind).items())
        assert one.figures.equals(same.figures)
        assert not one.tables["posts"].equals(other.tables["posts"])


def test_tables_are_canonical_and_their_keys_unique(campaign: Campaign) -> None:
    for name, frame in campaign.tables.items():
        assert frame.schema == pl.Schema(TABLES[name].schema)
        assert not frame.select(TABLES[name].key).is_duplicated().any()
        required = [column.name for column in TABLES[name].columns if column.required]
        assert frame.select(required).null_count().transpose().to_series().sum() == 0


def test_everything_is_marked_as_simulated(campaign: Campaign) -> None:
    for frame in campaign.tables.values():
        assert frame["platform"].unique().to_list() == [SIMULATED]
        for column in frame.columns:
            if column.endswith("_id"):
                assert frame[column].drop_nulls().str.starts_with("sim-").all()
    assert campaign.tables["accounts"]["name"].str.starts_with(MARK).all()
    assert campaign.tables["accounts"]["bio"].str.starts_with(MARK).all()
    assert campaign.tables["posts"]["text"].str.starts_with(MARK).all()


def test_retweets_come_after_their_posts_in_order_each_once(campaign: Campaign) -> None:
    retweets = with_posts(campaign)
    assert retweets.height == SMALL.retweets
    assert array(retweets, "delay").min() >= 1
    assert (retweets["author_id"] == retweets["of"]).all()
    at = times(retweets, "retweeted_at")
    assert (np.diff(at) >= 0).all()
    assert at.min() >= START
    assert at.max() < START + SMALL.days * DAY
    assert (retweets["retweeted_at"].dt.millisecond() == 0).all()
    assert not retweets.select("account_id", "post_id").is_duplicated().any()
    counted = retweets["post_id"].value_counts()
    reposts = campaign.tables["posts"].filter(pl.col("reposts") > 0).select("post_id", "reposts")
    assert reposts.join(counted, on="post_id").select(pl.col("reposts") == pl.col("count")).to_series().all()
    assert reposts.height == counted.height


def test_truth_has_a_row_for_every_account_and_the_requested_groups(campaign: Campaign) -> None:
    truth = campaign.truth["accounts"]
    assert list(truth.columns) == list(TRUTH)
    assert truth["account_id"].to_list() == campaign.tables["accounts"]["account_id"].to_list()
    assert dict(truth["group"].drop_nulls().value_counts().iter_rows()) == {"g1": 30, "g2": 7}
    members = truth.filter(pl.col("group").is_not_null())
    assert members["role"].unique().to_list() == [MEMBER]
    assert set(truth["role"].unique()) == {CROWD, FAN, FOLLOWER, MEMBER, "author"}
    authors = truth.filter(pl.col("role") == "author")["account_id"]
    assert set(campaign.tables["posts"]["author_id"]) <= set(authors)
    assert not set(campaign.tables["retweets"]["account_id"]) & set(authors)


def test_members_act_together_within_the_spread_and_the_hours(campaign: Campaign) -> None:
    retweets = with_posts(campaign)
    members = campaign.truth["accounts"].select("account_id", "group").drop_nulls()
    for name, group in zip(
        ("g1", "g2"),
        (GroupParameters(30, 40, 0.8, hours=(6, 10)), GroupParameters(7, 25, 0.6, spread=10.0)),
        strict=True,
    ):
        actions = campaign.truth["actions"].filter(pl.col("group") == name)
        assert actions.height == group.posts
        opens, many = group.hours
        assert ((times(actions, "at") - opens * HOUR) % DAY < many * HOUR).all()
        own = retweets.join(members.filter(pl.col("group") == name), on="account_id")
        told = own.join(actions, on="post_id")
        since = times(told, "retweeted_at") - times(told, "at")
        agreed = int(((since >= 0) & (since <= group.spread + 1)).sum())
        # of the trials each is a success by a probability around the participation, of which members have one each
        expected, trials = group.participation, group.posts * group.size
        wobble = 4 * np.sqrt(0.1**2 / group.size + 0.25 / trials)
        assert abs(agreed / trials - expected) < wobble
        figure = campaign.figures.filter((pl.col("figure") == name) & (pl.col("what") == "participation"))
        assert figure["planted"].item() == expected
        assert abs(figure["counted"].item() - agreed / trials) < 0.02


def test_camouflage_is_a_multiple_of_retweets_for_the_group(campaign: Campaign) -> None:
    own = campaign.figures.filter(pl.col("what").str.contains("of their own"))
    assert own["figure"].to_list() == ["g1", "g2"]
    assert 1.4 < own["counted"][0] < 2.6
    assert own["counted"][1] < 0.1


def test_groups_larger_than_the_crowds_share_keep_the_requested_total() -> None:
    made = simulate_family(replace(SMALL, groups=(GroupParameters(300, 20, 0.9, camouflage=0.5),)), seed=1)
    assert made.tables["retweets"].height == SMALL.retweets
    assert made.truth["accounts"]["group"].drop_nulls().len() == 300


def test_reacting_accounts_react_independently_within_seconds() -> None:
    group = GroupParameters(20, 30, 0.8, reacting=True, authors=1, camouflage=0.0)
    made = simulate_family(replace(SMALL, groups=(group,)), seed=2)
    members = made.truth["accounts"].filter(pl.col("group") == "g1")
    assert members["role"].unique().to_list() == [REACTING]
    delays = array(with_posts(made).join(members, on="account_id"), "delay")
    assert delays.min() >= 5
    assert delays.max() <= 40
    # evenly over the seconds: the least and the largest are met, the middle is the middle
    assert np.isin([5, 39], delays).all()
    assert abs(delays.mean() - 22) < 2


def test_fans_belong_to_the_crowd_and_do_not_change_the_world() -> None:
    alone, fans = (simulate_family(replace(SMALL, fans=fans), seed=3) for fans in ((), (Fans(30, 0.9, 20.0),)))
    assert alone.tables["posts"].drop("reposts").equals(fans.tables["posts"].drop("reposts"))
    who = fans.truth["accounts"].filter(pl.col("role") == FAN)
    assert who.height == 30
    assert who["group"].null_count() == 30
    assert alone.truth["accounts"].filter(pl.col("role") == FAN).is_empty()
    quick = with_posts(fans).join(who, on="account_id").group_by("of").agg(pl.col("delay").median(), pl.len())
    favourite = quick.sort("len").row(-1, named=True)
    assert 5 < favourite["delay"] < 80


def test_followers_come_after_their_influencer() -> None:
    # nobody else: what is left are the influencer's acts and the followers'
    family = CampaignParameters(retweets=1, accounts=2_000, authors=60, posts=1_500, bursts=0, news=0,
                    influencers=(Influencer(50, 40, 0.5, 60.0),))  # fmt: skip
    made = simulate_family(family, seed=4).tables["retweets"]
    leader = made["account_id"].value_counts().sort("count")[-1, 0]
    first = made.group_by("post_id", maintain_order=True).first()
    assert made.filter(pl.col("account_id") == leader).height == 40
    assert (first["account_id"] == leader).all()
    assert made.height > 200


def test_the_crowd_has_a_rhythm_and_a_heavy_tail() -> None:
    made = simulate("none", seed=9, scale=0.2)
    retweets = with_posts(made)
    hours = array(retweets.group_by(pl.col("retweeted_at").dt.hour()).len(), "len")
    assert len(hours) == 24
    assert hours.max() > 1.5 * hours.min()
    days = dict(retweets.group_by(pl.col("retweeted_at").dt.weekday()).len().iter_rows())
    assert days[6] + days[7] < 0.75 * (days[1] + days[2])
    for column, least in (("account_id", 0.08), ("post_id", 0.05)):
        counts = np.sort(array(retweets[column].value_counts(), "count"))[::-1]
        assert counts[: len(counts) // 100].sum() > least * retweets.height
    delays = array(retweets, "delay")
    assert 600 < np.median(delays) < 4 * HOUR
    assert np.quantile(delays, 0.95) > 5 * np.median(delays)


def test_accounts_act_while_awake_at_a_human_pace() -> None:
    rng = np.random.default_rng(0)
    one = np.ones(500)
    people = People(rng.uniform(-8, 8, 500), 7 * one, 16 * one, 14 * one, one, one, one)
    account = rng.integers(0, 500, 20_000)
    time = START + rng.uniform(0, 10 * DAY, 20_000)
    moved = people.until_awake(rng, account, time)
    asleep = people.asleep(account, time)
    assert 0.25 < asleep.mean() < 0.42  # 8 of 24 hours
    assert (moved[~asleep] == time[~asleep]).all()
    assert (moved[asleep] > time[asleep]).all()
    assert ((moved - time)[asleep] < 24 * HOUR).all()
    # exponential with a mean of 40 minutes: past the next night is out of reach
    assert not people.asleep(account, moved).any()


def test_accounts_retweet_the_accounts_that_they_follow() -> None:
    rng = np.random.default_rng(1)
    world = make_world(rng, crowd=300, members=10, authors=40, posts=800, days=20, news=2)
    account, post, time = organic_retweets(rng, world, rng.integers(0, 310, 5_000))
    assert (time > world.posts.time[post]).all()
    follows = {(int(a), int(author)) for a in range(310)
               for author in world.reading.author[world.reading.first[a] : world.reading.first[a + 1]]}  # fmt: skip
    followed = np.mean([(int(a), int(author)) in follows for a, author in zip(account, world.posts.author[post])])
    assert followed > 0.8  # the others are what trends
    picked = world.reading.pick(rng, np.repeat(np.arange(310), 3))
    assert all((int(a), int(author)) in follows for a, author in zip(np.repeat(np.arange(310), 3), picked))


def test_drawn_groups_are_within_their_ranges() -> None:
    for seed in range(20):
        for group in draw_groups(np.random.default_rng(seed), (5, 300), posts=(12, 20), participation=(0.6, 0.9)):
            assert 12 <= group.posts <= 20
            assert 0.6 <= group.participation <= 0.9
            assert 600 <= group.delay <= 8 * HOUR
            assert group.spread <= 45


def test_names_seeds_and_scales_are_checked() -> None:
    assert set(PRESETS) <= set(CAMPAIGNS)
    for name, seed, scale in (("nothing", 0, 1.0), ("base", -1, 1.0), ("base", 0, 0.0), ("base", 0, float("nan"))):
        with pytest.raises(UsageError):
            simulate(name, seed=seed, scale=scale)
