"""``explorer signals``: list the signals."""

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.ui.output import note, print_rows
from explorer.detect.signals.registry import SIGNALS

COLUMNS = ("signal", "what", "object", "needs", "use", "misleads", "parameters")


def signals(format_: FormatOption = Format.TABLE) -> None:
    """List the signals, which are the kinds of coordination that can be detected.

    For each signal, the table shows what it finds, when to use it, what the data must contain, and what else looks the
    same. csv and json have more columns.

    Example: explorer signals --format csv
    """
    rows = [
        (s.name, s.description, s.object, s.needs, s.use, s.misleads, ", ".join(map(_as_option, s.settings.items())))
        for s in SIGNALS.values()
    ]
    if format_ is not Format.TABLE:
        print_rows(COLUMNS, rows, format_)
        return
    shown = [
        (s.name, f"{_sentence(s.description)} {_sentence(s.use)}", *map(_sentence, (s.needs, s.misleads)))
        for s in SIGNALS.values()
    ]
    print_rows(("Signal", "What it finds, and when to use it", "Needs", "Caution"), shown, format_)
    note("Join names with plus signs, for example co-retweet+co-link, to test several signals together.")
    note("Start with co-retweet. Options of a signal, such as --similarity, are listed by explorer detect --help.")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _as_option(setting: tuple[str, float]) -> str:
    name, value = setting
    return f"--{name.replace('_', '-')} {value:g}"
