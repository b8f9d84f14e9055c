"""The simulated campaigns by name.

This module only declares the campaigns and imports no simulation, so that ``explorer simulate --help`` and shell
completion stay fast.
"""

from collections.abc import Mapping
from typing import Final

from explorer.simulate.family.presets import CAMPAIGN_PRESETS, TRIGGER_PRESETS

PRC_2021: Final = "prc-2021"

CAMPAIGNS_BY_SUBJECT: Final[Mapping[str, Mapping[str, str]]] = {
    "Built to match figures of reports": {
        PRC_2021: "amplification of one state's diplomats, reported in May 2021",
    },
    "What groups do": {name: preset.title for name, preset in CAMPAIGN_PRESETS.items()},
    "What looks like groups, beside the groups of base": {
        name: preset.title for name, preset in TRIGGER_PRESETS.items()
    },
}
"""Titles of the campaigns, by subject and name."""

CAMPAIGNS: Final[Mapping[str, str]] = {
    name: title for titles in CAMPAIGNS_BY_SUBJECT.values() for name, title in titles.items()
}
"""Titles of the campaigns, by name."""
