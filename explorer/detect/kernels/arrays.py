"""Small things about arrays."""

from typing import Any

import numpy.typing as npt


def read_only_views(*arrays: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    """Return read-only views: numba compiles a loop once for each combination of types, and read-only is one."""
    views = [array.view() for array in arrays]
    for view in views:
        view.flags.writeable = False
    return views
