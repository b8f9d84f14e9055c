"""Generate the reference of the commands from the program's command tree."""

import html
import re
from collections.abc import Iterator
from typing import Any

import typer

from explorer.cli.app import GROUPS, app
from explorer.cli.help import describe_parameter

# typer bundles its own click, whose classes are not public.
_ROOT: Any = typer.main.get_command(app)


def commands_page() -> str:
    """Return docs/reference/cli.md: every command with its arguments, options and examples."""
    lines = [
        "# Commands",
        "",
        "Generated from the program's own help by `make docs`; do not edit.",
        "",
        f"{_ROOT.help}",
        "",
        "Exit codes: 0 success, 1 failure, 2 invalid usage. Results go to standard output, messages to standard error.",
        "",
        *(f"- {heading}: {', '.join(map(_link, commands))}" for heading, commands in GROUPS.items()),
        "",
        "## explorer",
        "",
        "Global options, given before the command:",
        "",
        *_table(_ROOT),
    ]
    for path, command in _commands(_ROOT):
        if len(path) == 1 or command is None:
            lines += [f"## explorer {path[0]}", ""]
        else:
            lines += [f"### explorer {' '.join(path)}", ""]
        lines += [f"{_ROOT.load(path[0]).help}", ""] if command is None else _command(path, command)
    return "\n".join(lines).rstrip() + "\n"


def _link(name: str) -> str:
    return f"[{name}](#explorer-{name})"


def _commands(group: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the commands with their words; a group yields its name and None before its commands."""
    for name in group.commands:
        command = group.load(name)
        if not hasattr(command, "commands"):
            yield (name,), command
            continue
        yield (name,), None
        for child, leaf in command.commands.items():
            yield (name, child), leaf


def _command(path: tuple[str, ...], command: Any) -> list[str]:
    about, *rest = re.split(r"\n\s*Example: ", command.help)
    examples = [" ".join(example.split()) for example in rest]
    usage = " ".join(["explorer", *path, *command.collect_usage_pieces(typer.Context(command))])
    lines = [f"    {usage}", ""]
    lines += [" ".join(paragraph.split()) + "\n" for paragraph in about.split("\n\n")]
    lines += ["Examples:" if len(examples) > 1 else "Example:", "", *(f"    {example}" for example in examples), ""]
    return lines + _table(command)


def _table(command: Any) -> list[str]:
    context = typer.Context(command)
    records = [
        describe_parameter(parameter, context)
        for parameter in command.params
        if parameter.name not in {"install_completion", "show_completion"}
    ]
    rows = [f"| <code>{_cell(name)}</code> | {_lines(text)} |" for name, text in filter(None, records)]
    return ["| option or argument | description |", "| --- | --- |", *rows, ""] if rows else []


def _lines(text: str) -> str:
    return "<br>".join(_cell(" ".join(line.split())) for line in text.strip().splitlines() if line.strip())


def _cell(text: str) -> str:
    # In code within a table, renderers differ in whether they show the backslash of an escaped bar.
    return html.escape(text, quote=False).replace("|", "&#124;").replace("*", "&#42;")
