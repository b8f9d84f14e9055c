"""How sure an edge is: two tests against chance, and a false-discovery rate over all pairs of accounts.

An edge's p-value is the larger of those of two tests: `explorer.detect.chance` asks whether the two accounts coincide
more often than accounts that are awake in the same hours, `explorer.detect.reaction` whether more often than their
reaction times make them; `explorer.detect.pairs` puts both together. All pairs of accounts with two events or more are
hypotheses (those without an edge have p = 1); their false-discovery rate is held by the step-up procedure of Benjamini
and Hochberg 1995, "Controlling the False Discovery Rate", section 3. `explorer.detect.audit` then holds the number of
edges against data in which there is no coordination.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from explorer.detect.audit import Audit, audit
from explorer.detect.events import Events
from explorer.detect.network import EdgeStatistics, Network, NetworkParameters, build_network
from explorer.detect.pairs import examine
from explorer.detect.significance_kernel import Reals
from explorer.errors import UsageError
from explorer.progress import Progress, silent

TIERS: Final = {
    "A": "coordinated beyond shared audience and reaction time",
    "B": "shared audience, fast reaction or short campaign: review",
}


@dataclass(frozen=True, slots=True)
class SignificanceParameters:
    """How sure edges are to be.

    Attributes:
        rate: the share of false edges that is accepted among those of tier A, above 0 and below 1.
        draws: how often each of the audit's two shuffles is drawn; 0: no audit.
        seed: of the audit.

    Raises:
        UsageError: if a value is out of range.
    """

    rate: float = 0.05
    draws: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse values that ask nothing."""
        if not 0 < self.rate < 1:
            raise UsageError(
                f"A false-discovery rate of {self.rate:g} asks nothing.",
                hint="It is the share of false edges that you accept: above 0 and below 1, such as 0.05.",
            )
        if self.draws < 0:
            raise UsageError(f"The audit cannot be drawn {self.draws} times.", hint="0 leaves it out; 20 is usual.")


@dataclass(frozen=True, slots=True)
class Significance:
    """What the significance of a network's edges rests on.

    Attributes:
        hypotheses: pairs of accounts with two events or more.
        cut: edges of tier A have a p-value of at most this; 0 if there is none.
        audit: what the same cut finds where nothing is coordinated; None without one.
        origins_told: of the objects with two events or more, the share whose origin is known.
    """

    hypotheses: int
    cut: float
    audit: Audit | None
    origins_told: float


def significant_network(
    events: Events,
    parameters: NetworkParameters,
    wanted: SignificanceParameters,
    *,
    threads: int | None = None,
    progress: Progress = silent,
) -> tuple[Network, Significance]:
    """Find the pairs of accounts that act together more often than chance explains.

    Args:
        events: the events; of several of one account on one object the first counts.
        parameters: window and thresholds; the weighting is objects.
        wanted: the false-discovery rate, and the audit.
        threads: threads to use; None: one per processor. The result does not depend on it.
        progress: told of the comparisons made and the draws of the audit.

    Returns:
        The network of the edges of tiers A and B with their statistics, and what they rest on.

    Raises:
        UsageError: if the weighting is another one.
    """
    if parameters.weighting != "objects":
        raise UsageError(
            f"Significance is known for the weighting objects only, not for {parameters.weighting}.",
            hint="Leave --weighting out, or take a fixed weight: --no-significance --min-weight 2",
        )
    first = events.first()
    network = build_network(first, parameters, threads=threads, progress=progress)
    several = int(np.count_nonzero(np.bincount(first.account, minlength=len(first.accounts)) >= 2))
    hypotheses = several * (several - 1) // 2

    def passes(p: Reals) -> npt.NDArray[np.bool_]:
        return adjusted(p, hypotheses) <= wanted.rate

    tested = examine(first, network, parameters.window, passes, threads=threads)
    p = tested.p
    q = adjusted(p, hypotheses)
    cut = float(p[q <= wanted.rate].max(initial=0.0))
    found = None
    if wanted.draws and cut:
        found = audit(
            first, parameters, p, cut, rate=wanted.rate, draws=wanted.draws, seed=wanted.seed, threads=threads,
            progress=progress,
        )  # fmt: skip
        cut = found.cut
    statistics = EdgeStatistics(
        tested.shared,
        tested.expected_chance,
        tested.shared * tested.chance,
        tested.p_chance,
        tested.p_sync,
        q,
        p <= cut,
    )
    return replace(tested.network, statistics=statistics), Significance(hypotheses, cut, found, _told(first))


def adjusted(p: Reals, hypotheses: int) -> Reals:
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


def in_words(weight: int, shared: int, expected_sync: float, *, objects: str = "posts") -> str:
    """Say an edge's statistics as a sentence."""
    return (
        f"together on {weight:,} of {shared:,} shared {objects}; {expected_sync:.1f} expected from their reaction times"
    )


def _told(events: Events) -> float:
    several = np.bincount(events.object, minlength=len(events.objects)) >= 2
    return float(events.origin_told[several].mean()) if several.any() else 0.0
