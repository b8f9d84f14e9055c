"""The interval of a lift contains the true lift as often as it says, and clusters without preference rarely boost."""

import numpy as np
import pytest

from bench.validity.lift_intervals import HEADING, MEMBERS, SCENARIOS, Scenario, measure, study_lift_intervals

SIMILAR, HEAVY, VERY_HEAVY, RARE, SMALL_DATA, SHARED = SCENARIOS


@pytest.mark.parametrize("scenario", [SIMILAR, HEAVY, SMALL_DATA], ids=lambda scenario: scenario.title)
@pytest.mark.parametrize("members", [5, 30])
def test_intervals_cover_the_true_lift(scenario: Scenario, members: int) -> None:
    row = measure(scenario, members, np.random.default_rng(7), 1_000)
    # with 1,000 clusters, 0.91 is two standard errors below the 0.925 of heavy tails
    assert row.coverage >= 0.91
    assert row.coverage >= row.coverage_before
    assert row.false_boosts <= 0.04
    assert row.false_boosts_before >= 0.3


@pytest.mark.parametrize("scenario", [VERY_HEAVY, RARE], ids=lambda scenario: scenario.title)
def test_a_few_members_or_retweets_rarely_make_a_false_boost(scenario: Scenario) -> None:
    row = measure(scenario, 10, np.random.default_rng(7), 2_000)
    assert row.coverage >= 0.87
    # of about 800 clusters that retweet the outlet with few retweets, which is a standard error of 0.006
    assert row.false_boosts <= 0.045


def test_a_reason_that_all_members_share_is_not_seen() -> None:
    row = measure(SHARED, 100, np.random.default_rng(7), 300)
    assert row.coverage < 0.7


def test_the_study_has_a_row_for_every_scenario_and_number() -> None:
    rows = study_lift_intervals(1_000, 3)
    assert {len(row) for row in rows} == {len(HEADING)}
    assert len(rows) == len(SCENARIOS) * len(MEMBERS)
    assert all(0 <= share <= 1 or np.isnan(share) for row in rows for share in row[2:])
