"""Retweets divided among transactions that run side by side."""

from itertools import combinations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph.load.retweets import disjoint_parts

ends = st.tuples(st.integers(0, 9).map("x:{}".format), st.integers(0, 9).map("x:p{}".format))


@given(st.lists(ends, max_size=60))
def test_parallel_parts_share_no_node_and_contain_every_row(rows: list[tuple[str, str]]) -> None:
    retweets = pl.DataFrame(rows, schema={"account": pl.String, "post": pl.String}, orient="row").with_row_index("n")
    seen = []
    for apart in disjoint_parts(retweets):
        for one, other in combinations(apart, 2):
            for end in ("account", "post"):
                assert set(one[end]).isdisjoint(other[end])
        seen += [n for part in apart for n in part["n"]]
    assert sorted(seen) == list(range(len(rows)))
