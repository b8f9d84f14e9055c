"""Each pair counts with the window in which it is found best, against a plain loop over pairs and windows."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.detect.network.model import Network
from explorer.detect.significance.result import Significance
from explorer.detect.significance.windows import best_windows
from tests.helpers.tiers import Edge, tiered

WINDOWS = (10_000, 60_000, 600_000)
PAIRS = list(combinations("abcd", 2))
Found = dict[tuple[str, str], tuple[float, str]]
"""The q and the tier of each pair in one window."""

FOUND = st.lists(
    st.dictionaries(
        st.sampled_from(PAIRS),
        st.tuples(st.sampled_from((0.001, 0.01, 0.04)), st.sampled_from(("A", "B", "trigger", "joined"))),
    ),
    min_size=len(WINDOWS),
    max_size=len(WINDOWS),
)


def network(found: Found, weight: int) -> Network:
    """Return the network of one window; its accounts are those of all windows."""
    everyone = [Edge(*pair, weight=weight, tier=found[pair][1] if pair in found else "B") for pair in PAIRS]
    complete = tiered(*everyone)
    q = np.array([found[pair][0] if pair in found else 1.0 for pair in PAIRS])
    complete = replace(complete, statistics=replace(complete.tested, q=q))
    return complete.keep(np.array([pair in found for pair in PAIRS]))


def outcome(cut: float, outsiders: float | None = None) -> Significance:
    return Significance(0.05, 6 * len(WINDOWS), cut, None, 1.0, 0, outsiders=outsiders)


@given(FOUND)
def test_each_pair_counts_with_the_window_in_which_it_is_found_best(found: list[Found]) -> None:
    # the weight says from which window an edge comes
    networks = [(network(one, number + 2), outcome(number)) for number, one in enumerate(found)]
    best, result = best_windows(networks, WINDOWS)
    expected = []
    for pair in PAIRS:
        seen = [(*one[pair], number) for number, one in enumerate(found) if pair in one]
        if not seen:
            continue
        # a trigger in one window is not excluded by others; then tier A comes first
        rank = {"trigger": 0, "A": 1}
        q, tier, number = min(seen, key=lambda one: (rank.get(one[1], 2), one[0], one[2]))
        expected.append((*pair, number + 2, q, tier, WINDOWS[number]))
    assert best.edges().select("source", "target", "weight", "q", "tier", "window").rows() == expected
    assert (result.windows, result.cut) == (WINDOWS, 2)


def test_the_least_favourable_check_of_all_windows_counts() -> None:
    empty = network({}, 2)
    checks = [(empty, outcome(0, 1.5)), (empty, outcome(0, None)), (empty, outcome(0, 4.0))]
    best, result = best_windows(checks, WINDOWS)
    assert result.outsiders == 4.0
    assert best.edges().columns[-1] == "window"
