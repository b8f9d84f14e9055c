"""Simulate a campaign by its name."""

from explorer.common.errors import UsageError
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.campaigns import CAMPAIGNS, PRC_2021
from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.presets import PRESETS
from explorer.simulate.prc2021.campaign import simulate_prc2021


def simulate(name: str, *, seed: int = 0, scale: float = 1.0, groups: bool = True) -> Campaign:
    """Simulate the campaign of this name; equal seeds and scales give equal campaigns.

    Args:
        name: One of `CAMPAIGNS`.
        seed: Random seed, 0 or more.
        scale: Multiplies the numbers of accounts, posts and retweets; 1 is the size that the campaign is made for.
        groups: Whether to plant the groups of the campaign. Without them, nobody is coordinated.

    Raises:
        UsageError: If no campaign has this name, the seed or the scale is out of range, or the campaign cannot be
            simulated without its groups.
    """
    if name not in CAMPAIGNS:
        raise UsageError(f"Unknown campaign {name!r}.", hint=f"Use one of: {', '.join(CAMPAIGNS)}")
    if seed < 0:
        raise UsageError(f"The seed must be 0 or more, not {seed}.", hint="Set --seed, for example to 0.")
    if not 0 < scale <= 100:
        raise UsageError(
            f"The scale must be above 0 and at most 100, not {scale:g}.", hint="Set --scale; 1 is the usual size."
        )
    if name == PRC_2021:
        if not groups:
            raise UsageError(
                f"{PRC_2021} cannot be simulated without its groups.", hint="--no-groups is for all other campaigns."
            )
        return simulate_prc2021(seed=seed, scale=scale)
    return simulate_family(PRESETS[name].draw_parameters(seed, groups=groups).scaled(scale), seed)
