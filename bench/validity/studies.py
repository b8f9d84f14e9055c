"""The studies: presets, power by size and activity of a group, hard negatives, and shuffled real data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench.validity.methods import EXPLORER, METHODS, campaign_events
from explorer.detect.network.events import Events
from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.registry import CO_AMPLIFY
from explorer.detect.significance.significance import find_edges
from explorer.importing.jobs import find_jobs
from explorer.runs.files import read_files
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.evaluation import Score, score_edges
from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.parameters import CampaignParameters, GroupParameters
from explorer.simulate.family.presets import PRESETS as FAMILIES
from explorer.simulate.family.triggers.parameters import Fans, Influencer
from explorer.simulate.simulation import simulate

HELD_OUT: Final = (11, 12, 13, 14, 15)
"""Seeds reserved for the final scores. Use seeds from 1,000 while you develop a method or the generator."""

PRESETS: Final = ("base", "short", "weak", "none", "none-fans", "reacting")
HIGGS: Final = Path(__file__).parents[2] / "explorer" / "demo" / "higgs-activity_time.txt.gz"

HARD: Final[dict[str, CampaignParameters]] = {
    "followers who repeat 12% of the retweets of four influencers (as in the presets)": CampaignParameters(),
    "followers who repeat 30%": CampaignParameters(influencers=(Influencer(share=0.3),) * 4),
    "followers who repeat 60%": CampaignParameters(influencers=(Influencer(share=0.6),) * 4),
    "four groups of 100 fans who retweet 90% within 10 s": CampaignParameters(fans=(Fans(100, 0.9, 10.0),) * 4),
    "four groups of 300 fans who retweet 70% within 60 s": CampaignParameters(fans=(Fans(300, 0.7, 60.0),) * 4),
}
"""Backgrounds that look coordinated but are not."""


@dataclass(frozen=True, slots=True)
class StudySize:
    """Size of the studies.

    Attributes:
        scale: Scale of the campaigns' backgrounds.
        power_sizes: Sizes of groups whose detection is studied.
        power_posts: Numbers of posts they act on.
        power_participation: Shares of the actions that a member takes part in.
        higgs_draws: How often the Higgs data are shuffled.
        higgs_rows: Maximum number of rows of the Higgs data; None: all.
    """

    scale: float = 1.0
    power_sizes: tuple[int, ...] = (5, 20)
    power_posts: tuple[int, ...] = (6, 10, 15, 20, 40)
    power_participation: tuple[float, ...] = (0.3, 0.5, 0.7, 0.9)
    higgs_draws: int = 20
    higgs_rows: int | None = None


FULL: Final = StudySize()
TINY: Final = StudySize(0.02, (20,), (20,), (0.9,), 1, 20_000)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The score of one method on one campaign."""

    preset: str
    seed: int
    method: str
    score: Score


def score(campaign: Campaign, method: str) -> Score:
    """Return the overall score of a method on a campaign."""
    return score_edges(METHODS[method].edges(campaign_events(campaign)), campaign.truth["accounts"])[0]


def study_presets(
    presets: Sequence[str], seeds: Sequence[int], methods: Sequence[str], size: StudySize
) -> Iterator[Outcome]:
    """Yield each method's outcome on each preset and seed."""
    for preset in presets:
        for seed in seeds:
            campaign = simulate(preset, seed=seed, scale=size.scale)
            for method in methods:
                yield Outcome(preset, seed, method, score(campaign, method))


def study_power(seeds: Sequence[int], size: StudySize) -> Iterator[tuple[int, int, float, float]]:
    """Yield size, posts, participation, and this package's mean recall of accounts over four identical groups."""
    for members, posts, participation in product(size.power_sizes, size.power_posts, size.power_participation):
        family = CampaignParameters(groups=(GroupParameters(members, posts, participation),) * 4).scaled(size.scale)
        scores = [score(simulate_family(family, seed), EXPLORER) for seed in seeds]
        yield members, posts, participation, float(np.mean([each.recall or 0.0 for each in scores]))


def study_hard(
    seeds: Sequence[int], size: StudySize
) -> Iterator[tuple[str, float, float | None, float | None, float | None]]:
    """Yield each background with the mean number of edges without groups, and, with the groups of base, the mean edge
    false discovery, precision and F1.
    """
    for name, background in HARD.items():
        family = background.scaled(size.scale)
        alone = [score(simulate_family(family, seed), EXPLORER) for seed in seeds]
        mixed = [
            score(
                simulate_family(replace(family, groups=FAMILIES["base"].draw_parameters(seed).groups), seed), EXPLORER
            )
            for seed in seeds
        ]
        yield (
            name,
            float(np.mean([one.edges for one in alone])),
            mean(one.edge_false_discovery or 0.0 for one in mixed),
            mean(one.precision for one in mixed),
            mean(one.f1 for one in mixed),
        )


def study_higgs(seed: int, size: StudySize) -> Iterator[tuple[int, int]]:
    """Count the edges of tier A in the Higgs data after accounts are shuffled within every hour.

    In the shuffled data, activity per hour explains all coordination. The audit is turned off, because it can only
    remove edges.

    Yields:
        For each draw, the number of edges, and the number of events left out because an account already had an event
        on the same object.
    """
    reading = read_files(find_jobs([HIGGS], platform="higgs"), CO_AMPLIFY.kind)
    frame = extract_events(CO_AMPLIFY, reading.records).events
    frame = frame.sort("time").head(size.higgs_rows or frame.height)
    frame = frame.unique(["account", "object"], keep="first", maintain_order=True)
    hour = (frame["time"] // 3_600_000).to_numpy()
    order = np.argsort(hour, kind="stable")
    account = frame["account"].to_numpy()
    method = METHODS[EXPLORER]
    assert method.significance is not None
    for number in range(size.higgs_draws):
        rng = np.random.default_rng([seed, number])
        # Sorting by hour and then by a random number shuffles the events within each hour.
        shuffled_order = np.lexsort((rng.random(len(hour)), hour))
        shuffled = np.empty_like(account)
        shuffled[order] = account[shuffled_order]
        events = frame.with_columns(account=pl.Series(shuffled)).unique(["account", "object"], keep="first")
        network, _ = find_edges(Events.from_frame(events), method.parameters, replace(method.significance, draws=0))
        edges = network.edges()
        yield edges.filter(pl.col("tier") == "A").height, frame.height - events.height


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the values that are not None."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
