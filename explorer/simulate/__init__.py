"""Campaigns with known truth: by name and seed, tables that are clearly marked as simulated, and what was planted.

A campaign is a function of a seed and a scale that returns a `Campaign`; `CAMPAIGNS` lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from explorer.common.errors import UsageError
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.family import family
from explorer.simulate.prc2021 import campaign as prc2021

__all__ = ["CAMPAIGNS", "Campaign", "Kind", "simulate"]


class Maker(Protocol):
    """What makes a campaign; equal arguments make equal ones."""

    def __call__(self, *, seed: int, scale: float) -> Campaign:
        """Make it.

        Args:
            seed: of all chance.
            scale: of the numbers of accounts, posts and retweets; 1 is the size that the campaign is made for.
        """


@dataclass(frozen=True, slots=True)
class Kind:
    """A campaign that can be made.

    Attributes:
        title: one line that tells what is in it.
        make: makes it.
    """

    title: str
    make: Maker


CAMPAIGNS: Final[Mapping[str, Kind]] = {
    "prc-2021": Kind("the amplification of one state's diplomats, after reports of May 2021", prc2021.make),
    **{name: Kind(preset.title, preset.make) for name, preset in family.PRESETS.items()},
}
"""Every campaign by name."""


def simulate(name: str, *, seed: int = 0, scale: float = 1.0) -> Campaign:
    """Make the campaign of this name.

    Raises:
        UsageError: if there is none, or the seed or the scale is out of range.
    """
    if name not in CAMPAIGNS:
        raise UsageError(f"There is no campaign {name!r}.", hint=f"Campaigns: {', '.join(CAMPAIGNS)}.")
    if seed < 0:
        raise UsageError(f"The seed is {seed}.", hint="Give 0 or a positive whole number.")
    if not 0 < scale <= 100:
        raise UsageError(f"The scale is {scale:g}.", hint="Give a number above 0 and up to 100; 1 is the usual size.")
    return CAMPAIGNS[name].make(seed=seed, scale=scale)
