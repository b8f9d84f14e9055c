"""How sure an edge is: two tests against chance, and a false-discovery rate over all pairs of accounts.

An edge's p-value is the larger of those of two tests: `explorer.detect.significance.activity_model` asks whether the
two accounts coincide more often than accounts that are awake in the same hours,
`explorer.detect.significance.reaction_model` whether more often than their reaction times make them;
`explorer.detect.significance.tests` puts both together. All pairs of accounts with two events or more are hypotheses
(those without an edge have p = 1); their false-discovery rate is held by the step-up procedure of Benjamini and
Hochberg 1995, "Controlling the False Discovery Rate", section 3. What analysts report is accounts, and thousands of
true edges among few accounts leave room for hundreds of false ones among as many: the same rate is held over accounts,
too. `explorer.detect.significance.audit` then holds the number of edges against data in which there is no coordination.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.common.progress import Progress, silent
from explorer.detect.kernels.arrays import Reals
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.filters import apply_filters, without_popular_objects
from explorer.detect.network.model import EdgeStatistics, Exclusion, Network
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.significance.audit import Audit, audit
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.tests import EdgeTests


@dataclass(frozen=True, slots=True)
class Significance:
    """What the significance of a network's edges rests on.

    Attributes:
        rate: the share of false edges, and of false accounts, that is accepted.
        hypotheses: pairs of accounts with two events or more.
        cut: edges of tier A have a p-value of at most this; 0 if there is none.
        audit: what the same cut finds where nothing is coordinated; None without one.
        origins_told: of the objects with two events or more, the share whose origin is known.
        origins_decoded: of how many objects it is known from their ids alone.
    """

    rate: float
    hypotheses: int
    cut: float
    audit: Audit | None
    origins_told: float
    origins_decoded: int


def find_edges(
    events: Events,
    parameters: NetworkParameters,
    wanted: SignificanceParameters | None,
    *,
    threads: int | None = None,
    progress: Progress = silent,
) -> tuple[Network, Significance | None]:
    """Find the pairs of accounts that act together more often than chance explains, or as often as a fixed weight asks.

    Args:
        events: the events; of several of one account on one object, significance looks at the first.
        parameters: window and thresholds. Popular objects are left out before anything else; the filters come last,
            and see tier A.
        wanted: the false-discovery rate, and the audit; None for fixed weights.
        threads: threads to use; None: one per processor. The result does not depend on it.
        progress: told of the comparisons made and the draws of the audit.

    Returns:
        With significance, the network of the edges of tiers A and B with their statistics, and what they rest on;
        else that of `explorer.detect.network.build.build_network`, and None.

    Raises:
        UsageError: if significance is not known for the weighting, or as `build_network`.
    """
    if wanted is None:
        return build_network(events, parameters, threads=threads, progress=progress), None
    if parameters.weighting != "objects":
        raise UsageError(
            f"Significance is known for the weighting objects, not for {parameters.weighting}.",
            hint="Leave --weighting out, or say --significance off for a fixed weight.",
        )
    if parameters.window >= ALL_TIME:
        raise UsageError(
            "Where times do not matter, nothing is known of what chance makes of them.",
            hint="Give a --window such as 60s, or say --significance off for a fixed weight.",
        )
    removed: tuple[Exclusion, ...] = ()
    if parameters.max_accounts_per_object is not None:
        events, popular = without_popular_objects(events, parameters.max_accounts_per_object)
        removed = (popular,)
    plain = replace(
        parameters, min_weight=max(parameters.min_weight, 2), max_accounts_per_object=None, filters=Filters()
    )
    network, significance = _significant(events.first(), plain, wanted, threads, progress)
    network = replace(network, removed=(*removed, *network.removed))
    return _filtered(network, parameters.filters), significance


def _filtered(network: Network, filters: Filters) -> Network:
    """Return the network with the edges of tier A that the filters leave; those of tier B are no part of them."""
    a, b = network.tier("A"), network.tier("B")
    left = apply_filters(a, filters)
    stays = np.isin(_keys(network), np.concatenate([_keys(left), _keys(b)]))
    return replace(network.keep(stays), removed=left.removed)


def _keys(network: Network) -> npt.NDArray[np.uint64]:
    return network.source.astype(np.uint64) << np.uint64(32) | network.target


def _significant(
    first: Events,
    parameters: NetworkParameters,
    wanted: SignificanceParameters,
    threads: int | None,
    progress: Progress,
) -> tuple[Network, Significance]:
    network = build_network(first, parameters, threads=threads, progress=progress)
    several = int(np.count_nonzero(np.bincount(first.account, minlength=len(first.accounts)) >= 2))
    hypotheses = several * (several - 1) // 2

    def passes(p: Reals) -> npt.NDArray[np.bool_]:
        return q_values(p, hypotheses) <= wanted.rate

    tests = EdgeTests.of(first, network, parameters.window, threads=threads)
    tested = tests.run(passes)
    p = tested.p
    q = np.maximum(q_values(p, hypotheses), account_q_values(tested.network, p, several))
    tier_a = q <= wanted.rate
    cut = float(p[tier_a].max(initial=0.0))
    found = None
    if wanted.draws and tier_a.any():
        found = audit(
            tests,
            parameters,
            tested.without,
            p,
            cut,
            rate=wanted.rate,
            draws=wanted.draws,
            seed=wanted.seed,
            threads=threads,
            progress=progress,
        )
    if found and found.lowered:
        cut = found.cut or 0.0
        tier_a &= (p <= cut) & (found.cut is not None)
    statistics = EdgeStatistics(
        tested.shared,
        tested.expected_chance,
        tested.shared * tested.chance,
        tested.p_chance,
        tested.p_sync,
        q,
        tier_a,
        tested.moments,
    )
    return replace(tested.network, statistics=statistics), Significance(
        wanted.rate, hypotheses, cut, found, _told(first), first.decoded
    )


def q_values(p: Reals, hypotheses: int) -> Reals:
    """Return the smallest false-discovery rate at which each hypothesis is rejected (its q-value), float64.

    Args:
        p: float64, p-values; those of the hypotheses that are not in it are 1.
        hypotheses: how many there are.
    """
    order = np.argsort(p, kind="stable")
    rising = p[order] * hypotheses / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(rising[::-1])[::-1], 1.0)
    return q


def account_q_values(network: Network, p: Reals, accounts: int) -> Reals:
    """Return for each edge the smallest false-discovery rate over accounts at which both its accounts are found.

    An account's p-value is that of Simes 1986, "An improved Bonferroni procedure for multiple tests of significance",
    over the pairs that it is in.

    Args:
        network: the edges.
        p: float64, their p-values.
        accounts: how many could have an edge; all pairs without one have p = 1.
    """
    if not len(network):
        return np.empty(0)
    ends, p = np.concatenate([network.source, network.target]), np.concatenate([p, p])
    order = np.lexsort((p, ends))
    ends, p = ends[order], p[order]
    first = np.flatnonzero(np.diff(ends, prepend=-1))
    place = np.arange(len(ends)) - np.repeat(first, np.diff(first, append=len(ends))) + 1
    simes = np.minimum(np.minimum.reduceat(p * (accounts - 1) / place, first), 1.0)
    q = np.ones(len(network.accounts))
    q[ends[first]] = q_values(simes, accounts)
    return np.maximum(q[network.source], q[network.target])


def _told(events: Events) -> float:
    several = np.bincount(events.object, minlength=len(events.objects)) >= 2
    return float(events.origin_known[several].mean()) if several.any() else 0.0
