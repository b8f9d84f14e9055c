"""How the tiers of a network's edges were decided."""

from dataclasses import dataclass

from explorer.detect.significance.audit import Audit


@dataclass(frozen=True, slots=True)
class Significance:
    """How the tiers of a network's edges were decided.

    Attributes:
        rate: Accepted share of false edges and of false accounts.
        hypotheses: Number of pairs of accounts with two events or more, times the number of windows scanned.
        cut: Largest p-value of edges of tier A; 0 if there are none.
        audit: Result of the audit; None without one.
        origins_known: Share of the objects with two events or more whose origin is known.
        origins_decoded: Number of objects whose origin is known from their ids alone.
        windows: Windows that were scanned, milliseconds, ascending; empty: one window alone.
        outsiders: How many times as often accounts outside tier A, and not joined, act in the window of its co-actions
            as in the time around it, see `explorer.detect.significance.outsiders`; None if no such account does.
    """

    rate: float
    hypotheses: int
    cut: float
    audit: Audit | None
    origins_known: float
    origins_decoded: int
    windows: tuple[int, ...] = ()
    outsiders: float | None = None
