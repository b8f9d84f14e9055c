"""The crowd of the campaign ``prc-2021``: the number of each account's retweets, its habits, and its suspension.

All accounts are invented. Their IDs are not numeric and their handles are longer than X allows, so that nobody can
mistake them for real accounts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from explorer.model.tables import ACCOUNTS, STATUSES
from explorer.simulate.campaign.marks import MARK
from explorer.simulate.prc2021.draw import Bools, Floats, Ints, draw_integers, time_column
from explorer.simulate.prc2021.groups import CAMOUFLAGE, CORE, RING, PlantedGroup
from explorer.simulate.prc2021.plan import DAY, DAYS, END, START, WAVE, CampaignPlan, seconds

CAP: Final = 190
"""Maximum number of retweets of an account outside the top percent. Accounts in the top percent retweet more."""
SMALL_SUSPENDED: Final = 3.2
"""Approximate mean number of retweets of a suspended account outside the groups and the top percent."""
_BIOS: Final = (f"{MARK} An invented account.", f"{MARK} An invented account that poses as a British citizen.")
_PLACES: Final = (None, "Lagos", "Karachi", "Beijing", "London", "Nairobi", "Berlin", "Lima", "London, United Kingdom")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Accounts that retweet, with one entry of each array per account.

    Attributes:
        own: Number of its individual retweets, without those at its group's moments.
        group: Index of its group, or -1.
        top: Whether it belongs to the top percent by retweets.
        rapid: Whether it usually retweets within seconds of the post.
        bursts: Whether it retweets many posts in one session.
        suspended_at: Time of its suspension in seconds since 1970, or 0.
        zone: Time zone, in hours ahead of UTC.
        patience: Median seconds from post to retweet.
    """

    own: Ints
    group: Ints
    top: Bools
    rapid: Bools
    bursts: Bools
    suspended_at: Ints
    zone: Ints
    patience: Floats


def make_crowd(
    rng: np.random.Generator, plan: CampaignPlan, groups: list[PlantedGroup], agreed: Ints, total: int
) -> Crowd:
    """Create the crowd, including the members of the groups.

    Args:
        rng: Random number generator.
        plan: Numbers of accounts and suspensions, and the retweets of suspended accounts and of the top percent.
        groups: The planted groups.
        agreed: Number of retweets at the groups' moments, per account.
        total: Number of all retweets of the campaign.
    """
    count = plan.retweeters
    group = np.full(count, -1)
    suspended_at = np.zeros(count, np.int64)
    own = np.zeros(count, np.int64)
    for number, planted in enumerate(groups):
        group[planted.members] = number
        suspended_at[planted.members] = planted.suspended_at
        if planted.name not in (CORE, RING):
            # These are the camouflage retweets. Below, members without any retweet get one.
            room = np.maximum(CAP - agreed[planted.members], 0)
            own[planted.members] = np.minimum(rng.geometric(1 / CAMOUFLAGE, len(planted.members)), room)
    own[(group >= 0) & (agreed + own == 0)] = 1
    free = rng.permutation(np.flatnonzero(group < 0))
    leaders, others = np.split(free, [round(0.01 * count)])
    top_total = round(plan.top_share * total)
    maximum = 4 * top_total // len(leaders)
    own[leaders] = draw_integers(rng, rng.pareto(1.6, len(leaders)), top_total, least=CAP + 1, most=maximum)
    suspended_outside = _suspended_outside(rng, plan, leaders, others, group, suspended_at, own + agreed)
    suspended_at[suspended_outside] = -1
    small = np.intersect1d(suspended_outside, others)
    fixed = int((own + agreed)[suspended_at != 0].sum())
    own[small] = _small_counts(rng, len(small), plan.suspended_retweets - fixed)
    rest = np.setdiff1d(others, small)
    own[rest] = _small_counts(rng, len(rest), total - int((own + agreed).sum()))
    _date_suspensions(rng, plan, suspended_at, own + agreed, total)
    fast = leaders[~np.isin(leaders, suspended_outside)][: plan.rapid + plan.bursts]
    rapid, bursts, top = (np.zeros(count, np.bool_) for _ in range(3))
    rapid[fast[: plan.rapid]], bursts[fast[plan.rapid :]], top[leaders] = True, True, True
    # Accounts of the top percent are fans with notifications, so that they react faster.
    patience = np.where(top, rng.lognormal(np.log(240), 0.8, count), rng.lognormal(np.log(7_200), 0.7, count))
    return Crowd(own, group, top, rapid, bursts, suspended_at, rng.integers(-8, 13, count), patience)


def _small_counts(rng: np.random.Generator, count: int, total: int) -> Ints:
    return draw_integers(rng, rng.lognormal(0, 1.3, count), total, least=1, most=CAP)


