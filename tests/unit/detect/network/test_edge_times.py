from itertools import product

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.detect.network.edge_times import NEVER, coincidences
from explorer.detect.network.events import Events

ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(0, 40)), min_size=1, max_size=40)


@settings(deadline=None)  # the first call compiles
@given(ROWS, st.lists(st.integers(0, 15), min_size=6, max_size=6))
def test_an_edge_lasts_from_its_first_to_its_last_coincidence(
    rows: list[tuple[str, str, int]], windows: list[int]
) -> None:
    events = Events.from_frame(pl.DataFrame(rows, schema=["account", "object", "time"], orient="row"))
    accounts = list(events.accounts)
    pairs = [(i, j) for i in range(len(accounts)) for j in range(i + 1, len(accounts))]
    ends = np.array(pairs, np.uint32).reshape(-1, 2)
    own = np.array(windows[: len(pairs)], np.int64)
    first, last = coincidences(events, ends[:, 0].copy(), ends[:, 1].copy(), own)
    for (i, j), window, begin, end in zip(pairs, windows, first.tolist(), last.tolist()):
        mine, theirs = ([row for row in rows if row[0] == accounts[k]] for k in (i, j))
        times = [
            time
            for (_, one, t), (_, other, u) in product(mine, theirs)
            if one == other and abs(t - u) <= window
            for time in (t, u)
        ]
        assert (begin, end) == ((min(times), max(times)) if times else (NEVER, NEVER))
