"""Accounts on a clock, by hand."""

import numpy as np
import pytest

from explorer.detect.network.edge_statistics import CLOCK, NO_TRIGGER
from explorer.detect.significance.clocks import ARCS, find_clocks
from tests.unit.detect.significance.examples import DAY, HOUR, MINUTE, SECOND, Act, co_actions_of, make_described

RANDOM = np.random.default_rng(1)


def together(accounts: str, times: list[int], name: str = "o") -> list[Act]:
    """Each time, these accounts act on a new object, a second apart."""
    return [
        (account, f"{name}{n}", time + SECOND * late)
        for n, time in enumerate(times)
        for late, account in enumerate(accounts)
    ]


def clocks(acts: list[Act], step: int = 1) -> dict[str, tuple[int, int, int] | None]:
    """The number of co-actions on the clock, of all, and the period, by pair of accounts."""
    co_actions = co_actions_of(make_described(acts))
    triggers, edges = find_clocks(co_actions, step), co_actions.edges
    names = co_actions.events.accounts
    rows = zip(edges.source, edges.target, triggers.kind, triggers.count, triggers.of, triggers.time, strict=True)
    found: dict[str, tuple[int, int, int] | None] = {}
    for u, v, kind, count, of, time in rows:
        assert kind in {CLOCK, NO_TRIGGER}
        found[names[int(u)] + names[int(v)]] = (int(count), int(of), int(time)) if kind else None
    return found


def test_programs_that_run_every_quarter_of_an_hour_share_a_clock() -> None:
    quarters = RANDOM.choice(96 * 5, 12, replace=False) * 15 * MINUTE
    # every quarter of an hour is also a multiple of five minutes, the shortest period
    assert clocks(together("ab", quarters.tolist())) == {"ab": (12, 12, 5 * MINUTE)}


def test_accounts_that_act_at_random_times_share_no_clock() -> None:
    assert clocks(together("abc", RANDOM.integers(0, 10 * DAY, 60).tolist())) == dict.fromkeys(("ab", "ac", "bc"))


def test_a_clock_may_go_round_once_a_day() -> None:
    # between 23:40 and 0:10, at minutes that have nothing in common
    times = [day * DAY + 23 * HOUR + 40 * MINUTE + int(RANDOM.integers(0, 30 * MINUTE)) for day in range(20)]
    assert clocks(together("ab", times)) == {"ab": (20, 20, DAY)}


def test_half_of_the_co_actions_on_the_clock_are_enough_and_less_are_not() -> None:
    hours = [n * HOUR for n in range(1, 16)]
    # further from the full hour, and from multiples of every period, than an arc reaches
    free = [at for at in range(0, HOUR, SECOND) if all(width < at % period < period - width for period, width in
            ARCS.items() if period <= HOUR)]  # fmt: skip
    elsewhere = [day * (DAY + HOUR) + int(RANDOM.choice(free)) for day in range(1, 17)]
    assert clocks(together("ab", [*hours, *elsewhere[:15]])) == {"ab": (15, 30, 5 * MINUTE)}
    assert clocks(together("ab", [*hours, *elsewhere])) == {"ab": None}


def test_accounts_on_different_clocks_that_coincide_elsewhere_share_none() -> None:
    hours = RANDOM.choice(24 * 10, 24, replace=False) * HOUR
    acts = [
        *together("ab", (hours[:12] + 2 * MINUTE).tolist(), "p"),
        *together("cd", (hours[12:] + 4 * MINUTE).tolist(), "q"),
        *together("ac", [3 * DAY + n * 97 * MINUTE for n in range(4)], "r"),
    ]
    assert clocks(acts) == {"ab": (12, 12, 5 * MINUTE), "cd": (12, 12, 5 * MINUTE), "ac": None}


def test_one_account_on_a_clock_is_not_enough() -> None:
    # a acts on the hour with each of twelve others, who act at random times with each other
    hours = [n * HOUR for n in range(12)]
    others = RANDOM.integers(0, 10 * DAY, 30).tolist()
    acts = [*together("ab", hours[:6], "p"), *together("ac", hours[6:], "q"), *together("bc", others, "r")]
    found = clocks(acts)
    assert found == {"ab": None, "ac": None, "bc": None}


@pytest.mark.parametrize(("actions", "shared"), [(5, False), (6, True)])
def test_few_co_actions_cannot_show_a_clock(actions: int, shared: bool) -> None:
    # 5 * 0.1 ** 5 is above the level of 1e-4 / 6, and 6 * 0.1 ** 6 below it
    assert (clocks(together("ab", [n * HOUR for n in range(actions)]))["ab"] is not None) == shared


def test_coarse_times_are_on_no_clock_by_themselves() -> None:
    tens = [int(n) * 10 * MINUTE for n in RANDOM.choice(144 * 10, 30, replace=False)]
    acts = [(account, f"o{n}", time) for n, time in enumerate(tens) for account in "ab"]
    assert clocks(acts, step=1) == {"ab": (30, 30, 5 * MINUTE)}
    assert clocks(acts, step=10 * MINUTE) == {"ab": None}


def test_times_in_steps_may_still_be_on_a_long_clock() -> None:
    # whole hours in data with a step of ten minutes: one of six times, or two in an arc that ends on a step
    acts = [(account, f"o{n}", n * HOUR) for n in range(20) for account in "ab"]
    assert clocks(acts, step=10 * MINUTE) == {"ab": (20, 20, 30 * MINUTE)}


def test_no_edges_have_no_clock() -> None:
    assert clocks([("a", "x", 0)]) == {}
