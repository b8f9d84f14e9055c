"""What groups do: members who take turns, common targets, objects of their own."""

from dataclasses import replace

import numpy as np
import polars as pl

from explorer.simulate.campaign.model import Campaign
from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.parameters import CampaignParameters, GroupParameters

SMALL = CampaignParameters(retweets=12_000, accounts=2_000, authors=60, posts=1_500, days=20, bursts=10)


def by_group(campaign: Campaign, group: str) -> pl.DataFrame:
    """Return the members' shares of the group's objects, with the seconds since the action began."""
    members = campaign.truth["accounts"].filter(pl.col("group") == group)
    actions = campaign.truth["actions"].filter(pl.col("group") == group).select("post_id", "at")
    return (
        campaign.tables["retweets"]
        .join(members, on="account_id", how="semi")
        .join(actions, on="post_id")
        .with_columns(since=(pl.col("retweeted_at") - pl.col("at")).dt.total_seconds())
    )


def test_a_rotating_group_sends_the_same_number_of_members_each_time() -> None:
    group = GroupParameters(40, 30, 0.4, rotating=True, camouflage=0.0)
    acts = by_group(simulate_family(replace(SMALL, groups=(group,)), seed=1), "g1")
    assert acts["post_id"].value_counts()["count"].to_list() == [16] * 30
    # everybody has a turn, nobody comes always
    turns = acts["account_id"].value_counts()["count"]
    assert turns.len() == 40
    assert turns.to_numpy().max() < 25


def test_groups_with_common_targets_act_at_different_moments() -> None:
    groups = (GroupParameters(20, 25, 0.8, camouflage=0.0),
              GroupParameters(10, 25, 0.8, targets=0, camouflage=0.0))  # fmt: skip
    campaign = simulate_family(replace(SMALL, groups=groups), seed=1)
    one, two = (campaign.truth["actions"].filter(pl.col("group") == name) for name in ("g1", "g2"))
    assert one["post_id"].to_list() == two["post_id"].to_list()
    apart = (one["at"] - two["at"]).dt.total_seconds().abs()
    assert (apart.to_numpy() > 120).mean() > 0.9
    for name in ("g1", "g2"):
        assert (by_group(campaign, name)["since"].is_between(0, 46)).all()


def test_objects_of_a_groups_own_are_used_by_nobody_else_but_in_echoes() -> None:
    groups = (GroupParameters(20, 25, 0.8, own=True, echo=0.0), GroupParameters(10, 15, 0.8, own=True, echo=0.0))
    campaign = simulate_family(replace(SMALL, groups=groups, objects=("link",)), seed=1)
    truth = campaign.truth["accounts"].select("account_id", "group")
    shared = campaign.tables["links"].join(campaign.tables["posts"], on="post_id")
    users = shared.join(truth, left_on="author_id", right_on="account_id")
    for name, posts in (("g1", 25), ("g2", 15)):
        own = campaign.truth["actions"].filter(pl.col("group") == name)
        assert own["object"].n_unique() == posts
        used = users.join(own, left_on="url", right_on="object", how="semi")
        assert used["group"].unique().to_list() == [name]
    # the crowd has links as well
    assert users.filter(pl.col("group").is_null()).height > 8_000


def test_own_objects_do_not_change_what_earlier_groups_do() -> None:
    first = GroupParameters(20, 25, 0.8)
    alone, both = (
        simulate_family(replace(SMALL, groups=groups), seed=1).truth["actions"].filter(pl.col("group") == "g1")
        for groups in ((first, replace(first, own=False)), (first, replace(first, own=True)))
    )
    assert np.array_equal(alone["post_id"], both["post_id"])
    assert alone["at"].equals(both["at"])
