"""The scenarios: every campaign of the family, some of them also with nothing planted."""

from dataclasses import dataclass
from typing import Final

from explorer.simulate.campaign.model import Campaign
from explorer.simulate.family.presets import CAMPAIGN_PRESETS, TRIGGER_PRESETS
from explorer.simulate.simulation import simulate

HELD_OUT: Final = (21, 22, 23, 24, 25)
"""Seeds reserved for the final scores. Use seeds from 1,000 while you develop a method or the generator."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A campaign of the family.

    Attributes:
        preset: Name of its preset.
        groups: Whether the groups of the preset are planted.
    """

    preset: str
    groups: bool = True

    @property
    def name(self) -> str:
        """Name in results and on the command line."""
        return self.preset if self.groups else f"{self.preset}{ALONE}"

    def simulate(self, seed: int, scale: float) -> Campaign:
        """Return the campaign with this seed."""
        return simulate(self.preset, seed=seed, scale=scale, groups=self.groups)


ALONE: Final = " alone"
"""Suffix of scenarios with nothing planted."""

SCENARIOS: Final = {
    scenario.name: scenario
    for scenario in (
        *map(Scenario, CAMPAIGN_PRESETS),
        *map(Scenario, TRIGGER_PRESETS),
        *(Scenario(preset, groups=False) for preset in ("several-signals", *TRIGGER_PRESETS)),
    )
}
"""All scenarios by name."""
