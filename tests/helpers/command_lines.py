"""The program's commands as a tree, and command lines held against it without running them."""

import shlex
from collections.abc import Iterator
from typing import Any

import typer

from explorer.cli.app import app

# typer carries a click of its own, whose classes have no public name
ROOT: Any = typer.main.get_command(app)


def commands(command: Any = ROOT, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with its words: ``("packs", "run")``."""
    children: dict[str, Any] = getattr(command, "commands", {})
    for name, child in children.items():
        # the program's own commands are imported when they are used
        yield from commands(ROOT.load(name) if command is ROOT else child, (*path, name))
    if not children:
        yield path, command


def parse(line: str) -> None:
    """Parse ``explorer …`` as the program would; raises what the program would say of a mistake.

    Comments are left out, and where the shell would send the output.
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
