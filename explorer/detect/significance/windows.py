"""Windows that are scanned: each pair of accounts counts with the window in which it is found best."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from explorer.detect.kernels.arrays import Flags
from explorer.detect.network.edge_statistics import TIER_NAMES, TRIGGER, A
from explorer.detect.network.model import Network, edge_keys
from explorer.detect.significance.result import Significance

_RANK: Final = np.full(len(TIER_NAMES), 2)
_RANK[[TRIGGER, A]] = 0, 1


def best_windows(found: Sequence[tuple[Network, Significance]], windows: Sequence[int]) -> tuple[Network, Significance]:
    """Return each pair with the window in which it is found best.

    A common trigger in one window is not excluded by the others. Then tier A comes before the
    others, then the lowest q, then the shortest window.

    Args:
        found: The network of each window with its statistics, whose q already pays for the number of windows.
        windows: Milliseconds, ascending.
    """
    best = _with_window(found[0][0], windows[0])
    for (network, _), window in zip(found[1:], windows[1:], strict=True):
        best = best.updated(_with_window(network, window).keep(~_stays(best, network)))
    tests = [significance for _, significance in found]
    audits = [one.audit for one in tests if one.audit]
    return best, replace(
        tests[0],
        windows=tuple(windows),
        cut=max(one.cut for one in tests),
        audit=max(audits, key=lambda one: max(one.activity, one.reaction), default=None),
        outsiders=max((one.outsiders for one in tests if one.outsiders is not None), default=None),
    )


def _with_window(network: Network, window: int) -> Network:
    return replace(network, statistics=replace(network.tested, window=np.full(len(network), window)))


def _stays(best: Network, network: Network) -> Flags:
    """Return for each edge of ``network`` whether ``best`` has the pair already, found at least as well."""
    keys, wanted = edge_keys(best), edge_keys(network)
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    before, now = best.tested, network.tested
    rank_before, rank = _RANK[before.tier[place]], _RANK[now.tier]
    flags: Flags = (keys[place] == wanted) & (
        (rank_before < rank) | ((rank_before == rank) & (before.q[place] <= now.q))
    )
    return flags
