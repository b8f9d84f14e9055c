"""The audit: how many edges the same cut finds in the same data when nothing in them is coordinated.

Two shuffles, each undoing what one of the tests looks for and keeping all else. The accounts that were not found are
dealt anew among their slots of each hour (or window, if that is longer): they stay awake when they were, but act
together with nobody, so that an edge of theirs is chance. And each account's delays are dealt anew among its events:
accounts react as fast as they did, but not to the same posts. The mean count over the draws, divided by the count in
the data as they are, says what share of the edges would be there without coordination.
"""

from dataclasses import dataclass

import numpy as np

from explorer.common.progress import Progress, silent
from explorer.detect.kernels import shuffle_kernel as kernel
from explorer.detect.kernels.arrays import read_only_views
from explorer.detect.kernels.network_kernel import Codes, Counts
from explorer.detect.kernels.significance_kernel import Reals
from explorer.detect.kernels.threads import processors, run_blocks
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.activity_model import Awake
from explorer.detect.significance.tests import Flags, Pairs, Tested

_AT_ONCE = 4
"""Draws that are in memory at one time, at most."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What the shuffles gave.

    Attributes:
        draws: of each shuffle.
        cut: the p-value that edges of tier A may have at most: the one that was audited or, where the shuffles found
            too many edges below it, a smaller one; None if there is none.
        awake: mean number of edges of accounts dealt anew within hours, over the number in the data, at ``cut``.
        reaction: the same when delays are dealt anew within accounts.
        lowered: whether ``cut`` is smaller than the one that was audited.
        left_over: slots per draw, on average, whose account had the object already and that were left out.
    """

    draws: int
    cut: float | None
    awake: float
    reaction: float
    lowered: bool
    left_over: float


def audit(
    pairs: Pairs,
    parameters: NetworkParameters,
    found: Flags,
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
        pairs: the data as they are.
        parameters: of their network.
        found: bool, one per account: whose slots did not count in what is usual.
        p: float64, p-values of the edges found.
        cut: the p-value that edges may have at most.
        rate: how many edges the shuffles may find for each edge found, on average.
        draws: of each shuffle, 1 or more.
        seed: of the shuffles; the same seed gives the same result.
        threads: threads to use; None: one per processor. The result does not depend on it.
        progress: told of the draws made.
    """
    seeds = np.random.SeedSequence(seed).generate_state(2 * draws)
    deals = _Deals(pairs, parameters, found, cut)
    drawn = run_blocks(
        lambda span: deals.draw(*seeds[2 * span[0] : 2 * span[1]].tolist()),
        [(draw, draw + 1) for draw in range(draws)],
        threads=min(threads or processors(), _AT_ONCE),
        progress=progress,
        stage="auditing by shuffles",
    )
    awake, reaction = (np.sort(np.concatenate([draw[kind] for draw in drawn])) for kind in (0, 1))
    edges = np.sort(p[p <= cut])
    # at each p-value found, as the cut: edges of the shuffles for each edge of the data
    shares = [
        np.searchsorted(shuffled, edges, side="right") / draws / np.arange(1, len(edges) + 1)
        for shuffled in (awake, reaction)
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


class _Deals:
    """The events, ready to be shuffled."""

    def __init__(self, pairs: Pairs, parameters: NetworkParameters, found: Flags, cut: float) -> None:
        first, awake = pairs.first, pairs.awake
        self.first, self.parameters, self.found, self.cut = first, parameters, found, cut
        # each slot of an account that was found is a stratum of its own
        stays = found[first.account]
        alone = int(np.count_nonzero(stays))
        stratum = awake.stratum.astype(np.int64)
        stratum[stays] = awake.strata + np.arange(alone)
        self.by_stratum = _grouped(stratum, awake.strata + alone)
        self.by_account = _grouped(first.account, len(first.accounts))
        self.delay = first.delays()
        self.delays = pairs.delays

    def draw(self, seed_awake: int, seed_reaction: int) -> tuple[Reals, Reals, int]:
        """Return the p-values up to the cut of either shuffle, and the slots left over by the first."""
        events = self.first
        dealt, left_over = kernel.deal_within(
            *read_only_views(*self.by_stratum, events.account, events.object), len(events.accounts), seed_awake
        )
        tested = self._test(events.with_accounts(dealt).first())
        by_chance = ~(self.found[tested.network.source] & self.found[tested.network.target])
        awake = tested.p[by_chance]
        start, order = self.by_account
        time = kernel.deal_delays(
            *read_only_views(start, order, events.object, self.delay, events.origin), seed_reaction
        )
        reaction = self._test(events.with_times(time)).p
        return awake[awake <= self.cut], reaction[reaction <= self.cut], left_over

    def _test(self, events: Events) -> Tested:
        network = build_network(events, self.parameters, threads=1)
        window = self.parameters.window
        pairs = Pairs(events, network, Awake.of(events, window), self.delays.of_shuffled(events), window, threads=1)
        return pairs.test(lambda p: p <= self.cut, self.found)


def _grouped(codes: Codes | Counts, groups: int) -> tuple[Counts, Codes]:
    """Return positions by group: group g has ``order[start[g]:start[g + 1]]``."""
    start = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=groups))])
    return start, np.argsort(codes, kind="stable").astype(np.uint32)
