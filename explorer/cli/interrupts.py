"""Make Ctrl-C end waits at once."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

PATIENCE: Final = 1.5
"""Seconds after Ctrl-C in which a command can close its files and connections."""
_PAUSE: Final = 0.05
"""Seconds between two attempts to interrupt a system call."""


@contextmanager
def prompt_interrupts(give_up: Callable[[], None]) -> Iterator[None]:
    """Raise KeyboardInterrupt at Ctrl-C even if the main thread waits in a system call, such as for a lock or a socket.

    Python checks for Ctrl-C when a system call ends. Polars installs a signal handler with SA_RESTART (libraries that
    are loaded later can do the same), and the kernel then repeats the calls instead of ending them. Python's part of
    the handler still writes to a pipe. A thread reads it, and ends the call with another signal, whose handler this
    function installs without SA_RESTART.

    Args:
        give_up: Called in a thread if the command has not ended `PATIENCE` after Ctrl-C.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    main = threading.get_ident()
    seen, ended = threading.Event(), threading.Event()
    reader, writer = os.pipe()
    os.set_blocking(writer, False)

    def interrupt_calls() -> None:
        while number := os.read(reader, 1):
            if number[0] != signal.SIGINT:
                continue
            deadline = time.monotonic() + PATIENCE
            # handlers run in the order of signal numbers: when this one has run, KeyboardInterrupt has been raised
            while not seen.wait(_PAUSE) and time.monotonic() < deadline:
                signal.pthread_kill(main, signal.SIGUSR1)
            seen.clear()
            if not ended.wait(deadline - time.monotonic()):
                give_up()
        os.close(reader)

    earlier_handler = signal.signal(signal.SIGUSR1, lambda *_: seen.set())
    earlier_pipe = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    threading.Thread(target=interrupt_calls, daemon=True, name="Ctrl-C").start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(earlier_pipe)
        signal.signal(signal.SIGUSR1, earlier_handler)
        ended.set()
        seen.set()
        os.close(writer)
