"""The simulated campaigns by name.

This module only declares the campaigns and imports no simulation, so that ``explorer simulate --help`` and shell
completion stay fast.
"""

from collections.abc import Mapping
from typing import Final

from explorer.simulate.family.presets import PRESETS

PRC_2021: Final = "prc-2021"

CAMPAIGNS: Final[Mapping[str, str]] = {
    PRC_2021: "amplification of one state's diplomats, based on reports of May 2021",
    **{name: preset.title for name, preset in PRESETS.items()},
}
"""Titles of the campaigns, by name."""
