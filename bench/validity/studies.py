"""Further studies: power by size and activity of a group, and shuffled real data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench.validity.methods import EXPLORER, METHODS
from bench.validity.outcomes import score_method
from bench.validity.scenarios import ALONE, SCENARIOS
from explorer.detect.network.events import Events
from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.registry import CO_AMPLIFY
from explorer.detect.significance.significance import find_edges
from explorer.importing.jobs import find_jobs
from explorer.runs.files import read_files
from explorer.simulate.family.campaign import simulate_family
from explorer.simulate.family.parameters import CampaignParameters, GroupParameters

HIGGS: Final = Path(__file__).parents[2] / "explorer" / "demo" / "higgs-activity_time.txt.gz"


@dataclass(frozen=True, slots=True)
class StudySize:
    """Size of the studies.

    Attributes:
        scenarios: Names of the scenarios.
        scale: Scale of the campaigns' backgrounds.
        power_sizes: Sizes of groups whose detection is studied.
        power_posts: Numbers of posts they act on.
        power_participation: Shares of the actions that a member takes part in.
        higgs_draws: How often the Higgs data are shuffled.
        higgs_rows: Maximum number of rows of the Higgs data; None: all.
        coverage: Number of draws for the coverage of intervals.
    """

    scenarios: tuple[str, ...] = tuple(SCENARIOS)
    scale: float = 1.0
    power_sizes: tuple[int, ...] = (5, 20)
    power_posts: tuple[int, ...] = (6, 10, 15, 20, 40)
    power_participation: tuple[float, ...] = (0.3, 0.5, 0.7, 0.9)
    higgs_draws: int = 20
    higgs_rows: int | None = None
    coverage: int = 4_000


FULL: Final = StudySize()
TINY: Final = StudySize(
    ("base", "own-links", "schedulers", f"schedulers{ALONE}"), 0.02, (20,), (20,), (0.9,), 1, 20_000, 4
)


def study_power(seeds: Sequence[int], size: StudySize) -> Iterator[tuple[int, int, float, float]]:
    """Yield size, posts, participation, and this package's mean recall of accounts over four identical groups."""
    for members, posts, participation in product(size.power_sizes, size.power_posts, size.power_participation):
        family = CampaignParameters(groups=(GroupParameters(members, posts, participation),) * 4).scaled(size.scale)
        scores = [score_method(simulate_family(family, seed), EXPLORER)[0] for seed in seeds]
        yield members, posts, participation, float(np.mean([each.recall or 0.0 for each in scores]))


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
