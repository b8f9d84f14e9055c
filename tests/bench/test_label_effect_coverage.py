"""The interval of a label's effect contains the true effect as often as it says, and peaks are warned of."""

import numpy as np
import pytest

from bench.validity.label_effect_coverage import (
    COMPARED,
    HEADING,
    LABELLED,
    SCENARIOS,
    Scenario,
    measure,
    study_label_effect,
)

CONSTANT, BURSTS, SMALL, SHIFT, PEAK = SCENARIOS


@pytest.mark.parametrize("scenario", [CONSTANT, BURSTS, SMALL], ids=lambda scenario: scenario.title)
def test_intervals_cover_the_true_effect(scenario: Scenario) -> None:
    row = measure(scenario, 20, 30, np.random.default_rng(7), 2_000)
    # with 2,000 accounts, most of them independent, 0.93 is three standard errors below 0.95
    assert row.coverage >= 0.93
    assert row.false_effects <= 0.07


def test_accounts_labelled_at_a_peak_are_warned_of() -> None:
    row = measure(PEAK, 1, 30, np.random.default_rng(7), 200)
    assert row.false_effects >= 0.2
    assert row.at_a_peak >= 0.8
    assert row.false_without_peak_warning <= 0.03


def test_the_study_has_a_row_for_every_scenario_and_number() -> None:
    rows = study_label_effect(1_000, 4)
    assert {len(row) for row in rows} == {len(HEADING)}
    assert len(rows) == len(SCENARIOS) * len(LABELLED) * len(COMPARED)
    assert all(0 <= share <= 1 for row in rows for share in row[3:])
