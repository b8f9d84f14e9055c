import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.detect.kernels.arrays import expand_ranges


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5))))
def test_ranges_are_expanded_one_after_the_other(ranges: list[tuple[int, int]]) -> None:
    first, size = np.array(ranges, np.int64).reshape(-1, 2).T
    numbers, of = expand_ranges(first, first + size)
    assert list(zip(numbers.tolist(), of.tolist(), strict=True)) == [
        (n, k) for k, (begin, length) in enumerate(ranges) for n in range(begin, begin + length)
    ]