def _suspended_outside(
    rng: np.random.Generator,
    plan: CampaignPlan,
    leaders: Ints,
    others: Ints,
    group: Ints,
    suspended_at: Ints,
    retweets: Ints,
) -> Ints:
    """Return the accounts outside the groups that are suspended, too.

    A few leaders supply much of the retweets of suspended accounts, and the others most of the accounts.
    """
    wanted = plan.suspended - int((suspended_at != 0).sum())
    remaining = plan.suspended_retweets - int(retweets[suspended_at != 0].sum())
    cumulated = np.cumsum(retweets[leaders])
    suspended_leaders = leaders[: int(np.searchsorted(cumulated, remaining - SMALL_SUSPENDED * wanted))]
    return np.concatenate([suspended_leaders, others[: wanted - len(suspended_leaders)]])


def _date_suspensions(
    rng: np.random.Generator, plan: CampaignPlan, suspended_at: Ints, retweets: Ints, total: int
) -> None:
    """Set the dates of suspensions marked -1: in the wave until its share of retweets is reached, otherwise earlier."""
    undated = rng.permutation(np.flatnonzero(suspended_at == -1))
    # Small accounts come last, so that they fill the rest of the share.
    undated = undated[np.argsort(retweets[undated] <= CAP, kind="stable")]
    taken = int(retweets[suspended_at == WAVE].sum())
    wave = undated[np.cumsum(retweets[undated]) <= plan.wave_share * plan.retweets - taken]
    early = np.setdiff1d(undated, wave)
    suspended_at[wave] = WAVE
    # Earlier suspensions are spread evenly, with four smaller waves.
    day = rng.integers(20, DAYS - 5, len(early))
    in_wave = rng.random(len(early)) < 0.4
    day[in_wave] = rng.choice([60, 110, 170, 220], int(in_wave.sum()))
    # Accounts with many retweets are suspended late, so that there are enough posts before the suspension.
    day = np.where(retweets[early] > CAP, np.maximum(day, 120), day)
    suspended_at[early] = START + day * DAY + rng.integers(0, DAY, len(early))


def crowd_ids(count: int) -> pl.Series:
    """Return the IDs of the crowd's accounts, in order of their indices."""
    return "sim-account-" + pl.int_range(count, eager=True).cast(pl.String).str.zfill(6)


def crowd_table(rng: np.random.Generator, crowd: Crowd, groups: list[PlantedGroup]) -> pl.DataFrame:
    """Return the canonical table of the crowd's accounts, with their status at the end of the campaign."""
    count = len(crowd.own)
    ids = crowd_ids(count)
    created = START - 60 - np.floor(rng.exponential(900 * DAY, count)).astype(np.int64)
    created = np.maximum(created, seconds(2008, 1, 1) + rng.integers(0, 700 * DAY, count))
    # Most accounts have no location.
    location = np.where(rng.random(count) < 0.4, rng.integers(1, len(_PLACES) - 1, count), 0)
    impersonates = np.zeros(count, np.bool_)
    for group in groups:
        # The accounts of a group are created in batches, on one to three days.
        days = rng.integers(START - 400 * DAY, START - 2 * DAY, int(rng.integers(1, 4))) // DAY * DAY
        created[group.members] = rng.choice(days, len(group.members)) + rng.integers(0, 3 * 3_600, len(group.members))
        if group.name in (CORE, RING):
            location[group.members], impersonates[group.members] = len(_PLACES) - 1, True
    suspended_early = (crowd.suspended_at > 0) & (crowd.suspended_at < END)
    return ACCOUNTS.conform(
        pl.DataFrame(
            {
                "account_id": ids,
                "handle": ids.str.replace("sim-account-", "sim_prc2021_amp_"),
                "name": f"{MARK} account " + pl.int_range(count, eager=True).cast(pl.String),
                "bio": pl.Series(_BIOS).gather(impersonates.astype(np.int64)),
                "location": pl.Series(_PLACES, dtype=pl.String).gather(location),
                "created_at": time_column(created),
                "followers": np.floor(rng.lognormal(np.log(120), 1.5, count)).astype(np.int64),
                "following": np.floor(rng.lognormal(np.log(300), 1.0, count)).astype(np.int64),
                "status": pl.Series(np.where(suspended_early, "suspended", "active")),
                "status_at": time_column(np.where(suspended_early, crowd.suspended_at, END)),
            }
        ).with_columns(platform=pl.lit("x"))
    )


def statuses_table(crowd: Crowd) -> pl.DataFrame:
    """Return the canonical table of statuses observed after the campaign: the suspensions of the wave."""
    suspended = np.flatnonzero(crowd.suspended_at == WAVE)
    suspensions = pl.DataFrame(
        {
            "account_id": crowd_ids(len(crowd.own)).gather(suspended),
            "observed_at": time_column(crowd.suspended_at[suspended]),
        }
    )
    return STATUSES.conform(suspensions.with_columns(platform=pl.lit("x"), status=pl.lit("suspended")))
