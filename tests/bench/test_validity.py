"""The benchmark of validity: goals over several scenarios, kept outcomes, and results of an earlier version."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.validity.before import STORED, Before
from bench.validity.goals import COMMON_TRIGGERS, GOALS, TRIGGERS_WITHOUT_TRACE, Goal
from bench.validity.methods import COMBINED, EXPLORER, campaign_events
from bench.validity.outcomes import Outcome, code_version, score_method, study_scenarios
from bench.validity.report import goals_part, refusals_part, scenarios_part, write_page
from bench.validity.scenarios import ALONE, HELD_OUT, SCENARIOS
from explorer.simulate.evaluation import Score
from explorer.simulate.family.presets import CAMPAIGN_PRESETS, TRIGGER_PRESETS
from explorer.simulate.simulation import simulate

SCORE = Score("all", None, 10, 1, 0.1, 8, 10, 7, 7 / 8, 0.7, 14 / 18)


def outcome(scenario: str, seed: int, recall: float, method: str = EXPLORER) -> Outcome:
    return Outcome(scenario, seed, method, replace(SCORE, recall=recall))


def test_a_goal_is_as_good_as_its_worst_scenario() -> None:
    goal = Goal(("a", "b", "c"), "recall", lambda o: o.score.recall or 0.0, np.mean, at_least=True, bound=0.5)
    outcomes = [outcome("a", 1, 0.9), outcome("a", 2, 0.7), outcome("b", 1, 0.6), outcome("b", 2, 0.2),
                outcome("d", 1, 0.0), outcome("a", 1, 0.0, "toolkit")]  # fmt: skip
    assert list(goal.measured(outcomes).items()) == [("b", 0.4), ("a", 0.8)]
    assert dict(goal.missed(outcomes)) == {"b": 0.4}
    assert replace(goal, bound=0.4).missed(outcomes) == {}
    most = replace(goal, at_least=False, bound=0.5)
    assert list(most.measured(outcomes)) == ["a", "b"]
    assert dict(most.missed(outcomes)) == {"a": 0.8}


def test_goals_name_scenarios_and_every_trigger_has_goals_with_and_without_groups() -> None:
    named = {name for goal in GOALS for name in goal.scenarios}
    assert named <= set(SCENARIOS)
    assert set(COMMON_TRIGGERS) | set(TRIGGERS_WITHOUT_TRACE) == set(TRIGGER_PRESETS)
    assert {f"{name}{ALONE}" for name in TRIGGER_PRESETS} <= named
    assert len(SCENARIOS) == len(CAMPAIGN_PRESETS) + 1 + 2 * len(TRIGGER_PRESETS)


def test_outcomes_are_kept_and_read_again(tmp_path: Path) -> None:
    first = list(study_scenarios(["crowd alone"], [1000], [EXPLORER], scale=0.02, kept=tmp_path))
    (path,) = tmp_path.rglob("*.json")
    known = json.loads(path.read_text())
    known["score"]["edges"] = 77
    path.write_text(json.dumps(known))
    again = list(study_scenarios(["crowd alone"], [1000], [EXPLORER, "toolkit"], scale=0.02, kept=tmp_path))
    assert [each.method for each in again] == [EXPLORER, "toolkit"]
    assert again[0].score == replace(first[0].score, edges=77)
    assert len(list(tmp_path.rglob("*.json"))) == 2
    # the tests of significance do not change what methods without significance find
    assert code_version() != code_version(significance=False)


def test_combined_signals_are_scored_as_one_network() -> None:
    """Each of the signals has too few actions of a group, all of them together have enough."""
    campaign = SCENARIOS["several-signals"].simulate(1_004, 0.02)
    apart, together = (score_method(campaign, method)[0] for method in (EXPLORER, COMBINED))
    assert (together.recall or 0.0) > 2 * (apart.recall or 0.0)
    assert (together.edge_false_discovery or 0.0) < 0.05


def test_results_of_an_earlier_version_are_stored_and_shown(tmp_path: Path) -> None:
    outcomes = [outcome("base", 1, 0.5), outcome("base", 2, 0.7), outcome("base", 1, 0.1, "toolkit")]
    before = Before.of(outcomes, "an earlier version")
    before.write(tmp_path / "before.json")
    assert Before.read(tmp_path / "before.json") == before
    assert before.mean("base", "recall") == 0.6
    assert before.mean("none", "recall") is None
    page = "\n".join(scenarios_part([outcome("base", seed, 0.9) for seed in (1, 2)], before))
    assert "an earlier version" in page
    assert "| base | 0.600 | 0.900 |" in page


def test_the_stored_results_have_every_scenario() -> None:
    # This scenario came after the earlier version was measured.
    assert set(Before.read(STORED).means) == set(SCENARIOS) - {"several-signals alone"}


def test_goals_that_are_missed_and_data_that_are_refused_are_shown() -> None:
    missed = "\n".join(goals_part([outcome("weak", seed, 0.2) for seed in HELD_OUT]))
    assert "| weak | mean recall of accounts | at least 0.25 | 0.200 | **no**: weak (0.200) |" in missed
    refused = replace(outcome("batch-times", 21, 0.0), refused="Times are stamped in batches.")
    assert "| batch-times | explorer | Times are stamped in batches. |" in refusals_part([refused])
    assert refusals_part([outcome("base", 21, 0.9)]) == []


def test_links_and_hashtags_have_no_known_origin() -> None:
    events = campaign_events(simulate("several-signals", seed=1, scale=0.02))
    assert list(events) == ["co-retweet", "co-link", "co-hashtag"]
    assert [bool(each.origin_known.any()) for each in events.values()] == [True, False, False]


def test_parts_of_the_page_are_replaced_by_their_headings(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    begin, end = "<!-- begin figures, written by make bench-validity -->\n", "<!-- end figures -->\n"
    page.write_text(f"Prose.\n\n{begin}\n### Goals\n\nold\n\n### Power\n\nkept\n\n{end}\nMore prose.\n")
    write_page([["### Goals", "", "new"], ["### Coverage", "", "added"]], page)
    figures = "### Goals\n\nnew\n\n### Power\n\nkept\n\n### Coverage\n\nadded"
    assert page.read_text() == f"Prose.\n\n{begin}\n{figures}\n\n{end}\nMore prose.\n"
