"""``explorer signals``: what counts as doing the same."""

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.ui.output import print_rows
from explorer.detect.signals.registry import SIGNALS

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


def _as_option(setting: tuple[str, float]) -> str:
    name, value = setting
    return f"--{name.replace('_', '-')} {value:g}"
