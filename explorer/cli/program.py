"""Run a command, and print the errors of the package."""

from typing import Final

from explorer.cli.app import app
from explorer.cli.interrupts import INTERRUPTED
from explorer.cli.ui.hints import in_hints
from explorer.cli.ui.output import messages, note
from explorer.cli.ui.setting_warnings import printed_setting_warnings
from explorer.common.errors import ExplorerError
from explorer.common.interrupts import Interrupted, current_work

_BEFORE_COMMAND: Final = {"--server": "NAME", "--env-file": "FILE"}
"""Options of the program, and their values."""


def run() -> int | str | None:
    """Run the command that was typed, and return its exit code."""
    try:
        with printed_setting_warnings():
            app()
    except ExplorerError as error:
        messages.print("[red]Error:[/red] ", end="")
        note(error.message, *error.details, *filter(None, [in_hints.reach(error.hint)]))
        return error.exit_code
    except SystemExit as exit_:
        # typer and rich exit with 1 when a pipe is closed
        if isinstance(exit_.__context__, BrokenPipeError):
            raise exit_.__context__ from None
        # typer takes the end of any file for the end of what is typed
        if isinstance(cause := getattr(exit_.__context__, "__cause__", None), EOFError):
            raise cause from None
        if (option := getattr(exit_.__context__, "option_name", "")) in _BEFORE_COMMAND:
            messages.print(f"Give {option} before the command: explorer {option} {_BEFORE_COMMAND[option]} …")
        # typer exits with this code, and prints nothing, when a command is interrupted
        if exit_.code == INTERRUPTED:
            print_interrupted(exit_)
        return exit_.code
    return 0


def print_interrupted(error: BaseException | None) -> None:
    """Print what an interrupted command leaves behind, which is known where the work was interrupted."""
    while error is not None and not isinstance(error, Interrupted):
        error = error.__cause__ or error.__context__
    said = error or current_work()
    note(f"Interrupted. {said.message}", in_hints.reach(said.hint))


def print_given_up() -> None:
    """Print the same for a command that does not end by itself, for example because a server does not reply."""
    messages.show_cursor()
    print_interrupted(None)
