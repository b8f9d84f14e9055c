"""Named parameter sets of the family.

Importing this module does not import NumPy, so that ``explorer simulate --help`` and shell completion stay fast.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from explorer.simulate.family.parameters import CampaignParameters, Fans, GroupParameters

if TYPE_CHECKING:
    from numpy.random import Generator

_HOUR: Final = 3_600


def draw_groups(
    rng: "Generator", sizes: tuple[int, ...], *, posts: tuple[int, int], participation: tuple[float, float]
) -> tuple[GroupParameters, ...]:
    """Return groups of these sizes; all other parameters are random, posts and participation within these ranges."""
    return tuple(
        GroupParameters(
            size,
            int(rng.integers(posts[0], posts[1] + 1)),
            round(float(rng.uniform(*participation)), 3),
            delay=round(float(math.exp(rng.uniform(math.log(10 * 60), math.log(8 * _HOUR))))),
            spread=float(rng.integers(15, 46)),
            camouflage=round(float(rng.uniform(0.5, 3.0)), 2),
            hours=(int(rng.integers(0, 24)), int(rng.integers(9, 25))),
            authors=int(rng.integers(1, 7)),
        )
        for size in sizes
    )


def draw_reacting_groups(rng: "Generator", sizes: tuple[int, ...]) -> tuple[GroupParameters, ...]:
    """Return groups of these sizes that react 5 to 40 seconds after the posts of one author."""
    drawn = draw_groups(rng, sizes, posts=(30, 60), participation=(0.6, 0.9))
    return tuple(replace(group, reacting=True, authors=1) for group in drawn)


@dataclass(frozen=True, slots=True)
class Preset:
    """A named parameter set.

    Attributes:
        title: Description of the campaign in one line.
        draw: Returns the parameters. Some of them are random, so that a method is tested on different parameters with
            every seed.
    """

    title: str
    draw: Callable[["Generator"], CampaignParameters]

    def draw_parameters(self, seed: int) -> CampaignParameters:
        """Return the parameters of the campaign with this seed."""
        from numpy.random import default_rng  # noqa: PLC0415 - see the module docstring

        return self.draw(default_rng([seed, 1]))


_FANS: Final = (Fans(30, 0.8, 25.0), Fans(60, 0.6, 45.0), Fans(100, 0.5, 90.0), Fans(20, 0.9, 15.0))
_SIZES: Final = (5, 8, 15, 30, 60, 120)

PRESETS: Final[dict[str, Preset]] = {
    "base": Preset(
        "six groups of 5 to 120 accounts, 20 to 60 posts each, participation 0.6 to 0.9, and fans",
        lambda rng: CampaignParameters(
            fans=_FANS, groups=draw_groups(rng, _SIZES, posts=(20, 60), participation=(0.6, 0.9))
        ),
    ),
    "short": Preset(
        "like base, with 12 to 20 posts per group",
        lambda rng: CampaignParameters(
            fans=_FANS, groups=draw_groups(rng, _SIZES, posts=(12, 20), participation=(0.6, 0.9))
        ),
    ),
    "weak": Preset(
        "like base, with 6 to 12 posts per group and participation 0.3 to 0.6",
        lambda rng: CampaignParameters(
            fans=_FANS, groups=draw_groups(rng, _SIZES, posts=(6, 12), participation=(0.3, 0.6))
        ),
    ),
    "none": Preset("nothing planted, no fans", lambda rng: CampaignParameters()),
    "none-fans": Preset("nothing planted, fans with notifications", lambda rng: CampaignParameters(fans=_FANS)),
    "reacting": Preset(
        "accounts that retweet 5 to 40 s after each post of an author, and fans",
        lambda rng: CampaignParameters(fans=_FANS, groups=draw_reacting_groups(rng, (10, 30, 60))),
    ),
}  # fmt: skip
