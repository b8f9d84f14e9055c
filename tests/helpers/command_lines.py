"""The program's command tree, and a parser that checks command lines without running them."""

import shlex
from collections.abc import Iterator
from typing import Any

import typer

from explorer.cli.app import app

# typer bundles its own click, whose classes are not public.
ROOT: Any = typer.main.get_command(app)


def commands(command: Any = ROOT, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with its words: ``("packs", "run")``."""
    children: dict[str, Any] = getattr(command, "commands", {})
    for name, child in children.items():
        # Top-level commands are imported only when they are loaded.
        yield from commands(ROOT.load(name) if command is ROOT else child, (*path, name))
    if not children:
        yield path, command


def parse(line: str) -> None:
    """Parse ``explorer …`` as the program would, and raise the program's error if the line is invalid.

    Comments, pipes and redirections of the output are ignored.
    """
    program, *words = shlex.split(line.split(" > ", maxsplit=1)[0].split(" | ", maxsplit=1)[0], comments=True)
    assert program == "explorer"
    command, parent = ROOT, None
    while True:
        context = command.make_context(command.name or program, words, parent=parent)
        if not hasattr(command, "commands"):
            return
        _, command, words = command.resolve_command(context, [*context._protected_args, *context.args])
        parent = context
