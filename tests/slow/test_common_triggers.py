"""Accounts that share a trigger are not of tier A, and the groups planted beside them are."""

from functools import cache

import pytest

from bench.validity.methods import campaign_events
from explorer.common.errors import UsageError
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.evaluation import Score, score_edges
from explorer.simulate.family.presets import TRIGGER_PRESETS
from explorer.simulate.simulation import simulate

REFUSED = "batch-times"
FOUND = sorted(TRIGGER_PRESETS.keys() - {REFUSED})
DEMOTED = ("batch-service", "cron-bots", "late-push", "loyal-60", "schedulers", "staff-1m")
"""Campaigns whose innocent accounts act together so often that only their trigger tells them from coordination."""
QUICK = SignificanceParameters(draws=0)


@cache
def campaign(preset: str, *, groups: bool = True) -> Campaign:
    # with a smaller background, accounts with a trigger, whose number stays, would be the majority
    return simulate(preset, seed=1000, scale=0.5, groups=groups)


def events_of(preset: str, *, groups: bool = True) -> Events:
    return campaign_events(campaign(preset, groups=groups))["co-retweet"]


def score(preset: str, *, groups: bool = True) -> Score:
    network, _ = find_edges(events_of(preset, groups=groups), NetworkParameters(), QUICK)
    return score_edges(network.edges(), campaign(preset, groups=groups).truth["accounts"])[0]


@pytest.mark.parametrize("preset", FOUND)
def test_planted_groups_are_found_beside_accounts_with_a_common_trigger(preset: str) -> None:
    reached = score(preset)
    assert reached.edge_false_discovery is not None
    assert reached.edge_false_discovery <= 0.05
    assert reached.recall is not None
    assert reached.recall >= 0.9


@pytest.mark.parametrize("preset", FOUND)
def test_nothing_planted_is_nothing_found(preset: str) -> None:
    reached = score(preset, groups=False)
    assert reached.edges is not None
    assert reached.edges <= 1
    assert reached.joined == 0
    if preset in DEMOTED:
        assert reached.edges_trigger is not None
        assert reached.edges_trigger > 100


@pytest.mark.parametrize("groups", [True, False])
def test_times_that_were_stamped_in_batches_are_refused(groups: bool) -> None:
    with pytest.raises(UsageError, match="steps of 10m") as refused:
        find_edges(events_of(REFUSED, groups=groups), NetworkParameters(), QUICK)
    assert "window of 20m or longer" in str(refused.value.hint)


@pytest.mark.parametrize("preset", ["late-push", "whole-minutes"])
def test_edges_and_triggers_are_the_same_on_any_number_of_threads(preset: str) -> None:
    events = events_of(preset)
    one, two = (find_edges(events, NetworkParameters(), QUICK, threads=threads) for threads in (1, 2))
    assert one[0].edges().equals(two[0].edges())
    assert one[1] == two[1]
