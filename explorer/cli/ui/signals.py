"""Warnings about signals that are printed with results."""

from collections.abc import Mapping
from typing import Any

from explorer.cli.ui.output import warn
from explorer.detect.signals.registry import SIGNALS
from explorer.detect.signals.signal import Signal


def warn_of_signal(signal: Signal, left_out: Mapping[str, int]) -> None:
    """Warn about records that were left out, and about signals that must be interpreted with care."""
    for reason, count in left_out.items():
        warn(f"{count:,} {reason} were left out: {signal.name} needs {signal.needs}.")
    if signal.caution:
        warn(signal.caution)


def warn_of_unshown(run: Mapping[str, Any]) -> None:
    """Warn about signals of a run whose evidence is not in the graph, or differs from what was detected."""
    evidence = {name: SIGNALS[name].evidence if name in SIGNALS else None for name in run["signal"].split(",")}
    if unshown := [name for name, form in evidence.items() if form is None]:
        warn(
            f"What accounts share by {', '.join(unshown)} is worked out at detection and not kept in the graph: "
            "none of it is shown here."
        )
    if "as written" in evidence.values():
        warn(
            "Links, hashtags and texts are compared here as they are written, but for case; detection evens out more, "
            "so that it may have found more than is shown."
        )
