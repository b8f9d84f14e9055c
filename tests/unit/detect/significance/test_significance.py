"""Both tests against their definitions; what is found and what is not where the truth is known."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import polars as pl
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.detect.kernels import shuffle_kernel as kernel
from explorer.detect.kernels.arrays import Reals, read_only_views
from explorer.detect.kernels.threads import even_spans
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.significance import activity_model as chance
from explorer.detect.significance import reaction_model as reaction
from explorer.detect.significance.activity_model import PRIOR, SHORTEST_STRATUM, ActivityModel, activity_p_values
from explorer.detect.significance.audit import audit
from explorer.detect.significance.co_actions import CoActions
from explorer.detect.significance.edge_tests import EdgeTests
from explorer.detect.significance.false_discovery import account_q_values, q_values
from explorer.detect.significance.histories import APART, Histories
from explorer.detect.significance.outsiders import outsiders_ratio
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.reaction_model import (
    BINS,
    KAPPA,
    LEAST_COINCIDENCES,
    LEAST_SHARED,
    MIXED,
    ReactionModel,
    reaction_p_values,
)
from explorer.detect.significance.significance import find_edges
from tests.unit.detect.network.reference import Event, make_events

MINUTE = 60_000
QUARTER = SHORTEST_STRATUM // 4

# few accounts, objects and moments of three hours, so that strata, ties and shared objects are the rule
EVENTS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("wxyz"), st.integers(0, 12).map(lambda n: n * QUARTER)),
    max_size=40,
)
WINDOWS = st.sampled_from([0, QUARTER, SHORTEST_STRATUM, 5 * QUARTER])


def firsts(events: list[Event]) -> list[Event]:
    """The first event of each account on each object."""
    seen: dict[tuple[str, str], int] = {}
    for account, object_, time in events:
        seen[account, object_] = min(time, seen.get((account, object_), time))
    return [(account, object_, time) for (account, object_), time in seen.items()]


def all_pairs(events: Events) -> tuple[np.ndarray, np.ndarray]:
    pairs = list(combinations(range(len(events.accounts)), 2))
    source, target = np.array(pairs, np.uint32).reshape(-1, 2).T
    return np.ascontiguousarray(source), np.ascontiguousarray(target)


@settings(max_examples=200, deadline=None)
@given(EVENTS, WINDOWS, st.none() | st.sets(st.sampled_from("abcdef"), max_size=3))
def test_coincidences_expected_of_waking_hours(events: list[Event], window: int, without: set[str] | None) -> None:
    first = make_events(events).first()
    rows = firsts(events)
    length = max(SHORTEST_STRATUM, window)
    counted = [(o, t) for a, o, t in rows if a not in (without or ())]
    slots = Counter(t // length for _, t in counted)
    pairs: Counter[tuple[int, int]] = Counter()
    for (o, t), (p, s) in combinations(counted, 2):
        if o == p and abs(t - s) <= window:
            pairs[min(t // length, s // length), max(t // length, s // length)] += 1
    strata = range(-1, 14)
    prior = 0 if without is None else PRIOR

    def share(*, same: bool) -> dict[tuple[int, int], float]:
        kinds = [(s, s + (not same)) for s in strata]
        possible = {(s, t): comb(slots[s], 2) if same else slots[s] * slots[t] for s, t in kinds}
        everywhere = (sum(pairs[k] for k in kinds) + 0.5) / (sum(possible.values()) + 1)
        return {k: (pairs[k] + prior * everywhere) / max(possible[k] + prior, 1) for k in kinds}

    q = share(same=True) | share(same=False)
    awake: dict[str, Counter[int]] = defaultdict(Counter)
    for a, _, t in rows:
        awake[a][t // length] += 1
    source, target = all_pairs(first)
    mask = None if without is None else np.isin(first.accounts.to_list(), list(without))
    found = ActivityModel.of(first, window).expected(source, target, without=mask, threads=2)
    for u, v, value in zip(first.accounts.gather(source), first.accounts.gather(target), found, strict=True):
        expected = sum(
            n * m * q[min(s, t), max(s, t)] for s, n in awake[u].items() for t, m in awake[v].items() if abs(s - t) <= 1
        )
        assert value == pytest.approx(expected)


@settings(max_examples=200, deadline=None)
@given(
    EVENTS, st.sampled_from([10_000, QUARTER, SHORTEST_STRATUM]), st.lists(st.integers(0, 2), min_size=4, max_size=4)
)
def test_coincidences_expected_of_reaction_times(events: list[Event], window: int, authors: list[int]) -> None:
    author = dict(zip("wxyz", map(str, authors), strict=True))
    frame = pl.DataFrame(
        [(a, o, t + 1000, 1000, author[o]) for a, o, t in events],
        schema={"account": pl.String, "object": pl.String, "time": pl.Int64, "origin": pl.Int64, "author": pl.String},
        orient="row",
    )
    first = Events.from_frame(frame).first()
    rows = firsts(events)

    def bin_of(delay: int) -> int:
        return min(int(np.floor(np.log2(delay / 15_000 + 1))), BINS - 1)

    by_bin: dict[int, list[int]] = defaultdict(list)
    for _, _, t in rows:
        by_bin[bin_of(t)].append(t)
    close = np.zeros((BINS, BINS))
    for d, these in by_bin.items():
        for e, those in by_bin.items():
            near = sum(abs(x - y) <= window for x in these for y in those)
            n = len(these)
            close[d, e] = (near - n) / (n * (n - 1)) if d == e and n > 1 else near / (n * len(those))

    def profile(own: list[int], prior: Reals) -> Reals:
        counts = np.bincount([bin_of(t) for t in own], minlength=BINS).astype(np.float64)
        shrunk: Reals = (counts + KAPPA * prior) / (counts.sum() + KAPPA)
        return shrunk

    everyone = np.array([len(by_bin[b]) for b in range(BINS)]) / max(len(rows), 1)
    source, target = all_pairs(first)
    histories = Histories.of(first, source, target)
    _, *delays = histories.count_coincidences(source, target, window, threads=2)
    shared, chance = ReactionModel.of(first, window).expected(histories, source, target, *delays, threads=2)
    names = first.accounts.to_list()
    for u, v, count, pi in zip(source, target, shared, chance, strict=True):
        objects = [{o for a, o, _ in rows if a == names[w]} for w in (u, v)]
        both = objects[0] & objects[1]
        assert count == len(both)
        total: float = 0.0
        for o in both:
            f = [
                profile(
                    [t for a, p, t in rows if a == names[w] and author[p] == author[o]],
                    profile([t for a, _, t in rows if a == names[w]], everyone),
                )
                for w in (u, v)
            ]
            total += float(f[0] @ close @ f[1])
        at = [{o: t for a, o, t in rows if a == names[w]} for w in (u, v)]
        mixed = sum(abs(at[0][o] - at[1][p]) <= window for o in both for p in both if o != p)
        profiled = total / len(both) if both else 0.0
        pairs = len(both) * (len(both) - 1)
        assert pi == pytest.approx((mixed + MIXED * profiled) / (pairs + MIXED))


@settings(max_examples=200, deadline=None)
@given(EVENTS, WINDOWS)
def test_moments_are_the_most_coincidences_that_lie_apart(events: list[Event], window: int) -> None:
    first = make_events(events).first()
    at = {(a, o): t for a, o, t in firsts(events)}
    source, target = all_pairs(first)
    found, *_ = Histories.of(first, source, target).count_coincidences(source, target, window, threads=2)
    names = first.accounts.to_list()
    for u, v, moments in zip(source, target, found, strict=True):
        pairs = [(at[names[u], o], at[names[v], o]) for o in "wxyz" if {(names[u], o), (names[v], o)} <= at.keys()]
        when = [max(pair) for pair in pairs if abs(pair[0] - pair[1]) <= window]
        apart = max(APART, window)
        most = 0
        for size in range(len(when) + 1):
            for chosen in combinations(when, size):
                if all(abs(s - t) >= apart for s, t in combinations(chosen, 2)):
                    most = size
        assert moments == most


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.integers(0, 40), st.floats(0, 1), st.floats(1e-6, 30)),
        min_size=1,
        max_size=20,
    )
)
def test_tails_are_those_of_scipy(rows: list[tuple[int, int, float, float]]) -> None:
    weight = np.array([row[0] for row in rows], np.int64)
    shared = (weight + [row[1] for row in rows]).astype(np.uint32)
    chance = np.array([row[2] for row in rows])
    expected = np.array([row[3] for row in rows])
    np.testing.assert_allclose(
        activity_p_values(weight, expected), scipy.stats.poisson.sf(weight - 1, expected), rtol=1e-9
    )
    found = reaction_p_values(weight, shared, chance, threads=2)
    for w, c, pi, p in zip(weight, shared, chance, found, strict=True):
        if 0.001 < pi < 0.999:
            s = max(LEAST_SHARED, LEAST_COINCIDENCES / pi)
            terms = scipy.stats.betabinom.pmf(np.arange(w, int(c) + 1), int(c), pi * s, (1 - pi) * s)
            assert p == pytest.approx(terms.sum(), rel=1e-6)
        assert 0 <= p <= 1
    assert np.all(found[chance == 0] < 1e-7)
    assert np.all(found[chance == 1] > 1 - 1e-6)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30), st.integers(0, 200))
def test_q_values_are_those_of_benjamini_and_hochberg(p: list[float], others: int) -> None:
    found = q_values(np.array(p), len(p) + others)
    if p:
        theirs = scipy.stats.false_discovery_control(np.concatenate([p, np.ones(others)]), method="bh")
        np.testing.assert_allclose(found, theirs[: len(p)])
    else:
        assert len(found) == 0


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0, 1), max_size=15))
def test_accounts_have_the_p_values_of_simes(p_of: dict[tuple[int, int], float]) -> None:
    p_of = {ends: p for ends, p in p_of.items() if ends[0] < ends[1]}
    ends = np.array(sorted(p_of), np.uint32).reshape(-1, 2)
    p = np.array([p_of[u, v] for u, v in ends.tolist()])
    names = pl.Series([f"a{n}" for n in range(6)])
    weight = np.full(len(p), 2)
    network = Network(names, ends[:, 0], ends[:, 1], weight, weight.astype(np.uint32), directed=False)
    # of eight accounts, the last two have no edge
    simes = []
    for account in range(8):
        own = sorted([*(p for pair, p in p_of.items() if account in pair), *[1.0] * 7])[:7]
        simes.append(min(7 * one / place for place, one in enumerate(own, start=1)))
    q = scipy.stats.false_discovery_control(np.minimum(simes, 1), method="bh")
    np.testing.assert_allclose(account_q_values(network, p, 8), [max(q[u], q[v]) for u, v in ends.tolist()])


@settings(deadline=None)
@given(EVENTS, st.integers(0, 2**32 - 1))
def test_shuffled_accounts_keep_their_hours_and_have_no_object_twice(events: list[Event], seed: int) -> None:
    first = make_events(events).first()
    awake = ActivityModel.of(first, MINUTE)
    order = np.argsort(awake.stratum, kind="stable").astype(np.uint32)
    start = np.concatenate([[0], np.cumsum(np.bincount(awake.stratum, minlength=awake.strata))])
    arrays = read_only_views(start, order, first.account, first.object)
    dealt, left_over = kernel.shuffle_accounts(*arrays, len(first.accounts), seed)
    again, _ = kernel.shuffle_accounts(*arrays, len(first.accounts), seed)
    assert dealt.tolist() == again.tolist()
    for stratum in range(awake.strata):
        here = awake.stratum == stratum
        assert sorted(dealt[here]) == sorted(first.account[here])
    held = Counter(zip(dealt.tolist(), first.object.tolist(), strict=True))
    assert sum(held.values()) - len(held) == left_over
    assert len(first.with_accounts(dealt).first()) == len(first) - left_over


@settings(deadline=None)
@given(EVENTS, st.integers(0, 2**32 - 1))
def test_shuffled_delays_stay_with_their_accounts(events: list[Event], seed: int) -> None:
    first = make_events(events).first()
    delay = first.time - first.origin[first.object]
    order = np.argsort(first.account, kind="stable").astype(np.uint32)
    start = np.concatenate([[0], np.cumsum(np.bincount(first.account, minlength=len(first.accounts)))])
    time = kernel.shuffle_delays(*read_only_views(start, order, first.object, delay, first.origin), seed)
    dealt = first.with_times(time)

    def delays(of: Events) -> list[tuple[int, int]]:
        return sorted(zip(of.account.tolist(), (of.time - of.origin[of.object]).tolist(), strict=True))

    assert delays(dealt) == delays(first)
    keys = list(zip(dealt.object.tolist(), dealt.time.tolist(), strict=True))
    assert keys == sorted(keys)


def world(
    *, groups: dict[str, tuple[int, int]], react: bool = False, crowd: int = 300, seed: int = 5
) -> tuple[Events, dict[str, str]]:
    """A crowd that retweets 400 posts of 20 authors over ten days, and groups of (size, posts) that act together.

    A group acts within 30 s at a moment one to nine hours after a post; with ``react``, each member by itself within
    40 s of it.
    """
    random = np.random.default_rng(seed)
    posts = np.sort(random.integers(0, 10 * 86_400, 400))
    rows: list[tuple[str, int, float]] = []
    for account in range(crowd):
        chosen = random.choice(400, random.integers(5, 30), replace=False)
        rows.extend((f"crowd{account}", post, posts[post] + random.lognormal(8, 1.5)) for post in chosen)
    truth: dict[str, str] = {}
    for name, (size, actions) in groups.items():
        members = [f"{name}{i}" for i in range(size)]
        truth |= dict.fromkeys(members, name)
        for post in random.choice(400, actions, replace=False):
            moment = random.uniform(1, 9) * 3600
            for member in members:
                delay = random.uniform(5, 40) if react else moment + random.uniform(0, 30)
                rows.append((member, post, posts[post] + delay))
    frame = pl.DataFrame(
        [(a, str(p), int(t) * 1000, int(posts[p]) * 1000, str(p % 20)) for a, p, t in rows],
        schema={"account": pl.String, "object": pl.String, "time": pl.Int64, "origin": pl.Int64, "author": pl.String},
        orient="row",
    )
    return Events.from_frame(frame), truth


def accounts_of(network: Network, tier: str) -> set[str]:
    return set(network.accounts.filter(pl.Series(network.tier(tier).with_edge())))


QUICK = SignificanceParameters(draws=3)


def test_groups_that_act_together_are_found_and_nobody_else() -> None:
    events, truth = world(groups={"red": (12, 20), "blue": (6, 25)})
    network, rests_on = find_edges(events, NetworkParameters(), QUICK)
    assert accounts_of(network, "A") == set(truth)
    ends = network.tier("A").edges()
    assert all(truth[u] == truth[v] for u, v in zip(ends["source"], ends["target"], strict=True))
    assert rests_on is not None
    assert rests_on.audit is not None
    assert (rests_on.audit.activity, rests_on.audit.reaction, rests_on.audit.lowered) == (0, 0, False)
    assert rests_on.origins_known == 1
    co_actions = CoActions.of(events.first(), network.tier("A"), MINUTE)
    assert rests_on.outsiders == outsiders_ratio(co_actions, MINUTE, np.empty(0, np.uint32))
    assert network.statistics is not None
    assert network.statistics.q[network.statistics.tier == 0].max() <= 0.05


def test_accounts_that_only_react_fast_are_of_tier_b() -> None:
    events, truth = world(groups={"fast": (10, 40)}, react=True)
    network, _ = find_edges(events, NetworkParameters(), QUICK)
    assert accounts_of(network, "A") == set()
    assert accounts_of(network, "B") == set(truth)


def test_accounts_that_are_exact_to_the_minute_are_explained_by_that() -> None:
    # three accounts, each for itself, repeat posts ten minutes after they appear; twelve act together at any time
    events, truth = world(groups={"red": (12, 20), "exact": (3, 60)}, crowd=3000)
    exact = events.accounts.str.starts_with("exact").to_numpy()[events.account]
    offset = np.random.default_rng(1).integers(600_000, 640_000, len(events))
    events = events.with_times(np.where(exact, events.origin[events.object] + offset, events.time))
    network, _ = find_edges(events, NetworkParameters(), QUICK)
    assert accounts_of(network, "A") == {name for name, group in truth.items() if group == "red"}
    assert accounts_of(network, "B") >= {name for name, group in truth.items() if group == "exact"}


def test_a_crowd_alone_has_no_edge() -> None:
    network, rests_on = find_edges(world(groups={})[0], NetworkParameters(), QUICK)
    assert len(network.tier("A")) == 0
    assert rests_on is not None
    assert (rests_on.cut, rests_on.audit, rests_on.outsiders) == (0, None, None)


def test_a_large_group_does_not_hide_itself() -> None:
    # at every action 60 accounts fill an hour in which the crowd retweets a handful of posts
    events, truth = world(groups={"large": (60, 14), "small": (6, 25)}, crowd=600)
    network, _ = find_edges(events, NetworkParameters(), SignificanceParameters(draws=0))
    assert accounts_of(network, "A") == set(truth)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_same_on_any_number_of_threads(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    events, _ = world(groups={"red": (12, 20)})
    one, told = find_edges(events, NetworkParameters(), QUICK, threads=2)
    # blocks that end within the edges of one account
    for module in (chance, reaction):
        monkeypatch.setattr(module, "even_spans", lambda total, _: even_spans(total, 7))
    other, told_too = find_edges(events, NetworkParameters(), QUICK, threads=threads)
    assert len(one) > 7
    assert one.edges().equals(other.edges())
    assert told == told_too


@pytest.mark.parametrize(
    "events", [[], [("a", "x", 0)], [("a", "x", 0), ("a", "y", 0)], [("a", "x", 0), ("b", "x", 0)]]
)
def test_too_little_to_be_sure_of_anything(events: list[Event]) -> None:
    network, rests_on = find_edges(make_events(events), NetworkParameters(min_weight=1), SignificanceParameters())
    assert len(network) == 0
    assert rests_on is not None
    assert rests_on.hypotheses == 0


def test_to_look_in_at_the_same_time_is_one_coincidence() -> None:
    # two of the crowd scroll through the same feed once, and share the twelve newest posts within a quarter of an hour
    crowd, _ = world(groups={}, crowd=2000)
    now = 4 * 86_400_000
    rows = [(f"crowd{a}", f"feed{p}", now + 70_000 * p + 1000 * a) for a in (1, 2) for p in range(12)]
    frame = pl.DataFrame(
        {
            "account": [*crowd.accounts.gather(crowd.account), *(a for a, _, _ in rows)],
            "object": [*crowd.objects.gather(crowd.object), *(o for _, o, _ in rows)],
            "time": [*crowd.time.tolist(), *(t for _, _, t in rows)],
            "origin": [*crowd.origin[crowd.object].tolist(), *[now - 3_600_000] * len(rows)],
        }
    )
    network, _ = find_edges(Events.from_frame(frame), NetworkParameters(), SignificanceParameters(draws=0))
    assert accounts_of(network, "A") == set()


def test_all_events_in_one_second_are_nothing_unusual() -> None:
    events = make_events([(f"a{a}", f"o{o}", 0) for a in range(30) for o in range(10)])
    network, _ = find_edges(events, NetworkParameters(), SignificanceParameters(draws=2))
    assert len(network) == 0


def test_repetitions_count_once() -> None:
    events, _ = world(groups={"red": (12, 20)})
    twice = replace(
        events,
        account=np.repeat(events.account, 2),
        object=np.repeat(events.object, 2),
        time=np.repeat(events.time, 2),
    )
    assert (
        find_edges(twice, NetworkParameters(), QUICK)[0]
        .edges()
        .equals(find_edges(events, NetworkParameters(), QUICK)[0].edges())
    )


def test_filters_see_the_edges_that_are_sure_and_keep_their_statistics() -> None:
    events, _ = world(groups={"red": (12, 20), "blue": (6, 25)})
    network, _ = find_edges(
        events, NetworkParameters(max_accounts_per_object=200, filters=Filters(percentile=0.5)), QUICK
    )
    assert network.statistics is not None
    assert len(network.statistics.q) == len(network) > 0
    assert [str(removed).split(":")[0] for removed in network.exclusions] == [
        "objects that more than 200 accounts touch",
        "weight not above the quantile 0.5",
    ]


def test_filters_leave_tier_b_as_it_is() -> None:
    fast, _ = world(groups={"fast": (10, 40)}, react=True)
    slow, _ = world(groups={"red": (12, 20), "blue": (6, 25)})
    rows = [
        pl.DataFrame(
            {
                "account": [f"{kind}{name}" for name in events.accounts.gather(events.account)],
                "object": [f"{kind}{name}" for name in events.objects.gather(events.object)],
                "time": events.time,
                "origin": events.origin[events.object],
            }
        )
        for kind, events in (("f", fast), ("s", slow))
    ]
    events = Events.from_frame(pl.concat(rows))
    plain, _ = find_edges(events, NetworkParameters(), QUICK)
    network, _ = find_edges(events, NetworkParameters(filters=Filters(percentile=0.5)), QUICK)
    assert network.tier("B").edges().equals(plain.tier("B").edges())
    assert 0 < len(network.tier("A")) < len(plain.tier("A"))
    kept = plain.tier("A").weight > np.quantile(plain.tier("A").weight, 0.5)
    assert network.tier("A").edges().equals(plain.tier("A").keep(kept).edges())


def test_the_audit_lowers_a_cut_that_lets_chance_through() -> None:
    events, _ = world(groups={"red": (12, 20)})
    network, _ = find_edges(events, NetworkParameters(), SignificanceParameters(draws=0))
    assert network.statistics is not None
    sure = np.maximum(network.statistics.p_chance, network.statistics.p_sync)
    # as many p-values again as if a careless cut had let them pass
    p = np.concatenate([sure, np.full(len(sure), 0.2)])
    nobody = np.zeros(len(events.accounts), np.bool_)
    first = events.first()
    pairs = EdgeTests.of(first, build_network(first, NetworkParameters()), NetworkParameters().window, hypotheses=1_000)
    found = audit(pairs, NetworkParameters(), nobody, p, 0.3, rate=0.05, draws=3, seed=1)
    assert found.lowered
    assert found.cut is not None
    assert found.cut <= sure.max() < 0.2
    assert max(found.activity, found.reaction) <= 0.05


@pytest.mark.parametrize("wrong", [{"rate": 0.0}, {"rate": 1.0}, {"draws": -1}])
def test_invalid_parameters_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError) as caught:
        SignificanceParameters(**wrong)  # type: ignore[arg-type]
    assert caught.value.hint


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        (NetworkParameters("pairs"), "not for pairs"),
        (NetworkParameters(window=ALL_TIME), "without a time window"),
    ],
)
def test_significance_without_a_null_model_is_refused(parameters: NetworkParameters, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        find_edges(make_events([]), parameters, SignificanceParameters())
    assert "--significance off" in str(caught.value.hint)
