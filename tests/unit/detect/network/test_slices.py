"""Slices of time against plain sums over them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.common.errors import UsageError
from explorer.detect.network.build import build_network
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.network.slices import _DAY, Slicing, build_slices, persistence, slice_events, slice_table
from tests.unit.detect.network.reference import Event, make_events
from tests.unit.detect.network.test_build import EVENTS, PARAMETERS, edges_of

SLICING = st.integers(1, 9).flatmap(lambda length: st.builds(Slicing, st.just(length), st.integers(1, length)))


def by_start(events: list[Event], slicing: Slicing) -> dict[int, list[Event]]:
    """Slices by their definition: from a multiple of the slide, until one holds the last event."""
    times = [time for *_, time in events]
    start = min(times) - min(times) % slicing.slide
    found = {}
    while True:
        found[start] = [event for event in events if start <= event[2] < start + slicing.length]
        if start + slicing.length > max(times):
            return found
        start += slicing.slide


@given(EVENTS.filter(len), SLICING)
def test_slices_hold_the_events_of_their_time(events: list[Event], slicing: Slicing) -> None:
    expected = by_start(events, slicing)
    made = make_events(events)
    found = dict(slice_events(made, slicing))
    assert list(found) == list(expected)
    for start, part in found.items():
        codes = list(zip(part.object.tolist(), part.time.tolist(), part.account.tolist(), strict=True))
        assert codes == sorted(codes)
        named = [(made.accounts[a], made.objects[o], t) for o, t, a in codes]
        assert sorted(named) == sorted(expected[start])
        assert part.accounts is made.accounts


@settings(max_examples=200, deadline=None)
@given(EVENTS.filter(len), PARAMETERS, SLICING, st.sampled_from([0.3, 0.5, 1.0]), st.sampled_from([None, 1, 3]))
def test_persistence_is_the_decayed_sum_of_the_slices_networks(
    events: list[Event], parameters: NetworkParameters, slicing: Slicing, decay: float, over: int | None
) -> None:
    networks = [
        edges_of(build_network(make_events(part), parameters).undirected())
        for part in by_start(events, slicing).values()
    ]
    slices = build_slices(make_events(events), parameters, slicing)
    assert [edges_of(part.network.undirected()) for part in slices] == networks

    last = networks if over is None else networks[-over:]
    weight: dict[tuple[str, str], float] = {}
    count: dict[tuple[str, str], int] = {}
    for back, edges in enumerate(reversed(last)):
        for pair, (own, _) in edges.items():
            weight[pair] = weight.get(pair, 0) + decay**back * own
            count[pair] = count.get(pair, 0) + 1
    found = persistence(slices, decay=decay, over=over)
    frame = found.edges()
    assert frame.columns == ["source", "target", "weight", "slices"]
    pairs = list(zip(frame["source"], frame["target"], strict=True))
    assert pairs == sorted(pairs)
    assert dict(zip(pairs, frame["weight"], strict=True)) == pytest.approx(weight)
    assert dict(zip(pairs, frame["slices"], strict=True)) == count
    assert found.objects.tolist() == [max(e[pair][1] for e in last if pair in e) for pair in pairs]

    rows = slice_table(slices).rows(named=True)
    before: set[tuple[str, str]] = set()
    for row, edges in zip(rows, networks, strict=True):
        now = set(edges)
        assert (row["edges"], row["new"], row["kept"]) == (len(now), len(now - before), len(now & before))
        assert row["accounts"] == len({account for pair in now for account in pair})
        before = now


def test_worked_by_hand() -> None:
    # a and b on the days 1 (two objects), 2 and 4; c and d on the last day alone
    events = [(account, f"{account in 'ab'}{day}{n}", day * _DAY + n)
              for day, n in ((1, 1), (1, 2), (2, 1), (4, 1)) for account in "ab"]  # fmt: skip
    events += [("c", "x", 4 * _DAY), ("d", "x", 4 * _DAY)]
    slices = build_slices(make_events(events), NetworkParameters(min_weight=1), Slicing(_DAY, _DAY))
    assert [part.start // _DAY for part in slices] == [1, 2, 3, 4]
    assert persistence(slices, decay=0.5).edges().rows() == [
        ("a", "b", 2 / 8 + 1 / 4 + 0 / 2 + 1, 3),
        ("c", "d", 1.0, 1),
    ]
    assert persistence(slices, decay=0.5, over=2).edges().rows() == [("a", "b", 1.0, 1), ("c", "d", 1.0, 1)]
    assert slice_table(slices).drop("start", "events").rows() == [
        (2, 1, 1, 0),
        (2, 1, 0, 1),
        (0, 0, 0, 0),
        (4, 2, 2, 0),
    ]


def test_the_first_slice_begins_with_its_day() -> None:
    starts = Slicing(7 * _DAY, _DAY).starts(100 * _DAY + 5, 108 * _DAY)
    assert list(starts) == [100 * _DAY, 101 * _DAY, 102 * _DAY]
    assert list(Slicing(7 * _DAY, 7 * _DAY).starts(100 * _DAY + 5, 100 * _DAY + 5)) == [100 * _DAY]


def test_popular_objects_are_popular_over_all_slices_and_reported_once() -> None:
    events = [("a", "x", 0), ("b", "x", 0), ("c", "x", _DAY), ("d", "x", _DAY), ("a", "y", _DAY), ("b", "y", _DAY)]
    parameters = NetworkParameters(min_weight=1, max_accounts_per_object=3, filters=Filters(percentile=0))
    found = persistence(build_slices(make_events(events), parameters, Slicing(_DAY, _DAY)), decay=1)
    assert [(r.objects, r.events, r.edges) for r in found.exclusions] == [(1, 4, None), (None, None, 1)]


def test_nothing_to_slice() -> None:
    assert build_slices(make_events([]), NetworkParameters(), Slicing(_DAY, _DAY)) == []
    alone = build_slices(make_events([("a", "x", 0)]), NetworkParameters(), Slicing(_DAY, _DAY))
    found: Network = persistence(alone, decay=1)
    assert found.edges().columns == ["source", "target", "weight", "slices"]
    assert len(found) == 0


def test_invalid_slices_are_refused() -> None:
    for length, slide in ((0, 1), (1, 0), (1, 2)):
        with pytest.raises(UsageError):
            Slicing(length, slide)
    slices = build_slices(make_events([("a", "x", 0)]), NetworkParameters(), Slicing(_DAY, _DAY))
    for wrong in ({"decay": 0.0}, {"decay": 1.5}, {"decay": 1.0, "over": 0}):
        with pytest.raises(UsageError):
            persistence(slices, **wrong)  # type: ignore[arg-type]  # numbers of the right types
    with pytest.raises(UsageError, match="slices") as caught:
        Slicing(1000, 1000).starts(0, _DAY)
    assert "--slice" in caught.value.hint
