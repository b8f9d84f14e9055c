"""The server's process is found whatever the pid file says."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from explorer.server import process

SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def server(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process whose command line is that of the server of ``tmp_path``."""
    words = [sys.executable, "-c", SLEEP, process.MAIN_CLASS, f"--home-dir={tmp_path}"]
    with subprocess.Popen(words) as child:
        yield child
        child.kill()


@pytest.mark.parametrize("content", [None, "", "no number", "-1", "99999999999999999999999", "SELF"])
def test_a_stale_or_malformed_pid_file_does_not_matter(
    tmp_path: Path, server: "subprocess.Popen[bytes]", content: str | None
) -> None:
    pid_file = tmp_path / "server.pid"
    if content is not None:
        # SELF: the pid now belongs to another program.
        pid_file.write_text(content.replace("SELF", str(os.getpid())))
    found = process.find_server(tmp_path, pid_file)
    assert found is not None
    assert found.pid == server.pid
    assert process.find_server(tmp_path / "other", pid_file) is None


def test_a_server_that_has_died_is_not_found(tmp_path: Path, server: "subprocess.Popen[bytes]") -> None:
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(str(server.pid))
    # Nobody has waited for it: it is a zombie, whose pid still exists.
    psutil.Process(server.pid).kill()
    psutil.wait_procs([psutil.Process(server.pid)], timeout=5)
    assert process.find_server(tmp_path, pid_file) is None


def test_only_a_process_that_ignores_the_signal_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEP]) as meek:
        assert process.end_process(psutil.Process(meek.pid), patience=10)
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); {SLEEP}"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        assert not process.end_process(psutil.Process(child.pid), patience=0.2)


def test_a_process_has_ended_even_if_its_parent_never_waits_for_it() -> None:
    """A notebook that started the server never waits for its process."""
    careless = (
        f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).pid, flush=True); {SLEEP}"
    )
    with subprocess.Popen([sys.executable, "-c", careless], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        assert process.end_process(child, patience=10)
        assert child.status() == psutil.STATUS_ZOMBIE
        parent.kill()


def test_only_ports_of_the_process_itself_count() -> None:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert process.listens(psutil.Process(), port)
        assert not process.listens(psutil.Process(os.getppid()), port)
