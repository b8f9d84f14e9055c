"""The audit: how many edges the same cut finds in the same data after shuffles that remove coordination.

There are two shuffles, one for each test: it removes what the test looks for and keeps everything else. The first
shuffles the accounts that were not found among their slots of each hour (or window, if that is longer). They stay
active in the same hours but act together with nobody, so that each of their edges is chance. The second shuffles each
account's delays among its events on objects with an origin: accounts react as fast as before, but not to the same
posts. Objects without an origin have no delays, so their events are left out of it. The mean number of edges over the
draws, divided by the number in the original data, is the share of edges to expect without coordination.
"""

from dataclasses import dataclass

import numpy as np

from explorer.common.progress import Progress, silent
from explorer.detect.kernels import shuffle_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Counts, Flags, Reals, read_only_views
from explorer.detect.kernels.threads import processors, run_blocks
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.activity_model import ActivityModel
from explorer.detect.significance.edge_tests import EdgeTests, TestedEdges

_AT_ONCE = 4
"""Maximum number of draws in memory at the same time."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Result of the audit.

    Attributes:
        draws: Number of draws of each shuffle.
        cut: Largest p-value of edges of tier A: the one that was audited or, if the shuffles found too many edges
            below it, a smaller one; None if there is none.
        activity: Mean number of edges with accounts shuffled within hours, over the number in the data, at ``cut``.
        reaction: The same with delays shuffled within accounts.
        lowered: Whether ``cut`` is smaller than the one that was audited.
        left_over: Mean number of slots per draw that were left out because their account had the object already.
    """

    draws: int
    cut: float | None
    activity: float
    reaction: float
    lowered: bool
    left_over: float


def audit(
    tests: EdgeTests,
    parameters: NetworkParameters,
    without: Flags,
    p: Reals,
    cut: float,
    *,
    rate: float,
    draws: int,
    seed: int,
    threads: int | None = None,
    progress: Progress = silent,
) -> Audit:
    """Shuffle the events and count the edges; lower the cut until the shuffles stay below ``rate``.

    Args:
        tests: The tests of the data as they are.
        parameters: Parameters of their network.
        without: bool, one per account: whether its slots were left out of what is usual.
        p: float64, p-values of the edges.
        cut: Largest p-value of edges.
        rate: Number of edges that the shuffles may find for each edge in the data, on average.
        draws: Number of draws of each shuffle, 1 or more.
        seed: Random seed of the shuffles; the same seed gives the same result.
        threads: Threads to use; None: one per processor. The result does not depend on it.
        progress: Called with the number of draws made.
    """
    seeds = np.random.SeedSequence(seed).generate_state(2 * draws)
    shuffles = _Shuffles(tests, parameters, without, cut)
    drawn = run_blocks(
        lambda span: shuffles.draw(*seeds[2 * span[0] : 2 * span[1]].tolist()),
        [(draw, draw + 1) for draw in range(draws)],
        threads=min(threads or processors(), _AT_ONCE),
        progress=progress,
        stage="permutation audit",
    )
    activity, reaction = (np.sort(np.concatenate([draw[kind] for draw in drawn])) for kind in (0, 1))
    edges = np.sort(p[p <= cut])
    # for each p-value as the cut: edges of the shuffles per edge of the data
    shares = [
        np.searchsorted(shuffled, edges, side="right") / draws / np.arange(1, len(edges) + 1)
        for shuffled in (activity, reaction)
    ]
    allowed = np.flatnonzero(np.maximum(*shares) <= rate)
    at = int(allowed[-1]) if len(allowed) else None
    return Audit(
        draws,
        float(edges[at]) if at is not None else None,
        float(shares[0][at if at is not None else -1]),
        float(shares[1][at if at is not None else -1]),
        at != len(edges) - 1,
        float(np.mean([draw[2] for draw in drawn])),
    )


class _Shuffles:
    """The events, prepared for shuffling."""

    def __init__(self, tests: EdgeTests, parameters: NetworkParameters, without: Flags, cut: float) -> None:
        first, activity = tests.first, tests.activity
        self.first, self.parameters, self.without, self.cut = first, parameters, without, cut
        # slots of accounts that were found are not shuffled: each is a stratum of its own
        stays = without[first.account]
        alone = int(np.count_nonzero(stays))
        stratum = activity.stratum.astype(np.int64)
        stratum[stays] = activity.strata + np.arange(alone)
        self.by_stratum = _grouped(stratum, activity.strata + alone)
        self.timed = first.keep(~first.without_origin()[first.object])
        self.by_account = _grouped(self.timed.account, len(first.accounts))
        self.delay = self.timed.delays()
        self.reaction, self.strata = tests.reaction, tests.strata

    def draw(self, seed_activity: int, seed_reaction: int) -> tuple[Reals, Reals, int]:
        """Return the p-values up to the cut of both shuffles, and the number of slots left over by the first."""
        events = self.first
        shuffled, left_over = kernel.shuffle_accounts(
            *read_only_views(*self.by_stratum, events.account, events.object), len(events.accounts), seed_activity
        )
        tested = self._test(events.with_accounts(shuffled).first())
        by_chance = ~(self.without[tested.network.source] & self.without[tested.network.target])
        activity = tested.p[by_chance]
        reaction = np.zeros(0)
        if len(timed := self.timed):
            time = kernel.shuffle_delays(
                *read_only_views(*self.by_account, timed.object, self.delay, timed.origin), seed_reaction
            )
            reaction = self._test(timed.with_times(time)).p
        return activity[activity <= self.cut], reaction[reaction <= self.cut], left_over

    def _test(self, events: Events) -> TestedEdges:
        network = build_network(events, self.parameters, threads=1)
        window = self.parameters.window
        activity, reaction = ActivityModel.of(events, window), self.reaction.for_shuffled(events)
        tests = EdgeTests(events, network, activity, reaction, self.strata, window, threads=1)
        return tests.test(lambda p: p <= self.cut, self.without)


def _grouped(codes: Codes | Counts, groups: int) -> tuple[Counts, Codes]:
    """Return positions by group: those of group g are ``order[start[g]:start[g + 1]]``."""
    start = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=groups))])
    return start, np.argsort(codes, kind="stable").astype(np.uint32)
