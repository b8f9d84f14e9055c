"""Named parameter sets of the family.

Importing this module does not import NumPy, so that ``explorer simulate --help`` and shell completion stay fast.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from explorer.simulate.family.parameters import CampaignParameters, GroupParameters, ObjectKind
from explorer.simulate.family.triggers.parameters import (
    BatchService,
    Bots,
    Fans,
    Feed,
    Influencer,
    Schedulers,
    Staff,
)

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


def draw_usual_groups(rng: "Generator") -> tuple[GroupParameters, ...]:
    """Return six groups that are well within reach of a method, as in ``base``."""
    return draw_groups(rng, _SIZES, posts=(20, 60), participation=(0.6, 0.9))


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

    def draw_parameters(self, seed: int, *, groups: bool = True) -> CampaignParameters:
        """Return the parameters of the campaign with this seed, with or without its planted groups."""
        from numpy.random import default_rng  # noqa: PLC0415 - see the module docstring

        parameters = self.draw(default_rng([seed, 1]))
        return parameters if groups else replace(parameters, groups=())


_FANS: Final = (Fans(30, 0.8, 25.0), Fans(60, 0.6, 45.0), Fans(100, 0.5, 90.0), Fans(20, 0.9, 15.0))
_SIZES: Final = (5, 8, 15, 30, 60, 120)


def _usual(title: str, **parameters: Any) -> Preset:
    """Return a preset with the groups of ``base`` and some other parameters."""
    return Preset(title, lambda rng: CampaignParameters(groups=draw_usual_groups(rng), **parameters))


def _changed(title: str, sizes: tuple[int, ...] = _SIZES, **changes: Any) -> Preset:
    """Return a preset whose groups are drawn as for ``base``, with some parameters changed."""

    def draw(rng: "Generator") -> CampaignParameters:
        groups = draw_groups(rng, sizes, posts=(20, 60), participation=(0.6, 0.9))
        return CampaignParameters(fans=_FANS, groups=tuple(replace(group, **changes) for group in groups))

    return Preset(title, draw)


def _draw_rotating_pools(rng: "Generator") -> CampaignParameters:
    groups = draw_groups(rng, (15, 30, 60, 120), posts=(40, 80), participation=(0.3, 0.5))
    return CampaignParameters(fans=_FANS, groups=tuple(replace(group, rotating=True) for group in groups))


def _draw_common_targets(rng: "Generator") -> CampaignParameters:
    """Return three pairs of groups, each pair with the same posts."""
    sizes = (15, 15, 30, 60, 60, 60)
    groups = draw_groups(rng, sizes, posts=(20, 60), participation=(0.6, 0.9))
    return CampaignParameters(
        fans=_FANS,
        groups=tuple(
            replace(group, targets=number - 1, posts=groups[number - 1].posts) if number % 2 else group
            for number, group in enumerate(groups)
        ),
    )


def _own_objects(kind: ObjectKind) -> Preset:
    def draw(rng: "Generator") -> CampaignParameters:
        groups = draw_groups(rng, _SIZES, posts=(40, 40), participation=(0.8, 0.8))
        own = tuple(replace(group, own=True) for group in groups)
        return CampaignParameters(fans=_FANS, groups=own, objects=(kind,))

    return Preset(f"groups that each spread 40 {kind}s of their own; origins are unknown", draw)


def _draw_several_signals(rng: "Generator") -> CampaignParameters:
    groups = draw_groups(rng, _SIZES, posts=(12, 24), participation=(0.5, 0.7))
    return CampaignParameters(fans=_FANS, groups=groups, objects=("post", "link", "hashtag"))


CAMPAIGN_PRESETS: Final[dict[str, Preset]] = {
    "base": _usual("six groups of 5 to 120 accounts, 20 to 60 posts each, participation 0.6 to 0.9, and fans",
                   fans=_FANS),
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
    "small-groups": _changed("like base, with groups of 3 to 5 accounts", sizes=(3, 3, 4, 4, 5, 5)),
    "jitter-10m": _changed("like base, with members who act within 10 min", spread=600.0),
    "jitter-1h": _changed("like base, with members who act within 1 h", spread=3_600.0),
    "rotating-pools": Preset(
        "groups of which a random 30% to 50% act each time", _draw_rotating_pools
    ),
    "common-targets": Preset(
        "pairs of groups with the same posts at different moments",
        _draw_common_targets,
    ),
    "organic-members": _changed("like base, with members whose own retweets are 80% of all", camouflage=4.0),
    "own-links": _own_objects("link"),
    "own-hashtags": _own_objects("hashtag"),
    "several-signals": Preset(
        "groups with 12 to 24 actions, a third each on posts, links and hashtags", _draw_several_signals
    ),
    "reacting": Preset(
        "accounts that retweet 5 to 40 s after each post of an author, and fans",
        lambda rng: CampaignParameters(fans=_FANS, groups=draw_reacting_groups(rng, (10, 30, 60))),
    ),
    "none": Preset("nothing planted, no fans", lambda rng: CampaignParameters()),
    "none-fans": Preset("nothing planted, fans with notifications", lambda rng: CampaignParameters(fans=_FANS)),
}  # fmt: skip
"""Presets about what is planted."""

TRIGGER_PRESETS: Final[dict[str, Preset]] = {
    "crowd": _usual("the crowd alone"),
    "stream-bots": _usual("bots that retweet posts 2 to 20 s later", triggers=(Bots(150),)),
    "fast-fans": _usual("fans who react after a median of 14 s", fans=(Fans(80, 0.6, 14.0),) * 4),
    "many-fans": _usual("1,200 fans who react after a median of 60 s", fans=(Fans(300, 0.7, 60.0),) * 4),
    "polling-bots": _usual(
        "bots that look for posts every 5 to 15 min, each at its own moment",
        triggers=(Bots(seconds=(0.0, 5.0), periods=(5, 10, 15)),),
    ),
    "cron-bots": _usual(
        "bots that look for posts at multiples of 5, 10 or 15 min of the hour",
        triggers=(Bots(seconds=(0.0, 5.0), periods=(5, 10, 15), aligned=True),),
    ),
    "schedulers": _usual("accounts that retweet outlets' newest posts at whole hours", triggers=(Schedulers(),) * 4),
    "staff-10m": _usual("staff who retweet their outlet at 9:00 ± 10 min", triggers=(Staff(),) * 3),
    "staff-1m": _usual("staff who retweet their outlet at 9:00 ± 1 min", triggers=(Staff(minutes=1.0),) * 3),
    "loyal-30": _usual(
        "followers who repeat 30% of an influencer's retweets", influencers=(Influencer(150, 80, 0.3, 150.0),) * 3
    ),
    "loyal-60": _usual(
        "followers who repeat 60% of an influencer's retweets", influencers=(Influencer(150, 80, 0.6, 150.0),) * 3
    ),
    "feed-2m": _usual("feeds that show old posts to many viewers within 2 min", triggers=(Feed(),) * 6),
    "feed-30s": _usual(
        "feeds that show old posts to many viewers within 30 s",
        triggers=(Feed(take_up=(0.3, 0.6), seconds=30.0),) * 6,
    ),
    "batch-service": _usual("a service that retweets for all its users in batches", triggers=(BatchService(),)),
    "late-push": _usual(
        "fans whose notifications are late, for all at once", fans=(Fans(100, 0.6, 14.0, late=600.0),) * 4
    ),
    "whole-minutes": _usual(
        "fans and bots, all times in whole minutes",
        fans=_FANS,
        triggers=(Bots(), Bots(seconds=(0.0, 5.0), periods=(5, 10, 15))),
        unit=60,
    ),
    "batch-times": _usual(
        "fans, all times those of a collection every 10 min", fans=(Fans(80, 0.6, 45.0),) * 4, batch=600
    ),
}
"""Presets about accounts with a common trigger, beside the groups of ``base``."""

PRESETS: Final[dict[str, Preset]] = CAMPAIGN_PRESETS | TRIGGER_PRESETS
