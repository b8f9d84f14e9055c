"""The part of bench/validity that takes seconds: what is planted is found, and where nothing is, nothing is."""

import pytest

from bench.validity.goals import GOALS
from bench.validity.methods import EXPLORER, campaign_events
from bench.validity.outcomes import Outcome, score_method
from bench.validity.scenarios import SCENARIOS
from explorer.simulate.simulation import simulate


@pytest.mark.parametrize(
    ("scenario", "seed"),
    [("base", 1001), ("none-fans", 1001), ("reacting", 1001), ("own-links", 1000), ("schedulers", 1001),
     ("schedulers alone", 1001)],
)  # fmt: skip
def test_goals_hold_on_a_fifth_of_the_size(scenario: str, seed: int) -> None:
    score, refused = score_method(SCENARIOS[scenario].simulate(seed, 0.2), EXPLORER)
    assert refused is None
    reached = [Outcome(scenario, seed, EXPLORER, score)]
    assert any(goal.measured(reached) for goal in GOALS)
    assert {goal.text: dict(goal.missed(reached)) for goal in GOALS if goal.missed(reached)} == {}


def test_events_of_a_campaign_have_origins_and_authors() -> None:
    campaign = simulate("none", seed=1, scale=0.02)
    events = campaign_events(campaign)["co-retweet"]
    assert len(events) == campaign.tables["retweets"].height
    assert events.origin_known.all()
    posts = {row["post_id"]: row for row in campaign.tables["posts"].iter_rows(named=True)}
    for code in (0, 10, len(events.objects) - 1):
        assert events.origin[code] == posts[events.objects[code]]["created_at"].timestamp() * 1000
    same = {events.author[code] for code, name in enumerate(events.objects) if posts[name]["author_id"] == "sim-o0"}
    assert len(same) <= 1
