"""Significance of edges: three tests against chance, common triggers, and false-discovery rates.

A pair of accounts must coincide more often than accounts that are active in the same hours do
(`explorer.detect.significance.activity_model`), than their reaction times explain (`reaction_model`) and than third
accounts do on the same objects (`third_party_model`); `edge_tests` runs all three and combines their p-values. All
pairs of accounts with two events or more are hypotheses (pairs without an edge have p = 1), and the rate is controlled
over pairs and over accounts, because analysts report accounts (`false_discovery`). The `audit` then compares the number
of edges with shuffled data. Edges that a common trigger may explain leave tier A (`common_triggers`), and accounts may
join the groups that stay (`joined`).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.common.progress import Progress, silent
from explorer.detect.kernels.arrays import Flags, Reals
from explorer.detect.network.build import build_network
from explorer.detect.network.edge_statistics import JOINED, NO_TRIGGER, TRIGGER, A, B, EdgeStatistics, Triggers
from explorer.detect.network.events import Events
from explorer.detect.network.filters import apply_filters, without_popular_objects
from explorer.detect.network.model import Exclusion, Network, edge_keys
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.significance.audit import audit
from explorer.detect.significance.co_actions import CoActions
from explorer.detect.significance.common_triggers import find_common_triggers
from explorer.detect.significance.edge_tests import EdgeTests, TestedEdges
from explorer.detect.significance.false_discovery import account_q_values, q_values
from explorer.detect.significance.groups import Group
from explorer.detect.significance.joined import Joined, find_joined
from explorer.detect.significance.outsiders import outsiders_ratio
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.result import Significance
from explorer.detect.significance.time_steps import check_time_step
from explorer.detect.significance.windows import best_windows


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
        wanted: False-discovery rate, audit, and windows to scan instead of the one window; None for fixed weights.
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
    found = [
        _significant(events.first(), replace(plain, window=window), wanted, threads, progress)
        for window in wanted.windows or (parameters.window,)
    ]
    network, significance = found[0] if len(found) == 1 else best_windows(found, wanted.windows)
    network = replace(network, exclusions=(*exclusions, *network.exclusions))
    return _filtered(network, parameters.filters), significance


def _filtered(network: Network, filters: Filters) -> Network:
    """Return the network with the filters applied to tier A; all edges of the other tiers stay."""
    left = apply_filters(network.tier("A"), filters)
    other = np.ones(len(network), np.bool_) if network.statistics is None else network.statistics.tier != A
    stays = other | np.isin(edge_keys(network), edge_keys(left))
    return replace(network.keep(stays), exclusions=left.exclusions)


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
    pairs = several * (several - 1) // 2
    windows = max(len(wanted.windows), 1)
    hypotheses = pairs * windows  # each window is another test of the same pair (Bonferroni)

    def passes(p: Reals) -> npt.NDArray[np.bool_]:
        return q_values(p, hypotheses) <= wanted.rate

    tests = EdgeTests.of(first, network, parameters.window, hypotheses=pairs, threads=threads)
    tested = tests.run(passes)
    p = tested.p
    q = np.maximum(q_values(p, hypotheses), account_q_values(tested.network, p * windows, several))
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
    explained, groups = find_common_triggers(first, tested.network.keep(tier_a), parameters.window, threads=threads)
    triggers = Triggers.none(len(p))
    triggers.put(tier_a, explained)
    tier = np.where(tier_a, np.where(triggers.kind == NO_TRIGGER, A, TRIGGER), B).astype(np.uint8)
    decided = _with_statistics(tested, q, tier, triggers)
    joined = find_joined(tests, groups, tested.without, wanted.rate, windows=windows)
    co_actions = CoActions.of(first, decided.tier("A"), parameters.window, threads=threads)
    return _with_joined(decided, tests, tested.without, groups, joined), Significance(
        wanted.rate,
        hypotheses,
        cut,
        audited,
        _share_of_known_origins(first),
        first.decoded,
        outsiders=outsiders_ratio(co_actions, parameters.window, joined.account),
    )


def _with_statistics(tested: TestedEdges, q: Reals, tier: npt.NDArray[np.uint8], triggers: Triggers) -> Network:
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
    return replace(tested.network, statistics=statistics)


def _with_joined(
    network: Network, tests: EdgeTests, without: Flags, groups: Sequence[Group], joined: Joined
) -> Network:
    """Return the network with the edges between accounts that joined a group and its members.

    Their q is that of the account and the group; all other statistics are those of the pair.
    """
    group_of = np.full(len(network.accounts), -1)
    joined_q = np.full(len(network.accounts), np.nan)
    group_of[joined.account], joined_q[joined.account] = joined.group, joined.q
    member_of = np.full(len(network.accounts), -2)
    for number, group in enumerate(groups):
        member_of[group.members] = number
    ends = tests.network.source, tests.network.target
    joins = (group_of[ends[0]] == member_of[ends[1]]) | (group_of[ends[1]] == member_of[ends[0]])
    edges = tests.network.keep(joins)
    tested = tests.test(lambda p: np.ones(len(p), np.bool_), without, pairs=edges)
    q = np.fmax(joined_q[edges.source], joined_q[edges.target])
    tier = np.full(len(edges), JOINED, np.uint8)
    return network.updated(_with_statistics(tested, q, tier, Triggers.none(len(edges))))


def _share_of_known_origins(events: Events) -> float:
    several = np.bincount(events.object, minlength=len(events.objects)) >= 2
    return float(events.origin_known[several].mean()) if several.any() else 0.0
