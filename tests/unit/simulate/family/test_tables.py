"""From what accounts share to tables: kinds of objects, and how exact times are."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.registry import SIGNALS
from explorer.importing.jobs import find_jobs
from explorer.model.tables import TABLES
from explorer.runs.files import read_files
from explorer.simulate.campaign.files import write_campaign
from explorer.simulate.campaign.marks import MARK
from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.parameters import CampaignParameters, GroupParameters, ObjectKind

SMALL = CampaignParameters(
    retweets=6_000, accounts=1_000, authors=60, posts=1_500, days=20, bursts=10, groups=(GroupParameters(10, 30, 0.8),)
)


@pytest.mark.parametrize(("kind", "signal"), [("post", "co-retweet"), ("link", "co-link"), ("hashtag", "co-hashtag")])
def test_each_kind_of_object_is_read_by_its_signal(kind: ObjectKind, signal: str, tmp_path: Path) -> None:
    campaign = simulate_family(replace(SMALL, objects=(kind,)), seed=1)
    write_campaign(campaign, tmp_path / "campaign", command="explorer simulate")
    reading = read_files(find_jobs([tmp_path / "campaign"]), SIGNALS[signal].kind)
    assert reading.rejected == 0
    events = extract_events(SIGNALS[signal], reading.records).events
    same = simulate_family(SMALL, seed=1).tables["retweets"]
    assert events.height == same.height == 6_000
    assert events["object"].n_unique() == same["post_id"].n_unique()
    assert events["account"].n_unique() == same["account_id"].n_unique()
    assert sorted(events["time"]) == sorted(same["retweeted_at"].dt.epoch("ms"))


def test_several_kinds_share_the_objects_among_them() -> None:
    campaign = simulate_family(replace(SMALL, objects=("post", "link", "hashtag")), seed=1)
    rows = [campaign.tables[name].height for name in ("retweets", "links", "hashtags")]
    assert sum(rows) == 6_000
    assert min(rows) > 1_000
    for name, frame in campaign.tables.items():
        assert frame.schema == pl.Schema(TABLES[name].schema)
        assert not frame.select(TABLES[name].key).is_duplicated().any()
    assert campaign.tables["posts"]["text"].str.starts_with(MARK).all()
    objects = campaign.truth["actions"]["object"]
    known = pl.concat([campaign.tables["posts"]["post_id"], campaign.tables["links"]["url"],
                       campaign.tables["hashtags"]["tag"]])  # fmt: skip
    assert objects.is_in(known.implode()).to_numpy().mean() > 0.9
    retweeted = campaign.tables["retweets"].join(campaign.tables["posts"], on="post_id", how="anti")
    assert retweeted.is_empty()


def test_times_can_be_whole_minutes() -> None:
    exact, coarse = (simulate_family(replace(SMALL, unit=unit), seed=1) for unit in (1, 60))
    for table, column in (("retweets", "retweeted_at"), ("posts", "created_at")):
        assert coarse.tables[table][column].equals(exact.tables[table][column].dt.truncate("1m"))
    assert coarse.truth["actions"].equals(exact.truth["actions"])
    assert coarse.figures.equals(exact.figures)


def test_times_can_be_those_of_the_collection_that_found_a_retweet() -> None:
    exact, batched = (simulate_family(replace(SMALL, batch=batch), seed=1) for batch in (0, 600))
    assert batched.tables["posts"].equals(exact.tables["posts"])
    late = batched.tables["retweets"]["retweeted_at"] - exact.tables["retweets"]["retweeted_at"]
    assert late.dt.total_seconds().is_between(0, 599).all()
    assert (batched.tables["retweets"]["retweeted_at"].dt.epoch("s") % 600 == 0).all()
