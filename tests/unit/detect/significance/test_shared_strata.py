"""Pairs by the number of shared objects against exact counts; weights that spend no more than the error rate."""

from itertools import combinations

import numpy as np
import pytest

from explorer.detect.network.events import Events
from explorer.detect.significance import shared_strata
from explorer.detect.significance.shared_strata import LEAST, SharedStrata
from tests.unit.detect.network.reference import make_events


def draw(seed: int, *, accounts: int = 40, objects: int = 60) -> tuple[Events, np.ndarray, int]:
    """Return random events, the number of objects that each pair shares, and the number of hypotheses."""
    random = np.random.default_rng(seed)
    sizes = random.integers(1, objects, accounts)
    own = [set(random.choice(objects, size, replace=False).tolist()) for size in sizes]
    events = make_events([(f"a{a:02}", f"o{o:02}", 0) for a, mine in enumerate(own) for o in mine])
    shared = np.array([len(own[a] & own[b]) for a, b in combinations(range(accounts), 2)], np.uint32)
    several = int((sizes >= 2).sum())
    return events, shared, several * (several - 1) // 2


def exact(shared: np.ndarray) -> list[int]:
    return [int(((shared >= low) & (shared < high)).sum()) for low, high in zip(LEAST, (*LEAST[1:], 1e9), strict=True)]


def test_many_draws_come_to_the_exact_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    events, shared, hypotheses = draw(1)
    monkeypatch.setattr(shared_strata, "DRAWS", 100_000)
    assert SharedStrata.of(events, hypotheses).pairs.tolist() == pytest.approx(exact(shared), rel=0.05)
    assert min(exact(shared)) > 0


def test_two_standard_errors_keep_the_estimate_above_the_numbers() -> None:
    above: list[bool] = []
    for seed in range(30):
        events, shared, hypotheses = draw(seed)
        above.extend(SharedStrata.of(events, hypotheses).pairs >= exact(shared))
    assert np.mean(above) > 0.95


def test_a_stratum_has_an_equal_part_of_the_rate_and_few_shared_objects_none() -> None:
    strata = SharedStrata(np.array([100.0, 50.0, 10.0, 5.0, 0.0, 2.0]), 6_000)
    shared = np.array([0, 3, 4, 5, 6, 8, 9, 14, 22, 34, 35, 1_000], np.uint32)
    # 6,000 / 6 hypotheses' worth by pairs in the stratum; two pairs were seen in the stratum that has an estimate of 0
    expected = [0, 0, 10, 10, 20, 20, 100, 200, 500, 500, 500, 500]
    assert strata.weights(shared).tolist() == pytest.approx(expected)
    p = strata.weighted(np.full(len(shared), 0.1), shared)
    assert p.tolist() == pytest.approx([1, 1, 0.01, 0.01, *(0.1 / weight for weight in expected[4:])])
    assert strata.weighted(np.array([1.0]), np.array([4], np.uint32)).tolist() == [0.1]
    assert SharedStrata(np.full(6, 1e6), 600).weighted(np.array([0.5]), np.array([4], np.uint32)).tolist() == [1.0]


@pytest.mark.parametrize("seed", range(5))
def test_weights_of_all_pairs_have_a_mean_of_one_or_less(seed: int) -> None:
    events, shared, hypotheses = draw(seed)
    strata = SharedStrata.of(events, hypotheses)
    assert strata.weights(shared).sum() <= hypotheses * (1 + 1e-9)
    # even if the estimate were far too low
    assert SharedStrata(strata.pairs / 100, hypotheses).weights(shared).sum() <= hypotheses * (1 + 1e-9)


def test_the_same_on_any_number_of_threads_and_every_time() -> None:
    events, _, hypotheses = draw(3)
    pairs = [SharedStrata.of(events, hypotheses, threads=threads).pairs.tolist() for threads in (1, 2, 2)]
    assert pairs[0] == pairs[1] == pairs[2]


def test_fewer_accounts_are_drawn_if_they_share_objects_with_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_strata, "MOST_EVENTS", 1)
    ratios = []
    for seed in range(30):
        events, shared, hypotheses = draw(seed)
        ratios.append(SharedStrata.of(events, hypotheses).pairs / exact(shared))
    # 20 draws instead of 400: rough, so that two standard errors are a wide margin
    assert np.all(np.mean(ratios, axis=0) > 1)
    assert np.mean(ratios) < 3


@pytest.mark.parametrize("acts", [[], [("a", "x", 0), ("b", "x", 0)], [("a", o, 0) for o in "vwxyz"]])
def test_nobody_shares_enough(acts: list[tuple[str, str, int]]) -> None:
    strata = SharedStrata.of(make_events(acts), 1)
    assert strata.pairs.tolist() == [0] * len(LEAST)
    assert strata.weighted(np.array([1e-9]), np.array([3], np.uint32)).tolist() == [1.0]


@pytest.mark.parametrize("seed", range(3))
def test_accounts_share_objects_with_groups(seed: int) -> None:
    events, _, _ = draw(seed)
    random = np.random.default_rng(seed)
    groups = [np.sort(random.choice(60, size, replace=False)).astype(np.uint32) for size in (0, 5, 20, 45)]
    compared = random.random(len(events.accounts)) < 0.7
    shared = [
        np.count_nonzero(np.isin(events.object[events.account == account], objects))
        for objects in groups
        for account in np.flatnonzero(compared)
    ]
    assert SharedStrata.of_groups(events, groups, compared, 100).pairs.tolist() == exact(np.array(shared))
