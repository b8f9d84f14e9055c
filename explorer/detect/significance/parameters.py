"""Significance parameters: the accepted false-discovery rate and the audit. Imports nothing heavy."""

from dataclasses import dataclass
from typing import Final, Literal

from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.common.limits import MOST_DRAWS
from explorer.detect.network.parameters import NetworkParameters

TIERS: Final = {
    "A": "beyond independent reaction: neither active hours, nor reaction times, nor other accounts' timing explain "
    "these edges",
    "B": "reaction times or a short burst of activity may explain these edges; review them before use",
    "trigger": "a common trigger is not excluded, so these edges are no evidence of coordination",
    "joined": "these edges connect accounts that joined a group with its members",
}

MANY_OUTSIDERS: Final = 2.0
"""Ratio of `explorer.detect.significance.outsiders` from which other accounts probably react to the same trigger."""


@dataclass(frozen=True, slots=True)
class SignificanceParameters:
    """Required significance of edges.

    Attributes:
        rate: Accepted share of false edges and of false accounts in tier A, above 0 and below 1.
        draws: Number of draws of each of the audit's two shuffles, at most `MOST_DRAWS`; 0: no audit.
        seed: Random seed of the audit.
        windows: Windows to scan, milliseconds, ascending; empty: the network's window alone.

    Raises:
        UsageError: If a value is out of range.
    """

    rate: float = 0.05
    draws: int = 20
    seed: int = 0
    windows: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Validate ranges."""
        if not 0 < self.rate < 1:
            raise UsageError(
                f"The false-discovery rate must be between 0 and 1, not {self.rate:g}.",
                hint="Set --significance to the share of false edges that you accept, for example 0.05.",
            )
        if not 0 <= self.draws <= MOST_DRAWS:
            raise UsageError(
                f"The number of audit draws must be between 0 and {MOST_DRAWS}, not {self.draws}.",
                hint="Set --audit-draws, for example to 20; 0 turns the audit off.",
            )
        if list(self.windows) != sorted(set(self.windows)) or not all(0 <= w < ALL_TIME for w in self.windows):
            raise UsageError(
                "The windows of a scan must be ascending and distinct, and none can be 'all'.",
                hint="Set --windows to a list such as 10s,60s,10m,1h.",
            )


def choose_significance(
    rate: float | Literal["auto"] | None,
    parameters: NetworkParameters,
    *,
    draws: int = 20,
    seed: int = 0,
    timeless: bool = False,
    windows: tuple[int, ...] = (),
) -> SignificanceParameters | None:
    """Return the parameters for a rate, None for fixed weights.

    Args:
        rate: Accepted false-discovery rate; None: fixed weights; ``auto``: the default rate, or fixed weights if
            significance is not available (weightings other than objects, signals without times, all times).
        parameters: Parameters of the network.
        draws: Number of draws of each shuffle of the audit.
        seed: Random seed of the audit.
        timeless: Whether the signal has no times.
        windows: Windows to scan, milliseconds; empty: the network's window alone.

    Raises:
        UsageError: If a value is out of range, or windows are to be scanned without significance.
    """
    known = parameters.weighting == "objects" and parameters.window < ALL_TIME and not timeless
    if windows and (rate is None or not known):
        raise UsageError(
            "Several windows can be scanned only with a significance test, which pays for trying them.",
            hint="Set one window with --window instead of --windows, or use --significance 0.05 with the weighting "
            "objects and signals that have times.",
        )
    if rate is None or (rate == "auto" and not known):
        return None
    chosen = SignificanceParameters().rate if rate == "auto" else rate
    return SignificanceParameters(chosen, draws, seed, tuple(sorted(windows)))
