"""What is left running when a test run or a benchmark is killed."""

import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.helpers.paths import REPOSITORY


def has_ended(process: psutil.Process) -> bool:
    # nobody may look after a process whose parent was killed
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_killed_run_takes_its_servers_along(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    script = f"""
import pathlib, subprocess, sys, time
from scripts.end_servers import servers_end_with_this_process
watch = servers_end_with_this_process(pathlib.Path({str(tmp_path / "mine")!r}))
watch.__enter__()
for arguments in (["org.neo4j.Server", "--home-dir={tmp_path}/mine/x"], ["org.neo4j.Server", "--home-dir={tmp_path}/x"],
                  ["another", "{tmp_path}/mine/x"]):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", *arguments])
    print(sleeper.pid, flush=True)
time.sleep(600)
"""
    run = subprocess.Popen([sys.executable, "-c", script], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    server, server_elsewhere, other = (psutil.Process(int(run.stdout.readline())) for _ in range(3))
    try:
        run.kill()
        run.wait()
        deadline = time.monotonic() + 60
        while not has_ended(server):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert server_elsewhere.is_running()
        assert other.is_running()
    finally:
        run.stdout.close()
        server_elsewhere.kill()
        other.kill()
