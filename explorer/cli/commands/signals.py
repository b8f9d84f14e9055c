"""``explorer signals``: what counts as doing the same, and what is said of it beside results."""

from collections.abc import Mapping

from explorer.cli.ui.output import Format, FormatOption, print_rows, warn
from explorer.detect.signals.registry import SIGNALS
from explorer.detect.signals.signal import Signal

COLUMNS = ("signal", "what", "object", "needs", "use", "misleads", "parameters")


def signals(format_: FormatOption = Format.TABLE) -> None:
    """List the signals: what each counts as doing the same, needs, is for, and mistakes for coordination.

    Example: explorer signals --format csv
    """
    rows = [
        (s.name, s.description, s.object, s.needs, s.use, s.misleads, ", ".join(map(_as_option, s.settings.items())))
        for s in SIGNALS.values()
    ]
    print_rows(COLUMNS, rows, format_)


def warn_of_signal(signal: Signal, left_out: Mapping[str, int]) -> None:
    """Say which records were left out, and what is to be borne in mind of the signal itself."""
    for reason, count in left_out.items():
        warn(f"{count:,} {reason} were left out: {signal.name} needs {signal.needs}.")
    if signal.caution:
        warn(signal.caution)


def _as_option(setting: tuple[str, float]) -> str:
    name, value = setting
    return f"--{name.replace('_', '-')} {value:g}"
