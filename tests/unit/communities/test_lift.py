"""The lift's interval against hand-worked examples, the definition of the jackknife, and simulations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from explorer.communities import lift as module
from explorer.communities.lift import FEW_ACTIVE_MEMBERS, ONE_MEMBER, Counts, lift_intervals, standard_errors


def counts(*values: object) -> Counts:
    return np.array(values, dtype=np.int64)


def test_an_interval_calculated_by_hand() -> None:
    # members made 30 of 30, 30 of 60, 0 of 30: 60 of 120; the outlet has 90 of all 900 retweets: a lift of 5.
    # Without each member: 30 of 90, 30 of 60, 60 of 90, so logarithms of -1.0986, -0.6931, -0.4055, mean -0.7324;
    # the squared standard error is 2/3 x (0.3662^2 + 0.0393^2 + 0.3269^2) = 0.16169; t(2) reaches 4.3027
    found = lift_intervals(counts([30, 30, 0]), counts(30, 60, 30), counts(90), 900)
    margin = 4.302653 * math.sqrt(0.161693)
    assert found.lift[0] == pytest.approx(5)
    assert found.low[0] == pytest.approx(5 * math.exp(-margin), rel=1e-4)
    assert found.high[0] == pytest.approx(5 / (60 / 90))  # the cluster cannot make more than all 90
    assert found.reason.tolist() == [""]
    assert found.is_boost.tolist() == [False]


def test_members_who_do_the_same_have_the_interval_of_a_count() -> None:
    # nothing varies between members, which proves nothing if there are only three retweets
    few, many = (lift_intervals(counts([n] * 3), counts(*[2 * n] * 3), counts(30 * n), 600 * n) for n in (1, 100))
    assert few.lift == many.lift == pytest.approx(10)
    assert few.low[0] == pytest.approx(10 * math.exp(-4.302653 / math.sqrt(3)), rel=1e-6)
    assert many.low[0] == pytest.approx(10 * math.exp(-4.302653 / math.sqrt(300)), rel=1e-6)
    assert (few.is_boost[0], many.is_boost[0]) == (False, True)


@pytest.mark.parametrize(
    ("outlet", "everything", "reason"),
    [
        ((50, 50), (50, 50), FEW_ACTIVE_MEMBERS),
        ((50, 50, 0), (50, 50, 0), FEW_ACTIVE_MEMBERS),
        ((0, 0, 0), (0, 0, 0), FEW_ACTIVE_MEMBERS),
        ((50, 0, 0), (50, 10, 10), ONE_MEMBER),
        ((0, 0, 0), (50, 10, 10), ONE_MEMBER),
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_lift_without_interval_is_no_boost(outlet: tuple[int, ...], everything: tuple[int, ...], reason: str) -> None:
    found = lift_intervals(counts(outlet), counts(*everything), counts(max(1, sum(outlet))), 1_000_000)
    assert found.reason.tolist() == [reason]
    assert math.isnan(found.low[0])
    assert math.isnan(found.high[0])
    assert not found.is_boost[0]


def test_a_cluster_that_made_all_retweets_of_an_outlet_reaches_the_highest_lift() -> None:
    found = lift_intervals(counts([20, 30, 25]), counts(40, 50, 60), counts(75), 15_000)
    assert found.high[0] == found.lift[0] == pytest.approx(100)
    assert 1 < found.low[0] < 100
    assert found.is_boost[0]


def test_inactive_members_do_not_count() -> None:
    active = lift_intervals(counts([9, 5, 2]), counts(10, 10, 10), counts(20), 400)
    others = lift_intervals(counts([9, 0, 5, 2, 0]), counts(10, 0, 10, 10, 0), counts(20), 400)
    assert (active.low[0], active.high[0]) == (others.low[0], others.high[0])


members = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3, max_size=40
).filter(lambda pairs: sum(k > 0 for k, _ in pairs) > 1)


@given(members, st.integers(0, 5_000), st.integers(0, 50_000))
def test_it_is_the_jackknife_of_scipy_or_that_of_a_count(pairs: list[tuple[int, int]], others: int, more: int) -> None:
    outlet, everything = (counts(*column) for column in zip(*pairs, strict=True))
    received = int(outlet.sum()) + others
    total = int(everything.sum()) + others + more

    def log_lift(k: Counts, n: Counts) -> float:
        return math.log(k.sum() / n.sum() / (received / total))

    left_out = [np.delete(outlet, i) for i in range(len(pairs))], [np.delete(everything, i) for i in range(len(pairs))]
    values = np.array([log_lift(k, n) for k, n in zip(*left_out, strict=True)])
    # the jackknife's variance is (m - 1)^2 / m times the sample variance of the values
    m = len(pairs)
    variance = (m - 1) ** 2 / m * values.var(ddof=1)
    assert standard_errors(outlet[None], everything[None])[0] == pytest.approx(math.sqrt(variance), abs=1e-9)
    found = lift_intervals(outlet[None], everything, counts(received), total)
    assert math.log(found.lift[0]) == pytest.approx(log_lift(outlet, everything), abs=1e-9)
    margin = stats.t.ppf(0.975, m - 1) * math.sqrt(max(variance, 1 / outlet.sum()))
    assert math.log(found.lift[0] / found.low[0]) == pytest.approx(margin, rel=1e-6)
    # neither the cluster nor the outlet can have more than all retweets
    possible = min(total / received, total / everything.sum())
    assert found.lift[0] <= found.high[0] <= possible * (1 + 1e-9)
    assert found.low[0] <= found.lift[0]


def test_many_lifts_at_once_are_the_same_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    everything = random.integers(0, 50, 12)
    outlet = random.binomial(everything, 0.3, (40, 12))
    received = outlet.sum(axis=1) + random.integers(1, 100, 40)
    together = lift_intervals(outlet, everything, received, 10_000)
    monkeypatch.setattr(module, "_CELLS_AT_ONCE", 30)
    for number in range(40):
        alone = lift_intervals(outlet[number : number + 1], everything, received[number : number + 1], 10_000)
        assert alone.low[0] == together.low[number]
    in_parts = lift_intervals(outlet, everything, received, 10_000)
    assert np.array_equal(in_parts.low, together.low)
    assert in_parts.reason.tolist() == together.reason.tolist()


def test_no_outlets_and_no_members() -> None:
    assert len(lift_intervals(np.zeros((0, 5), np.int64), counts(*range(5)), counts(), 10).lift) == 0
    assert lift_intervals(np.zeros((2, 0), np.int64), counts(), counts(3, 4), 10).reason.tolist() == [
        FEW_ACTIVE_MEMBERS,
        FEW_ACTIVE_MEMBERS,
    ]
