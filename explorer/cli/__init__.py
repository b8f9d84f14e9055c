"""The command line: thin modules that parse, call the library and print. Commands are imported when they are used.

This module imports nothing that Python has not imported: `main` reports interrupts and broken libraries.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from threading import Event
    from typing import Final, NoReturn

_LAST_WORDS: "Final" = (
    b"Error: the command stopped, and why cannot be reported: there is too little memory, or the program is damaged.\n"
)


def main() -> "NoReturn":
    """Run the program; the only place that turns errors into a message and an exit code."""
    try:
        from explorer.cli.failures import failures_reported
        from explorer.cli.interrupts import INTERRUPTED, ends_quietly, prompt_interrupts
        from explorer.cli.streams import prepare_streams, safe_terminal

        prepare_streams()
        with safe_terminal(), failures_reported(), prompt_interrupts(_give_up) as pressed:
            code = _run(pressed)
    except KeyboardInterrupt:
        # before or after the command
        os._exit(130)
    except BaseException:  # noqa: BLE001 - while the error was reported
        _write(_LAST_WORDS)
        os._exit(1)
    if code == INTERRUPTED:
        # do not wait for threads that still read or write; the system closes their files and connections
        os._exit(INTERRUPTED)
    ends_quietly()
    sys.exit(code)


def _run(pressed: "Event") -> int | str | None:
    from explorer.cli.failures import follows_from, has_failed_aside, report_failure
    from explorer.cli.interrupts import INTERRUPTED
    from explorer.cli.streams import drop_output, is_reader_gone

    reserve = bytearray(1 << 22)
    try:
        from explorer.cli.program import run

        code = run()
        # output that is still buffered must not fail after the exit code is chosen
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - errors of libraries in Rust are not derived from Exception
        # memory to report that there is none
        del reserve
        # Ctrl-C while a library is imported can become any error
        if pressed.is_set() or follows_from(error, KeyboardInterrupt):
            _write(b"Interrupted.\n")
            return INTERRUPTED
        if isinstance(error, BrokenPipeError) and is_reader_gone():
            # the reader closed the pipe (head, less): not an error
            drop_output()
            return 0
        code = report_failure(error)
        try:
            sys.stdout.flush()
        except (OSError, ValueError):
            drop_output()
    return code or int(has_failed_aside())


def _give_up() -> None:
    """End an interrupted command that does not end by itself, for example because a server does not reply."""
    program = sys.modules.get("explorer.cli.program")
    # without it, the command has not begun
    if print_given_up := getattr(program, "print_given_up", None):
        print_given_up()
    else:
        _write(b"Interrupted.\n")
    os._exit(130)


def _write(message: bytes) -> None:
    try:
        os.write(2, message)
    except OSError:
        # standard error is closed
        return
