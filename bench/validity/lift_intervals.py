"""Coverage of the interval of a lift, and how often a cluster without preference is said to boost an outlet.

Members and all other accounts differ in how much they retweet (log-normal) and in how much of it goes to the outlet
(beta-binomial), so that a few members can decide the result. `explorer.communities.lift` computes the interval.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from explorer.communities.lift import lift_intervals

TRUE_LIFT: Final = 3.0
"""The outlet's share of members' retweets, divided by its share of other accounts' retweets, for the coverage."""
MEMBERS: Final = (5, 10, 30, 100)
"""Numbers of members of the cluster."""
MEDIAN: Final = 12.0
"""Median number of retweets per account."""
_CELLS_AT_ONCE: Final = 4_000_000

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scenario:
    """How retweets come about.

    Attributes:
        title: What the scenario is, for the table.
        activity: Standard deviation of the accounts' activity (log scale).
        concentration: Sum of the parameters of the beta distribution of an account's share for the outlet. 2 means that
            most accounts retweet the outlet either nearly always or never.
        share: The outlet's share of the retweets of other accounts.
        others: Number of other accounts.
        shift: Standard deviation (log scale) of a preference that all members share, and no other account.
    """

    title: str
    activity: float = 1.2
    concentration: float = 10.0
    share: float = 0.05
    others: int = 2_000
    shift: float = 0.0


SCENARIOS: Final = (
    Scenario("similar members", activity=0.5, concentration=100.0),
    Scenario("heavy-tailed members"),
    Scenario("extremely heavy-tailed members", activity=1.5, concentration=2.0),
    Scenario("heavy-tailed members, outlet with few retweets", share=0.005),
    Scenario("heavy-tailed members, 300 other accounts", others=300),
    Scenario("heavy-tailed members with a reason that all share", shift=0.5),
)

HEADING: Final = (
    "scenario", "members", "coverage, retweets as observations", "coverage, earlier version", "coverage, jackknife",
    "false boosts, earlier version (lift above 1)", "false boosts, jackknife", "boosts at a lift of 3, jackknife",
    "no interval",
)  # fmt: skip
"""Headings of the rows of `study_lift_intervals`."""

INTRODUCTION: Final = (
    "Nominal coverage is 0.95, measured where the outlet's share of members' retweets is three times that of other "
    "accounts. False boosts are clusters without any preference that are said to boost the outlet; the lower end of "
    "the interval should be above 1 for at most 0.025 of them. All are shares of the draws in which the cluster "
    "retweets the outlet at all; coverage is that of the lifts that have an interval. The retweets of a member depend "
    "on each other, so an interval of a count (retweets as observations) is too narrow. A reason that all members "
    "share, such as one news event, makes members depend on each other, which no interval over members can see."
)
"""Text above the table of `study_lift_intervals`."""


class LiftRow(NamedTuple):
    """One row of `study_lift_intervals`; see `HEADING`."""

    scenario: str
    members: int
    coverage_of_count: float
    coverage_before: float
    coverage: float
    false_boosts_before: float
    false_boosts: float
    boosts: float
    no_interval: float


class _Draws(NamedTuple):
    """Simulated clusters: retweets of the outlet and of anyone by each member (draws, members), and by all accounts."""

    outlet: Counts
    everything: Counts
    received: Counts
    total: Counts


def study_lift_intervals(seed: int, size: int) -> list[LiftRow]:
    """Measure the interval in every scenario, for several numbers of members.

    Args:
        seed: Random seed.
        size: Number of simulated clusters for each row. 4,000 gives a standard error of 0.3 percentage points for a
            coverage of 95%.

    Returns:
        Rows with the columns `HEADING`; all but the first two are shares, 0 to 1, NaN where no draw counts.
    """
    return [
        measure(scenario, members, np.random.default_rng([seed, number, members]), size)
        for number, scenario in enumerate(SCENARIOS)
        for members in MEMBERS
    ]


def measure(scenario: Scenario, members: int, rng: np.random.Generator, size: int) -> LiftRow:
    """Return one row of `study_lift_intervals`."""
    without, preferring = (_draw(rng, scenario, members, size, lift) for lift in (1.0, TRUE_LIFT))
    found, none = lift_intervals(*preferring), lift_intervals(*without)
    # the lift compares with all accounts, members included
    weight = members / (members + scenario.others)
    true = TRUE_LIFT / (weight * TRUE_LIFT + 1 - weight)
    retweets = preferring.outlet.sum(axis=1)
    with np.errstate(divide="ignore"):
        of_count = ndtri(0.975) / np.sqrt(retweets)
        distance = np.abs(np.log(found.lift / true))
    before = stdtrit(members - 1, 0.975) * _linearised_errors(preferring)
    has_interval = found.reason == ""
    return LiftRow(
        scenario.title,
        members,
        _share(distance <= of_count, retweets > 0),
        _share(distance <= before, retweets > 0),
        _share((found.low <= true) & (true <= found.high), has_interval),
        _share(none.lift > 1, none.lift > 0),
        _share(none.is_boost, none.lift > 0),
        _share(found.is_boost, found.lift > 0),
        _share(~has_interval, found.lift > 0),
    )


def _draw(rng: np.random.Generator, scenario: Scenario, members: int, size: int, lift: float) -> _Draws:
    def account_retweets(draws: int, accounts: int, share: Floats) -> tuple[Counts, Counts]:
        activity = rng.lognormal(np.log(MEDIAN), scenario.activity, (draws, accounts))
        everything = 1 + activity.astype(np.int64)
        alpha, beta = share * scenario.concentration, (1 - share) * scenario.concentration
        return rng.binomial(everything, rng.beta(alpha, beta, (draws, accounts))), everything

    parts = []
    step = max(1, _CELLS_AT_ONCE // (members + scenario.others))
    for start in range(0, size, step):
        draws = min(step, size - start)
        # the mean of the shift is 1
        shift = np.exp(rng.normal(-(scenario.shift**2) / 2, scenario.shift, (draws, 1)))
        outlet, everything = account_retweets(draws, members, np.minimum(scenario.share * lift * shift, 0.95))
        others, others_everything = account_retweets(draws, scenario.others, np.full((draws, 1), scenario.share))
        received = outlet.sum(axis=1) + others.sum(axis=1)
        parts.append((outlet, everything, received, everything.sum(axis=1) + others_everything.sum(axis=1)))
    return _Draws(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _linearised_errors(draws: _Draws) -> Floats:
    """Return the standard errors of the logarithm of a lift as the earlier version computed them.

    Cochran, W. G. (1977). Sampling Techniques, 3rd edition, section 6.4: variance of a ratio of sums, or of a Poisson
    count if that is larger.
    """
    retweets, m = draws.outlet.sum(axis=1), draws.outlet.shape[1]
    ratio = retweets / draws.everything.sum(axis=1)
    squares = ((draws.outlet - ratio[:, None] * draws.everything) ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors: Floats = np.sqrt(np.maximum(m / (m - 1) * squares / retweets**2, 1 / retweets))
    return errors


def _share(values: Bools, counted: Bools) -> float:
    return float(values[counted].mean()) if counted.any() else float("nan")
