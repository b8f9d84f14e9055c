"""The command line: thin modules, one per command group; each parses, calls the library and prints."""

import os
import sys
from typing import NoReturn

from rich.text import Text

from explorer.cli.app import app
from explorer.cli.ui.output import in_hints, messages
from explorer.common.errors import ExplorerError
from explorer.common.text import printable


def main() -> NoReturn:
    """Run the program; every error becomes one message and an exit code here."""
    try:
        code = _run()
        # what is left to be written must not fail after the last word
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader has seen enough (head, less): not an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _run() -> int | str | None:
    try:
        app()
    except ExplorerError as error:
        messages.print("[red]Error:[/red] ", end="")
        messages.print(Text(printable(error.message)))
        if error.hint:
            messages.print(Text(printable(in_hints.reach(error.hint))))
        return error.exit_code
    except SystemExit as exit_:
        # typer and rich end the program with 1 where a pipe is closed
        if isinstance(exit_.__context__, BrokenPipeError):
            raise exit_.__context__ from None
        if getattr(exit_.__context__, "option_name", "") == "--server":
            messages.print("--server stands before the command: explorer --server NAME …")
        # typer ends an interrupted command with this code and without a word
        if exit_.code == 130:
            messages.print("Stopped. Nothing is half-done: run the same command again to complete it.")
        return exit_.code
    return 0
