"""Ctrl-C ends waits at once, and the program alone handles signals."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from explorer.cli.interrupts import PATIENCE, prompt_interrupts

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1)
PROMPT = 20.0
"""Seconds in which a process must end that would otherwise wait for a minute."""

WAIT = """
import os, signal, sys, time
from explorer.cli.interrupts import prompt_interrupts
number = int(sys.argv[1])
with prompt_interrupts(lambda: os._exit(3)):
    signal.siginterrupt(number, False)  # as Polars does: the kernel repeats the call
    try:
        print("ready", flush=True)
        os.read(os.pipe()[0], 1)
    except KeyboardInterrupt:
        os.kill(os.getpid(), number)  # the second one does not interrupt what follows
        time.sleep(0.2)
        print("said", flush=True)
"""
DEAF = """
import os, time
from explorer.cli.interrupts import prompt_interrupts
with prompt_interrupts(lambda: os._exit(3)):
    waiting = True
    while True:
        try:
            if waiting:
                print("ready", flush=True)
            time.sleep(60)
        except KeyboardInterrupt:
            waiting = False
            print("said", flush=True)
"""
LOST = """
import os, signal, time
from explorer.cli.interrupts import prompt_interrupts
class Lost:
    def __del__(self):
        print("ready", flush=True)
        time.sleep(60)
with prompt_interrupts(lambda: os._exit(3)):
    lost = Lost()
    del lost
    print("said", flush=True)
    time.sleep(60)
"""
IGNORED = """
import os, signal
from explorer.cli.interrupts import prompt_interrupts
signal.signal(signal.SIGHUP, signal.SIG_IGN)
with prompt_interrupts(lambda: os._exit(3)):
    os.kill(os.getpid(), signal.SIGHUP)
print("said")
"""


@contextmanager
def started(program: str, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a Python program that prints "ready", and end it."""
    command = [sys.executable, "-c", program, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", NUMBERS[:3])
def test_the_first_signal_ends_a_system_call_and_the_next_one_ends_nothing(number: signal.Signals) -> None:
    with started(WAIT, str(int(number))) as process:
        process.send_signal(number)
        said, errors = process.communicate(timeout=PROMPT)
    assert (said, errors, process.returncode) == ("said\n", "", 0)


def test_a_command_that_does_not_end_is_given_up() -> None:
    with started(DEAF) as process:
        pressed = time.monotonic()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PROMPT)
    assert (said, process.returncode) == ("said\n", 3)
    assert time.monotonic() - pressed >= PATIENCE


def test_ctrl_c_while_python_deletes_an_object_prints_no_traceback() -> None:
    with started(LOST) as process:
        process.send_signal(signal.SIGINT)
        said, errors = process.communicate(timeout=PROMPT)
    assert (said, errors, process.returncode) == ("said\n", "", 3)


def test_what_nohup_ignores_stays_ignored() -> None:
    done = subprocess.run([sys.executable, "-c", IGNORED], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("said\n", 0)


def handling() -> list[object]:
    """Return everything about signals that belongs to the program in which the package is used."""
    wakeup = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(wakeup)
    return [wakeup, sys.unraisablehook, *map(signal.getsignal, NUMBERS)]


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("error", [None, KeyboardInterrupt])
def test_everything_is_restored(error: type[BaseException] | None) -> None:
    before, files = handling(), open_files()
    try:
        with prompt_interrupts(pytest.fail):
            assert handling() != before
            if error:
                raise error
    except KeyboardInterrupt:
        pass
    assert handling() == before
    deadline = time.monotonic() + PROMPT
    while open_files() > files:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_other_threads_handle_no_signals() -> None:
    before, inside = handling(), list[object]()

    def work() -> None:
        with prompt_interrupts(pytest.fail):
            inside.extend(map(signal.getsignal, NUMBERS))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert inside == before[2:]


def test_the_package_in_python_handles_no_signals() -> None:
    program = """
import signal
numbers = list(signal.Signals)
before = [*map(signal.getsignal, numbers)]
import explorer
explorer.Graph
import explorer.api.imports
assert [*map(signal.getsignal, numbers)] == before
assert signal.set_wakeup_fd(-1) == -1
"""
    subprocess.run([sys.executable, "-c", program], check=True)
