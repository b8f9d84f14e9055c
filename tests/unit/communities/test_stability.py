"""Agreement of partitions against brute force over pairs."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.communities.stability import agreement, mean_agreement, togetherness

N = 9
PARTITIONS = st.lists(st.integers(0, 4), min_size=N, max_size=N).map(
    lambda labels: np.unique(labels, return_inverse=True)[1].astype(np.int64)
)


@given(PARTITIONS, st.lists(PARTITIONS, min_size=1, max_size=4))
def test_stability_is_the_share_of_members_that_stay_together(
    own: np.ndarray[tuple[int], np.dtype[np.int64]], others: list[np.ndarray[tuple[int], np.dtype[np.int64]]]
) -> None:
    found = togetherness(own, others)
    for i in range(N):
        fellows = [j for j in range(N) if j != i and own[j] == own[i]]
        met = [other[i] == other[j] for other in others for j in fellows]
        assert found[i] == pytest.approx(np.mean(met)) if fellows else math.isnan(found[i])


def test_stability_is_unknown_without_another_partition() -> None:
    assert np.isnan(togetherness(np.array([0, 0, 1]), [])).all()
    assert math.isnan(mean_agreement(np.array([0, 0, 1]), []))


@given(PARTITIONS, PARTITIONS)
def test_agreement_is_the_adjusted_rand_index(
    one: np.ndarray[tuple[int], np.dtype[np.int64]], other: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> None:
    pairs = list(combinations(range(N), 2))
    in_one = {(i, j) for i, j in pairs if one[i] == one[j]}
    in_other = {(i, j) for i, j in pairs if other[i] == other[j]}
    by_chance = len(in_one) * len(in_other) / len(pairs)
    most = (len(in_one) + len(in_other)) / 2
    if most == by_chance:
        assert agreement(one, other) == 1.0
        assert in_one == in_other
    else:
        assert agreement(one, other) == pytest.approx((len(in_one & in_other) - by_chance) / (most - by_chance))
