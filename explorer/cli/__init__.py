"""The command line: thin modules that parse, call the library and print. Commands are imported when they are used."""

import os
import sys
from typing import Final, NoReturn

from rich.text import Text

from explorer.cli.app import app
from explorer.cli.interrupts import prompt_interrupts
from explorer.cli.ui.hints import in_hints
from explorer.cli.ui.output import messages
from explorer.common.errors import ExplorerError
from explorer.common.interrupts import Interrupted, current_work
from explorer.common.text import printable

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as in shells."""


def main() -> NoReturn:
    """Run the program; the only place that turns errors into a message and an exit code."""
    try:
        with prompt_interrupts(_give_up):
            code = _run()
            # output that is still buffered must not fail after the exit code is chosen
            sys.stdout.flush()
    except BrokenPipeError:
        # the reader closed the pipe (head, less): not an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        # before or after the command
        code = INTERRUPTED
    if code == INTERRUPTED:
        # do not wait for threads that still read or write; the system closes their files and connections
        os._exit(INTERRUPTED)
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
        if exit_.code == INTERRUPTED:
            _print_interrupted(exit_)
        return exit_.code
    return 0


def _print_interrupted(error: BaseException | None) -> None:
    """Print what an interrupted command leaves behind, which is known where the work was interrupted."""
    while error is not None and not isinstance(error, Interrupted):
        error = error.__cause__ or error.__context__
    said = error or current_work()
    messages.print(Text(printable(f"Interrupted. {said.message}")))
    messages.print(Text(printable(in_hints.reach(said.hint))))


def _give_up() -> None:
    """End an interrupted command that does not end by itself, for example because a server does not reply."""
    messages.show_cursor()
    _print_interrupted(None)
    os._exit(INTERRUPTED)
