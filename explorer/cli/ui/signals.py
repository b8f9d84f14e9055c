"""Warnings about signals that are printed with results."""

from collections.abc import Mapping
from typing import Any

from explorer.cli.ui.output import warn
from explorer.detect.signals.registry import SIGNALS, signal_names
from explorer.detect.signals.signal import AnySignal


def warn_of_signal(signal: AnySignal, left_out: Mapping[str, int]) -> None:
    """Warn about records that were left out, and about signals that need careful interpretation."""
    for reason, count in left_out.items():
        warn(f"{count:,} {reason} were left out, because {signal.name} needs {signal.needs}.")
    if signal.caution:
        warn(signal.caution)


def warn_of_unshown(run: Mapping[str, Any]) -> None:
    """Warn about signals of a run whose evidence is not in the graph, or differs from what was detected."""
    evidence = {name: SIGNALS[name].evidence if name in SIGNALS else None for name in signal_names(run["signal"])}
    if unshown := [name for name, form in evidence.items() if form is None]:
        warn(
            f"Evidence for {', '.join(unshown)} is not shown, because it is calculated during detection and not "
            "stored in the graph."
        )
    if "as written" in evidence.values():
        warn(
            "Links, hashtags and texts are compared here as written, ignoring case. Detection normalises more, so it "
            "may have "
            "found more than is shown."
        )
