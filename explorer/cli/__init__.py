"""The command line: thin modules that parse, call the library and print. Commands are imported when they are used."""

import os
import sys
from typing import NoReturn

from rich.text import Text

from explorer.cli.app import app
from explorer.cli.ui.hints import in_hints
from explorer.cli.ui.output import messages
from explorer.common.errors import ExplorerError
from explorer.common.text import printable


def main() -> NoReturn:
    """Run the program; the only place that turns errors into a message and an exit code."""
    try:
        code = _run()
        # output that is still buffered must not fail after the exit code is chosen
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader closed the pipe (head, less): not an error
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
        # typer and rich exit with 1 when a pipe is closed
        if isinstance(exit_.__context__, BrokenPipeError):
            raise exit_.__context__ from None
        if getattr(exit_.__context__, "option_name", "") == "--server":
            messages.print("Give --server before the command: explorer --server NAME …")
        # typer exits with this code, and prints nothing, when a command is interrupted
        if exit_.code == 130:
            messages.print("Interrupted. The data are consistent: run the same command again to complete it.")
        return exit_.code
    return 0
