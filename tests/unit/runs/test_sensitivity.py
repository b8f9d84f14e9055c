"""The grid against networks built one by one from their definition."""

from collections.abc import Set
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.common.errors import UsageError
from explorer.detect.network.parameters import NetworkParameters, Weighting
from explorer.runs.sensitivity import CELL_SCHEMA, sweep
from tests.unit.detect.network.reference import Event, brute_force, make_events

events = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("pqr"), st.integers(0, 20)), min_size=1, max_size=40
)


def edges(rows: list[Event], parameters: NetworkParameters) -> set[tuple[str, str]]:
    return {(min(pair), max(pair)) for pair in brute_force(rows, parameters)}


def jaccard(one: Set[object], other: Set[object]) -> float:
    return len(one & other) / len(one | other)


@settings(deadline=None)
@given(
    events,
    st.sets(st.integers(0, 9), min_size=1, max_size=3),
    st.sets(st.integers(1, 4), min_size=2, max_size=3),
    st.sampled_from(["objects", "pairs", "messages"]),
    st.integers(1, 3),
)
def test_every_cell_is_the_network_it_names(
    rows: list[Event], windows: set[int], weights: set[int], weighting: Weighting, participation: int
) -> None:
    base = NetworkParameters(weighting, min_participation=participation)
    found = sweep(make_events(rows), [*windows], [*weights], base)
    assert dict(found.schema) == CELL_SCHEMA
    grid = list(product(sorted(windows), sorted(weights)))
    assert found.select("window", "min_weight").rows() == grid
    networks = {cell: edges(rows, NetworkParameters(weighting, *cell, participation)) for cell in grid}
    steps = {cell: (sorted(windows).index(cell[0]), sorted(weights).index(cell[1])) for cell in grid}
    for row in found.iter_rows(named=True):
        cell = row["window"], row["min_weight"]
        own = networks[cell]
        assert row["edges"] == len(own)
        assert row["accounts"] == len({name for edge in own for name in edge})
        near = [other for other in grid if sum(abs(a - b) for a, b in zip(steps[cell], steps[other])) == 1]
        told = [networks[other] for other in near if own or networks[other]]
        if not told:
            assert row["edges_kept"] is row["accounts_kept"] is None
            continue
        people = [{name for edge in other for name in edge} for other in (own, *told)]
        assert row["edges_kept"] == pytest.approx(sum(jaccard(own, other) for other in told) / len(told))
        assert row["accounts_kept"] == pytest.approx(sum(jaccard(people[0], o) for o in people[1:]) / len(told))


def test_a_plateau_shows() -> None:
    """Three accounts meet on five objects within 10 s of each other, and on a sixth an hour apart."""
    rows = [(who, f"p{n}", 1000 * (10_000 * n + 5 * i)) for n in range(5) for i, who in enumerate("abc")]
    rows += [(who, "late", 1000 * 3600 * i) for i, who in enumerate("abc")]
    found = sweep(make_events(rows), [1000, 10_000, 60_000, 3_600_000], [1, 5, 6])
    clusters = found["clusters"].to_list()
    # at weight 6 only the hour brings the sixth object: of a and b, and of b and c
    assert clusters == [0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1]
    by_cell = {row[:2]: row[5] for row in found.iter_rows()}
    assert by_cell[60_000, 1] == 1.0
    # the hour, the ten seconds and weight 1 share it; weight 6 has nothing
    assert by_cell[60_000, 5] == pytest.approx(3 / 4)


def test_invalid_grids_are_refused() -> None:
    rows = make_events([("a", "p", 0), ("b", "p", 0)])
    with pytest.raises(UsageError, match="more than one window or weight"):
        sweep(rows, [1000, 1000], [2])
    with pytest.raises(UsageError, match="1 or more, not 0"):
        sweep(rows, [1000], [0, 1])
