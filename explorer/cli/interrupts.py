"""Make Ctrl-C end waits at once."""

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as in shells."""
PATIENCE: Final = 1.5
"""Seconds after Ctrl-C in which a command can close its files and connections."""
_PAUSE: Final = 0.05
"""Seconds between two attempts to interrupt a system call."""


@contextmanager
def prompt_interrupts(give_up: Callable[[], None]) -> Iterator[threading.Event]:
    """Raise KeyboardInterrupt at Ctrl-C even if the main thread waits in a system call, such as for a lock or a socket.

    A request to terminate and the end of the terminal count as Ctrl-C, so that temporary files are deleted. Signals
    that the command was started to ignore, for example by nohup, stay ignored. After the first one, the others are
    ignored, so that they do not interrupt what the command does before it ends.

    Python checks for Ctrl-C when a system call ends. Polars installs a signal handler with SA_RESTART (libraries that
    are loaded later can do the same), and the kernel then repeats the calls instead of ending them. Python's part of
    the handler still writes to a pipe. A thread reads it, and ends the call with another signal, whose handler this
    function installs without SA_RESTART.

    Args:
        give_up: Called in a thread if the command has not ended `PATIENCE` after Ctrl-C.

    Yields:
        An event that is set at Ctrl-C.
    """
    pressed = threading.Event()
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield pressed
        return
    stops = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    main = threading.get_ident()
    seen, ended = threading.Event(), threading.Event()
    reader, writer = os.pipe()
    os.set_blocking(writer, False)

    def stop(*_: object) -> NoReturn:
        pressed.set()
        for number in stops:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    def ignore_lost(lost: "sys.UnraisableHookArgs") -> None:
        # raised while Python deletes an object, where it ends nothing: `give_up` ends the command
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            earlier_hook(lost)

    def interrupt_calls() -> None:
        while number := os.read(reader, 1):
            if number[0] not in stops:
                continue
            deadline = time.monotonic() + PATIENCE
            # Python runs the handlers of all signals that have arrived: when this one has run, so has `stop`
            while not seen.wait(_PAUSE) and time.monotonic() < deadline:
                signal.pthread_kill(main, signal.SIGUSR1)
            if not ended.wait(deadline - time.monotonic()):
                give_up()
        os.close(reader)

    handlers = {**dict.fromkeys(stops, stop), signal.SIGUSR1: lambda *_: seen.set()}
    earlier_handlers = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    earlier_hook, sys.unraisablehook = sys.unraisablehook, ignore_lost
    earlier_pipe = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    threading.Thread(target=interrupt_calls, daemon=True, name="Ctrl-C").start()
    try:
        yield pressed
    finally:
        signal.set_wakeup_fd(earlier_pipe)
        for number, handler in earlier_handlers.items():
            signal.signal(number, handler)
        sys.unraisablehook = earlier_hook
        ended.set()
        seen.set()
        os.close(writer)


def ends_quietly() -> None:
    """Let Ctrl-C end Python while it ends by itself, instead of printing where it was."""
    if threading.current_thread() is threading.main_thread():
        atexit.register(signal.signal, signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
