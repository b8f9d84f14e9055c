"""Significance of edges: two tests against chance, and a false-discovery rate over all pairs of accounts.

The p-value of an edge is the larger of those of two tests. `explorer.detect.significance.activity_model` tests whether
the two accounts coincide more often than accounts that are active in the same hours do,
`explorer.detect.significance.reaction_model` whether more often than their reaction times explain;
`explorer.detect.significance.edge_tests` combines both. All pairs of accounts with two events or more are hypotheses
(pairs without an edge have p = 1). The step-up procedure of Benjamini and Hochberg 1995, "Controlling the False
Discovery Rate", section 3, controls their false-discovery rate. Analysts report accounts, and thousands of true edges
among few accounts leave room for hundreds of false edges among as many accounts, so the same rate is controlled over
accounts, too. `explorer.detect.significance.audit` then compares the number of edges with shuffled data without
coordination.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.common.progress import Progress, silent
from explorer.detect.kernels.arrays import Reals
from explorer.detect.network.build import build_network
from explorer.detect.network.edge_statistics import NO_TRIGGER, TRIGGER, A, B, EdgeStatistics, Triggers
from explorer.detect.network.events import Events
from explorer.detect.network.filters import apply_filters, without_popular_objects
from explorer.detect.network.model import Exclusion, Network
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.significance.audit import Audit, audit
from explorer.detect.significance.common_triggers import find_common_triggers
from explorer.detect.significance.edge_tests import EdgeTests
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.time_steps import check_time_step


@dataclass(frozen=True, slots=True)
class Significance:
    """How the tiers of a network's edges were decided.

    Attributes:
        rate: Accepted share of false edges and of false accounts.
        hypotheses: Number of pairs of accounts with two events or more.
        cut: Largest p-value of edges of tier A; 0 if there are none.
        audit: Result of the audit; None without one.
        origins_known: Share of the objects with two events or more whose origin is known.
        origins_decoded: Number of objects whose origin is known from their ids alone.
    """

    rate: float
    hypotheses: int
    cut: float
    audit: Audit | None
    origins_known: float
    origins_decoded: int


def find_edges(
    events: Events,
    parameters: NetworkParameters,
    wanted: SignificanceParameters | None,
    *,
    threads: int | None = None,
    progress: Progress = silent,
) -> tuple[Network, Significance | None]:
    """Find the pairs of accounts that act together more often than chance explains, or as often as a fixed weight.

    Args:
        events: The events. Significance uses the first event of each account on each object only.
        parameters: Window and thresholds. Popular objects are left out first; the filters come last and apply to
            tier A.
        wanted: False-discovery rate and audit; None for fixed weights.
        threads: Threads to use; None: one per processor. The result does not depend on it.
        progress: Called with the number of comparisons made and of audit draws.

    Returns:
        With significance, the network of the edges of tiers A and B with their statistics, and how the tiers were
        decided; else the result of `explorer.detect.network.build.build_network`, and None.

    Raises:
        UsageError: If significance is not available for the weighting or window, or as `build_network`.
    """
    if wanted is None:
        return build_network(events, parameters, threads=threads, progress=progress), None
    if parameters.weighting != "objects":
        raise UsageError(
            f"Significance can only be computed for the weighting objects, not for {parameters.weighting}.",
            hint="Remove --weighting, or turn significance off with --significance off.",
        )
    if parameters.window >= ALL_TIME:
        raise UsageError(
            "Significance cannot be computed without a time window.",
            hint="Set --window (for example 60s), or turn significance off with --significance off.",
        )
    exclusions: tuple[Exclusion, ...] = ()
    if parameters.max_accounts_per_object is not None:
        events, popular = without_popular_objects(events, parameters.max_accounts_per_object)
        exclusions = (popular,)
    plain = replace(
        parameters, min_weight=max(parameters.min_weight, 2), max_accounts_per_object=None, filters=Filters()
    )
    network, significance = _significant(events.first(), plain, wanted, threads, progress)
    network = replace(network, exclusions=(*exclusions, *network.exclusions))
    return _filtered(network, parameters.filters), significance


def _filtered(network: Network, filters: Filters) -> Network:
    """Return the network with the filters applied to tier A; all edges of the other tiers stay."""
    left = apply_filters(network.tier("A"), filters)
    other = np.ones(len(network), np.bool_) if network.statistics is None else network.statistics.tier != A
    stays = other | np.isin(_keys(network), _keys(left))
    return replace(network.keep(stays), exclusions=left.exclusions)


def _keys(network: Network) -> npt.NDArray[np.uint64]:
    return network.source.astype(np.uint64) << np.uint64(32) | network.target


def _significant(
    first: Events,
    parameters: NetworkParameters,
    wanted: SignificanceParameters,
    threads: int | None,
    progress: Progress,
) -> tuple[Network, Significance]:
    check_time_step(first, parameters.window)
    network = build_network(first, parameters, threads=threads, progress=progress)
    several = int(np.count_nonzero(np.bincount(first.account, minlength=len(first.accounts)) >= 2))
    hypotheses = several * (several - 1) // 2

    def passes(p: Reals) -> npt.NDArray[np.bool_]:
        return q_values(p, hypotheses) <= wanted.rate

    tests = EdgeTests.of(first, network, parameters.window, hypotheses=hypotheses, threads=threads)
    tested = tests.run(passes)
    p = tested.p
    q = np.maximum(q_values(p, hypotheses), account_q_values(tested.network, p, several))
    tier_a = q <= wanted.rate
    cut = float(p[tier_a].max(initial=0.0))
    audited = None
    if wanted.draws and tier_a.any():
        audited = audit(
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
    if audited and audited.lowered:
        cut = audited.cut or 0.0
        tier_a &= (p <= cut) & (audited.cut is not None)
    found = tested.network.keep(tier_a)
    triggers = Triggers.none(len(p))
    explained, _ = find_common_triggers(first, found, parameters.window, threads=threads)
    triggers.put(tier_a, explained)
    tier = np.where(tier_a, np.where(triggers.kind == NO_TRIGGER, A, TRIGGER), B).astype(np.uint8)
    statistics = EdgeStatistics(
        tested.shared,
        tested.expected_chance,
        tested.shared * tested.chance,
        tested.shared * tested.third,
        tested.p_chance,
        tested.p_sync,
        tested.p_third,
        q,
        tested.moments,
        tier,
        triggers,
    )
    return replace(tested.network, statistics=statistics), Significance(
        wanted.rate, hypotheses, cut, audited, _share_of_known_origins(first), first.decoded
    )


def q_values(p: Reals, hypotheses: int) -> Reals:
    """Return the q-value of each hypothesis: the smallest false-discovery rate at which it is rejected, float64.

    Args:
        p: float64, p-values; the hypotheses that are not among them have p = 1.
        hypotheses: Number of hypotheses.
    """
    order = np.argsort(p, kind="stable")
    rising = p[order] * hypotheses / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(rising[::-1])[::-1], 1.0)
    return q


def account_q_values(network: Network, p: Reals, accounts: int) -> Reals:
    """Return for each edge the smallest false-discovery rate over accounts at which both its accounts are found.

    The p-value of an account combines those of its pairs by Simes 1986, "An improved Bonferroni procedure for multiple
    tests of significance".

    Args:
        network: The edges.
        p: float64, p-values of the edges.
        accounts: Number of accounts that could have an edge; pairs without an edge have p = 1.
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


def _share_of_known_origins(events: Events) -> float:
    several = np.bincount(events.object, minlength=len(events.objects)) >= 2
    return float(events.origin_known[several].mean()) if several.any() else 0.0
