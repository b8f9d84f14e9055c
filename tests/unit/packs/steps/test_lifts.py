"""The interval of a lift, compared with computations that do not use its formula."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from explorer.packs.steps.lifts import interval, lift_interval


def sums(k: list[int], n: list[int]) -> dict[str, int]:
    """Columns of the query for members with k retweets of an outlet and n of anyone."""
    return {
        "activeMembers": len(n),
        "memberRetweets": sum(n),
        "squaredRetweets": sum(x * x for x in n),
        "squaredOutletRetweets": sum(x * x for x in k),
        "retweetProducts": sum(x * y for x, y in zip(k, n)),
    }


def test_intervals_calculated_by_hand() -> None:
    # three members made 6 of 10, 2 of 6 and 1 of 2: ratio 9/18, residuals 1, -1, 0, relative variance
    # 3/2 * 2 / 81 = 1/27, which is less than a Poisson count's 1/9; t with 2 degrees of freedom reaches 4.3027
    low, high = interval(2.0, 9, sums([6, 2, 1], [10, 6, 2]))
    assert low == pytest.approx(2 * math.exp(-4.302653 / 3), rel=1e-6)
    assert high == pytest.approx(2 * math.exp(4.302653 / 3), rel=1e-6)
    # 90 of 100, 10 of 100: ratio 1/2, residuals 40 and -40, relative variance 2 * 3200 / 10,000 = 0.64
    low, high = interval(1.0, 100, sums([90, 10], [100, 100]))
    assert high == pytest.approx(math.exp(12.7062 * 0.8), rel=1e-4)
    assert low == pytest.approx(math.exp(-12.7062 * 0.8), rel=1e-4)


def test_one_member_or_no_lift_has_no_interval() -> None:
    assert interval(2.0, 5, sums([5], [9])) == (None, None)
    assert interval(None, 5, sums([3, 2], [9, 9])) == (None, None)


members = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=40
).filter(lambda pairs: sum(k for k, _ in pairs) > 0)


@given(members, st.floats(0.01, 500))
def test_it_is_the_linearised_ratio_or_poisson_and_holds_the_lift(pairs: list[tuple[int, int]], lift: float) -> None:
    k, n = (np.array(column, dtype=float) for column in zip(*pairs))
    low, high = interval(lift, int(k.sum()), sums([int(x) for x in k], [int(x) for x in n]))
    assert low is not None
    assert high is not None
    assert 0 < low <= lift <= high
    residuals = k - k.sum() / n.sum() * n
    # the variance of a total of m draws, with the sample's own variance (residuals add up to nothing)
    variance = max(len(k) * residuals.var(ddof=1) / k.sum() ** 2, 1 / k.sum())
    assert math.log(high / low) == pytest.approx(
        2 * stats.t.ppf(0.975, len(k) - 1) * math.sqrt(variance), rel=1e-5, abs=1e-6
    )


def test_near_the_jackknife() -> None:
    random = np.random.default_rng(3)
    n = random.integers(50, 150, 60)
    k = random.binomial(n, random.beta(2, 6, 60))
    left_out = np.array([(k.sum() - x) / (n.sum() - y) for x, y in zip(k, n)])
    jackknife = math.sqrt(59 / 60 * ((left_out - left_out.mean()) ** 2).sum()) / (k.sum() / n.sum())
    low, high = interval(1.0, int(k.sum()), sums(k.tolist(), n.tolist()))
    assert low is not None
    assert high is not None
    assert math.log(high / low) / 2 / stats.t.ppf(0.975, 59) == pytest.approx(jackknife, rel=0.05)


def test_95_percent_of_intervals_contain_the_true_lift() -> None:
    random = np.random.default_rng(7)
    held, draws = 0, 2_000
    for _ in range(draws):
        # how much members do and how much of it goes to the outlet differs from one to the next
        n = random.negative_binomial(5, 0.05, 25) + 1
        k = random.binomial(n, random.beta(3, 7, 25))
        low, high = interval(k.sum() / n.sum() / 0.3, int(k.sum()), sums(k.tolist(), n.tolist()))
        assert low is not None
        assert high is not None
        held += low <= 1 <= high
    assert 0.92 < held / draws < 0.97


def row(**changed: Any) -> dict[str, Any]:
    told = {
        "cluster": 1,
        "retweets": 9,
        "shareOfCluster": 9 / 18,
        "lift": 2.0,
        "currentRetweets": 9,
        "topMemberRetweets": 6,
    }
    return told | sums([6, 2, 1], [10, 6, 2]) | changed


def test_the_interval_replaces_the_sums() -> None:
    (told,) = lift_interval([row()], {})
    assert list(told) == ["cluster", "retweets", "shareOfCluster", "lift", "shareOfTopMember", "liftLow", "liftHigh"]
    assert told["shareOfTopMember"] == pytest.approx(2 / 3)


def test_no_lift_is_above_that_of_giving_the_outlet_everything() -> None:
    # half of the cluster's retweets have a lift of 2, so that all of them would have one of 4
    (told,) = lift_interval([row()], {})
    assert told["liftHigh"] == pytest.approx(4)
    assert told["liftLow"] == pytest.approx(2 * math.exp(-4.302653 / 3), rel=1e-6)


@pytest.mark.parametrize(
    "changed",
    [
        {"currentRetweets": 8},  # a retweet of the outlet went
        {"memberRetweets": 19},  # one of somebody else came
        {"currentRetweets": 0, "topMemberRetweets": None, "memberRetweets": 0, "activeMembers": 0},  # all went
    ],
)
def test_a_lift_gets_no_interval_if_the_data_have_changed_since_the_run(changed: dict[str, Any]) -> None:
    (told,) = lift_interval([row(**changed)], {})
    assert [told[name] for name in ("retweets", "lift", "shareOfTopMember", "liftLow", "liftHigh")] == [
        9,
        2.0,
        None,
        None,
        None,
    ]
