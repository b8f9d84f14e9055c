"""Score every method on every scenario and seed, in several processes; results are kept, so that a run can continue."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import cache, partial
from hashlib import blake2b
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import polars as pl

from bench.validity.methods import METHODS, campaign_events
from bench.validity.scenarios import SCENARIOS
from explorer.common.errors import ExplorerError
from explorer.common.files import write_atomically
from explorer.detect.network.pooling import pool_events
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.evaluation import Score, score_edges

ROOT: Final = Path(__file__).parents[2]
_CAMPAIGNS: Final = ("explorer/simulate", "bench/validity/methods.py")
"""Sources on which all outcomes depend."""
_DETECTION: Final = ("explorer/common", "explorer/detect")
"""Sources on which only the outcomes of methods with significance depend: the other networks are those of the peers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one method on one campaign.

    Attributes:
        scenario: Name of the scenario.
        seed: Random seed of the campaign.
        method: Name of the method.
        score: The overall score.
        refused: Why the method refused the data; None if it did not. The score is then that of no edges.
    """

    scenario: str
    seed: int
    method: str
    score: Score
    refused: str | None = None


def study_scenarios(
    scenarios: Sequence[str],
    seeds: Sequence[int],
    methods: Sequence[str],
    *,
    scale: float = 1.0,
    kept: Path | None = None,
    processes: int = 1,
) -> Iterator[Outcome]:
    """Yield each method's outcome on each scenario and seed, as soon as it is known.

    Args:
        scenarios: Names of the scenarios.
        seeds: Random seeds.
        methods: Names of the methods.
        scale: Scale of the campaigns' backgrounds.
        kept: Folder in which outcomes are kept, and from which known ones are read; None: nowhere.
        processes: Number of campaigns that are studied at the same time.
    """
    study = partial(
        _study_campaign, methods=tuple(methods), scale=scale, kept=kept, threads=1 if processes > 1 else None
    )
    campaigns = list(product(scenarios, seeds))
    if processes == 1:
        for campaign in campaigns:
            yield from study(campaign)
        return
    # Forked processes would inherit the locks of compiled code.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for done in as_completed([pool.submit(study, campaign) for campaign in campaigns]):
            yield from done.result()


@cache
def code_version(*, significance: bool = True) -> str:
    """Return a hash of the code on which outcomes depend, of methods with or without significance."""
    digest = blake2b(digest_size=6)
    for path in (ROOT / name for name in _CAMPAIGNS + (_DETECTION if significance else ())):
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def score_method(campaign: Campaign, method: str, threads: int | None = None) -> tuple[Score, str | None]:
    """Return the overall score of a method on all signals of a campaign, and why the method refused it, if it did."""
    refused = None
    by_signal = campaign_events(campaign)
    if METHODS[method].combined:
        by_signal = {"+".join(by_signal): pool_events(by_signal)}
    try:
        networks = [METHODS[method].edges(events, threads=threads) for events in by_signal.values()]
        edges = pl.concat(networks, how="diagonal_relaxed")
    except ExplorerError as error:
        edges = pl.DataFrame(schema={"source": pl.String, "target": pl.String})
        refused = error.message
    return score_edges(edges, campaign.truth["accounts"])[0], refused


def _study_campaign(
    scenario_and_seed: tuple[str, int],
    *,
    methods: tuple[str, ...],
    scale: float,
    kept: Path | None,
    threads: int | None,
) -> list[Outcome]:
    scenario, seed = scenario_and_seed
    campaign = None
    outcomes = []
    for method in methods:
        if METHODS[method].scenarios and scenario not in METHODS[method].scenarios:
            continue
        path = kept and _kept_path(kept, scenario, seed, method, scale)
        if path and path.exists():
            known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        else:
            campaign = campaign or SCENARIOS[scenario].simulate(seed, scale)
            score, refused = score_method(campaign, method, threads)
            known = {"score": asdict(score), "refused": refused}
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, partial(_write, json.dumps(known)))
        outcomes.append(Outcome(scenario, seed, method, Score(**known["score"]), known["refused"]))
    return outcomes


def _kept_path(kept: Path, scenario: str, seed: int, method: str, scale: float) -> Path:
    version = code_version(significance=METHODS[method].significance is not None)
    name = f"{scenario}-{seed}-{method}-{scale:g}".replace(" ", "-")
    return kept / version / f"{name}.json"


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")
