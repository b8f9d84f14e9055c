"""The presets: common triggers occur beside the groups of base, and every campaign can be made without groups."""

import pytest

from explorer.common.errors import UsageError
from explorer.simulate.family.presets import CAMPAIGN_PRESETS, PRESETS, TRIGGER_PRESETS
from explorer.simulate.simulation import simulate


def test_names_are_unique_and_titles_fit_the_help() -> None:
    assert len(PRESETS) == len(CAMPAIGN_PRESETS) + len(TRIGGER_PRESETS)
    assert max(len(name) + len(preset.title) for name, preset in PRESETS.items()) < 100


@pytest.mark.parametrize("name", TRIGGER_PRESETS)
def test_triggers_occur_beside_the_groups_of_base(name: str) -> None:
    for seed in (1, 2):
        with_groups = TRIGGER_PRESETS[name].draw_parameters(seed)
        assert with_groups.groups == PRESETS["base"].draw_parameters(seed).groups
        assert TRIGGER_PRESETS[name].draw_parameters(seed, groups=False).groups == ()


def test_nothing_is_planted_without_groups() -> None:
    for name in PRESETS:
        truth = simulate(name, seed=1, scale=0.02, groups=False).truth
        assert truth["accounts"]["group"].null_count() == truth["accounts"].height
        assert truth["groups"].is_empty()
        assert truth["actions"].is_empty()
    same, base = simulate("none-fans", seed=1, scale=0.02), simulate("base", seed=1, scale=0.02, groups=False)
    assert all(table.equals(base.tables[name]) for name, table in same.tables.items())
    with pytest.raises(UsageError, match="cannot be simulated without its groups"):
        simulate("prc-2021", groups=False)
