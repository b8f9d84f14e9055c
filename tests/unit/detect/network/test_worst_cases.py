"""What must not go wrong however the events lie: memory, refusals, data with nothing in it."""

import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import polars as pl
import psutil
import pytest

from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.detect.network.build import build_network
from explorer.detect.network.counting import Counting
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import WEIGHTINGS, Filters, NetworkParameters, Weighting
from tests.unit.detect.network.reference import brute_force, make_events
from tests.unit.detect.network.test_build import COUNTED, edges_of

FILTERS = Filters(percentile=0.1, backbone=0.9, centrality=0.1)


def parameters(weighting: Weighting, window: int = 60_000, min_weight: int = 1) -> NetworkParameters:
    if weighting == "cosine":
        return NetworkParameters(weighting, window, 0.0, tf="binary", filters=FILTERS)
    return NetworkParameters(weighting, window, min_weight, filters=FILTERS)


def crowd(accounts: int, *, posts: int = 1, spread: int = 1) -> Events:
    """Every account on every post, within ``spread`` milliseconds."""
    n = accounts * posts
    return Events.from_frame(
        pl.DataFrame(
            {
                "account": pl.Series(np.tile(np.arange(accounts), posts)).cast(pl.String),
                "object": pl.Series(np.repeat(np.arange(posts), accounts)).cast(pl.String),
                "time": np.arange(n) * 7919 % spread,
            }
        )
    )


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("events", [[], [("a", "x", 0)], [("a", "x", 0), ("a", "x", 0), ("a", "y", 5)]])
def test_nobody_and_one_account_alone(weighting: Weighting, events: list[tuple[str, str, int]]) -> None:
    for window in (0, 60_000, ALL_TIME):
        assert len(build_network(make_events(events), parameters(weighting, window))) == 0


@pytest.mark.parametrize("weighting", COUNTED)
def test_all_events_in_one_second(weighting: Weighting) -> None:
    chance = np.random.default_rng(3)
    events = [(f"a{a}", f"o{o}", 1000) for a, o in chance.integers(0, (30, 5), (200, 2)).tolist()]
    wanted = NetworkParameters(weighting, 0, 2)
    assert edges_of(build_network(make_events(events), wanted)) == brute_force(events, wanted)


# in a process of its own, which holds nothing else; the kernel is compiled and the peak forgotten beforehand
MEASURE = """
from pathlib import Path
from explorer.detect.network.build import build_network
from explorer.detect.network.parameters import NetworkParameters
from tests.unit.detect.network.test_worst_cases import crowd
peak = lambda: int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024
build_network(crowd(10, posts=2), NetworkParameters())
events = {events}
Path("/proc/self/clear_refs").write_text("5")
before = peak()
network = build_network(events, {parameters})
print(len(network), peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forgets a peak on request")
@pytest.mark.parametrize(
    ("events", "asked"),
    [
        # at once: the accounts share nothing but this post, so that no pair is compared
        ("crowd(200_000)", "NetworkParameters(min_weight=2)"),
        # within five hours: 133 million pairs within the window, each of weight 1
        ("crowd(200_000, spread=18_000_000)", "NetworkParameters('pairs', min_weight=2)"),
    ],
)
def test_a_post_with_200000_retweets_takes_memory_for_its_events_not_for_its_pairs(events: str, asked: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(events=events, parameters=asked)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    edges, grown = map(int, done.stdout.split())
    assert edges == 0
    assert grown > 1_000_000
    # 300 bytes for each event; a byte for each pair would be more than twice as much
    assert grown < 60_000_000


def test_more_edges_than_memory_holds_are_refused_at_once_with_the_way_out() -> None:
    events = crowd(200_000, posts=2, spread=60_000)
    began = time.monotonic()
    with pytest.raises(UsageError, match=r"about [\d,]+ edges and need about [\d,]+ GB of memory") as caught:
        build_network(events, NetworkParameters(min_weight=2))
    assert time.monotonic() - began < 60  # the comparisons alone would take longer by far
    edges = float(caught.value.message.split("about ")[1].split(" edges")[0].replace(",", ""))
    assert edges == pytest.approx(200_000 * 199_999 / 2, rel=0.1)
    assert "200,000 events" in caught.value.hint
    assert "--max-accounts-per-object" in caught.value.hint
    capped = build_network(events, NetworkParameters(min_weight=2, max_accounts_per_object=1000))
    assert (len(capped), capped.exclusions[0].objects, capped.exclusions[0].events) == (0, 2, 400_000)


def test_a_heavy_object_that_gives_few_edges_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # 3,000 accounts at once on one post, and in pairs on others: 9 million comparisons, 1,500 edges
    pairs = [(str(a), f"p{a // 2}", 0) for a in range(3000)]
    events = make_events([*((str(a), "hot", 0) for a in range(3000)), *pairs])
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=1_000_000))
    assert len(build_network(events, NetworkParameters(min_weight=2))) == 1500
    with pytest.raises(UsageError, match="edges"):
        build_network(events, NetworkParameters(min_weight=1))


def test_hours_of_comparisons_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Counting, "MOST_COMPARISONS", 5_000)
    with pytest.raises(UsageError, match="hours") as caught:
        build_network(crowd(100), NetworkParameters(min_weight=1))
    assert "100 events within one window" in caught.value.hint


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_the_same_on_any_number_of_threads(weighting: Weighting) -> None:
    chance = np.random.default_rng(5)
    drawn = chance.integers(0, (900, 400, 2_000_000), (40_000, 3)).tolist()
    events = make_events([(f"a{a:03}", f"o{o:03}", t) for a, o, t in drawn])
    networks = [build_network(events, parameters(weighting), threads=threads) for threads in (1, 2, 5)]
    assert len(networks[0]) > 1000
    for other in networks[1:]:
        assert np.array_equal(networks[0].weight, other.weight)
        assert edges_of(networks[0]) == edges_of(other)
        assert networks[0].exclusions == other.exclusions
