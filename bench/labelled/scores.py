"""Score the networks of the methods against labelled accounts."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Any, Final

import numpy as np

from bench.labelled.campaigns import LabelledEvents
from bench.validity.methods import EXPLORER, METHODS
from explorer.common.errors import UsageError
from explorer.detect.network.parameters import check_resolution
from explorer.simulate.evaluation import Score, score_edges

ALL: Final = "all"
"""Name of the rows over all campaigns."""


@dataclass(frozen=True, slots=True)
class LabelledScore:
    """The score of one method on one campaign. A share is None if its denominator is 0.

    Attributes:
        campaign: Name of the campaign, or `ALL`: counts are sums over the campaigns, shares follow from these sums, and
            auc is the mean.
        method: Name of the method.
        campaign_accounts: Number of accounts of the campaign with an action.
        control_accounts: Number of control accounts with an action.
        edges: Number of edges. With tiers, only those of tier A.
        false_edges: Number of these edges with at least one control account.
        false_discovery: ``false_edges / edges``.
        accounts: Number of accounts with such an edge.
        found: Number of these accounts that belong to the campaign.
        precision: ``found / accounts``.
        recall: ``found / campaign_accounts``.
        f1: ``2 found / (accounts + campaign_accounts)``.
        auc: Probability that an account of the campaign has a higher best edge than a control account; ties count half.
        joined: Number of accounts that joined a group, which accounts and found do not count.
        edges_b: Number of edges of tier B.
        edges_trigger: Number of edges for which a common trigger is not excluded.
        seconds: Time the method took.
        note: Why the method was not scored, or what to know about the score.
    """

    campaign: str
    method: str
    campaign_accounts: int
    control_accounts: int
    edges: int | None = None
    false_edges: int | None = None
    false_discovery: float | None = None
    accounts: int | None = None
    found: int | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    auc: float | None = None
    joined: int | None = None
    edges_b: int | None = None
    edges_trigger: int | None = None
    seconds: float | None = None
    note: str = ""

    def row(self) -> tuple[Any, ...]:
        """Return the values in the order of `COLUMNS`."""
        return astuple(self)


COLUMNS: Final = tuple(field.name for field in fields(LabelledScore))
"""Names of the attributes of a score, in order."""
_COUNTS: Final = (
    "campaign_accounts", "control_accounts", "edges", "false_edges", "accounts", "found", "joined", "edges_b",
    "edges_trigger",
)  # fmt: skip


def score_campaign(data: LabelledEvents, methods: Sequence[str], *, timeless: bool = False) -> Iterator[LabelledScore]:
    """Yield the score of each method on a campaign.

    Args:
        data: The campaign.
        methods: Names of methods, from `METHODS`.
        timeless: Whether the signal has no times, so that edges have no significance.
    """
    planted = int(data.truth["group"].is_not_null().sum())
    for name in methods:
        empty = LabelledScore(data.name, name, planted, data.truth.height - planted)
        method = replace(METHODS[name], significance=None) if timeless else METHODS[name]
        try:
            if name == EXPLORER and not timeless:
                check_resolution(method.parameters.window, data.resolution)
            started = time.perf_counter()
            edges = method.edges(data.events)
            seconds = time.perf_counter() - started
        except UsageError as error:
            yield replace(empty, note=f"not scored: {error.message}")
            continue
        coarse = not timeless and method.parameters.window < 1_000 * data.resolution
        note = f"window shorter than the times' precision of {data.resolution} s" if coarse else ""
        yield _scored(empty, score_edges(edges, data.truth)[0], seconds, note)


def pool(scores: Sequence[LabelledScore]) -> Iterator[LabelledScore]:
    """Yield one score over all campaigns for each method. Campaigns without a score of the method are left out."""
    for method in dict.fromkeys(score.method for score in scores):
        own = [score for score in scores if score.method == method]
        scored = [score for score in own if score.edges is not None]
        counts: dict[str, Any] = {name: sum(getattr(score, name) or 0 for score in scored) for name in _COUNTS}
        planted, edges, accounts, found = (counts[name] for name in ("campaign_accounts", "edges", "accounts", "found"))
        empty = LabelledScore(ALL, method, planted, counts["control_accounts"])
        if not scored:
            yield replace(empty, note="not scored")
            continue
        aucs = [score.auc for score in scored if score.auc is not None]
        yield replace(
            empty,
            **counts,
            false_discovery=_share(counts["false_edges"], edges),
            precision=_share(found, accounts),
            recall=_share(found, planted),
            f1=_share(2 * found, accounts + planted),
            auc=float(np.mean(aucs)) if aucs else None,
            seconds=sum(score.seconds or 0.0 for score in scored),
            note=f"{len(scored)} of {len(own)} campaigns scored" if len(scored) < len(own) else "",
        )


def _scored(empty: LabelledScore, score: Score, seconds: float, note: str) -> LabelledScore:
    return replace(
        empty,
        edges=score.edges,
        false_edges=score.false_edges,
        false_discovery=score.edge_false_discovery,
        accounts=score.accounts,
        found=score.found,
        precision=score.precision,
        recall=score.recall,
        f1=score.f1,
        auc=score.auc,
        joined=score.joined,
        edges_b=score.edges_b,
        edges_trigger=score.edges_trigger,
        seconds=seconds,
        note=note,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
