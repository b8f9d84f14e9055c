"""Layout of ``--help``: names in one column, explanations beside them, flags shown as flags."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand

from explorer.cli.ui.terminal import SafeConsole

# typer carries a click of its own, whose classes have no public name
Context = Any
Parameter = Any

_NAMES_WIDTH: Final = 30
"""Maximum width in characters of the column of names; longer names have a line of their own."""
_TYPES: Final = {"int": "NUMBER", "float": "NUMBER", "str": "TEXT", "path": "FILE", "bool": ""}


def describe_parameter(parameter: Parameter, context: Context) -> tuple[str, str] | None:
    """Return the name of an option or argument with its value, and its help; None if it is hidden."""
    record = parameter.get_help_record(context)
    if record is None:
        return None
    name, text = record
    if parameter.param_type_name == "argument":
        name = re.sub(r" <[^>]*>", "", name)
    name = re.sub(r"<([^>]*)>", lambda match: _value(match[1]), name).rstrip()
    text = re.sub(r"(-?[\d.]+)<=x<=(-?[\d.]+)", r"from \1 to \2", text)
    text = re.sub(r"x>=(-?[\d.]+)", r"at least \1", text)
    return name, re.sub(r"\[default: \(([^)]*)\)", r"[default: \1", text)


def _value(type_: str) -> str:
    return _TYPES.get(type_.removesuffix(" range").lower(), type_)


class Command(TyperCommand):
    """A command whose help fits the terminal."""

    def format_help(self, ctx: Context, formatter: object) -> None:
        """Print the help."""
        print_help(self, ctx)


def print_help(command: Any, context: Context) -> None:
    """Print the help of a command or of a group of commands."""
    console = SafeConsole(highlight=False)
    console.print(Padding(Text.assemble("\n", (command.get_usage(context), "bold"), "\n"), (0, 1)))
    for paragraph in re.split(r"\n\s*\n", (command.help or "").strip()):
        console.print(Padding(_paragraph(paragraph), (0, 1, 1, 1)))
    commands: dict[str, list[tuple[str, str]]] = {}
    options: dict[str, list[tuple[str, str]]] = {}
    for parameter in command.get_params(context):
        if record := describe_parameter(parameter, context):
            kind = "Arguments" if parameter.param_type_name == "argument" else "Options"
            options.setdefault(parameter.rich_help_panel or kind, []).append(record)
    for name, child in getattr(command, "commands", {}).items():
        summary = re.split(r"\n\s*\n", (child.help or "").strip())[0]
        commands.setdefault(child.rich_help_panel or "Commands", []).append((name, " ".join(summary.split())))
    for panels in (commands, options):
        _print_panels(console, panels)
    if command.epilog:
        console.print(Padding(Text(command.epilog), (1, 1)))


def _print_panels(console: Console, panels: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    # names have the same width in all panels
    width = max((len(name) for rows in panels.values() for name, _ in rows), default=0)
    for title, rows in panels.items():
        console.print(
            Panel(Group(*_rows(rows, min(width, _NAMES_WIDTH))), title=title, title_align="left", border_style="dim")
        )


def _rows(rows: Iterable[tuple[str, str]], width: int) -> Iterable[RenderableType]:
    for name, text in rows:
        shown = Text(name, style="bold cyan")
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=width)
        grid.add_column(ratio=1)
        if len(name) > width:
            yield shown
            grid.add_row("", Text(text))
        else:
            grid.add_row(shown, Text(text))
        yield grid


def _paragraph(text: str) -> Text:
    words = " ".join(text.split())
    before, example, line = words.partition("Example: ")
    return Text.assemble(before, example, (line, "cyan")) if example else Text(words)
