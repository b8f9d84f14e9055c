"""Types of arrays that the compiled loops take, and how arrays are passed to them.

Arrays that a loop only reads are passed read-only. Numba compiles a loop once for each combination of argument types;
arrays from Polars are read-only while NumPy's own are not, so that passing all of them read-only gives one combination.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]
Bins = npt.NDArray[np.uint8]


def read_only_views(*arrays: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    """Return read-only views of the arrays."""
    views = [array.view() for array in arrays]
    for view in views:
        view.flags.writeable = False
    return views


def expand_ranges(first: Counts, last: Counts) -> tuple[Counts, Counts]:
    """Return the numbers of all ranges ``first[k]`` to ``last[k] - 1``, one after the other, and their k; int64."""
    count = last - first
    of = np.repeat(np.arange(len(count)), count)
    return np.arange(len(of)) - (np.cumsum(count) - count)[of] + first[of], of
