"""Killed at any moment and run again, an import ends where one clean run would have.

``EXPLORER_SOAK`` is how many times more kills than usual there are (``make soak``).
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from explorer.graph.connect import Graph
from explorer.server.config import Memory
from explorer.server.local import LocalServer
from explorer.settings import Settings
from tests.integration.state import graph_state

EXPLORER = Path(sys.executable).parent / "explorer"
TIMES = int(os.environ.get("EXPLORER_SOAK", "1"))
KILLS = 10
HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"
State = tuple[list[str], list[str]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    shared = LocalServer.from_settings(Settings()).artifacts
    shared.install()
    home = tmp_path_factory.mktemp("home")
    (home / shared.folder.name).symlink_to(shared.folder)
    local = LocalServer(home, "kills")
    local.start(memory=Memory("512m", "64m"))
    yield local
    local.stop()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return what the graph holds before, and what is appended: half of it known, some of it handles that are met."""
    folder = tmp_path_factory.mktemp("files")
    before, append = folder / "before", folder / "append"
    before.mkdir()
    append.mkdir()
    rows = [f"r{n},{n % 997},p{n % 307},{n % 307 % 7},{1614600000 + n}\n" for n in range(6_000)]
    (before / "retweets.csv").write_text(HEADING + "".join(rows), encoding="utf-8")
    more = [f"r{n},@A{n % 499},p{n % 307},{n % 307 % 7},{1614600000 + n}\n" for n in range(3_000, 30_000)]
    (append / "1-retweets.csv").write_text(HEADING + "".join(more) + "torn,1\n", encoding="utf-8")
    accounts = "".join(f"{n},a{n},{n}\n" for n in range(400))
    (append / "2-accounts.csv").write_text("account_id,handle,followers\n" + accounts, encoding="utf-8")
    posts = "".join(f"p{n},{n % 7},{1614590000 + n},{n + 1}\n" for n in range(200))
    (append / "3-posts.csv").write_text("post_id,author_id,created_at,likes\n" + posts, encoding="utf-8")
    return before, append


def begin(server: LocalServer, folder: Path) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return subprocess.Popen(
        [EXPLORER, "--server", server.name, "import", folder, "--no-bulk"],
        env=environment | {"EXPLORER_HOME": str(server.folder.parent.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(server: LocalServer, folder: Path) -> None:
    importing = begin(server, folder)
    said, _ = importing.communicate(timeout=300)
    assert importing.returncode == 0, said


def reset(server: LocalServer, folder: Path) -> None:
    with Graph(server.start()) as graph:
        graph.execute("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
    run(server, folder)


def state(server: LocalServer) -> State:
    with Graph(server.start()) as graph:
        return graph_state(graph)


def loaded(graph: Graph) -> int:
    return int(graph.read("MATCH (i:Import) RETURN coalesce(sum(i.loaded), 0)").rows[0][0])


@pytest.fixture(scope="module")
def clean(server: LocalServer, files: tuple[Path, Path]) -> tuple[State, int, int]:
    """Return what one clean run ends in, and how many rows were loaded before and after."""
    before, append = files
    reset(server, before)
    with Graph(server.start()) as graph:
        first = loaded(graph)
        run(server, append)
        return graph_state(graph), first, loaded(graph)


@pytest.mark.parametrize("seed", range(TIMES))
@pytest.mark.parametrize("victim", ["client", "server"])
def test_the_same_command_again_completes_it(
    server: LocalServer, files: tuple[Path, Path], clean: tuple[State, int, int], victim: str, seed: int
) -> None:
    before, append = files
    expected, first, last = clean
    chance = random.Random(f"{victim} {seed}")
    reset(server, before)
    broken_off = 0
    for rows in sorted(chance.randrange(first, last) for _ in range(KILLS)):
        settings = server.start()  # a server that was killed is started anew
        pid = server.status().pid
        assert pid is not None
        importing = begin(server, append)
        with Graph(settings) as graph:
            while loaded(graph) <= rows and importing.poll() is None:
                time.sleep(0.01)
        # in the middle of a transaction, or between two
        time.sleep(chance.uniform(0, 0.3))
        if victim == "client":
            importing.send_signal(signal.SIGKILL)
        else:
            psutil.Process(pid).kill()
        said, _ = importing.communicate(timeout=120)
        assert "Traceback" not in said, said
        broken_off += importing.returncode != 0
    # kills that come too late prove nothing
    assert broken_off >= KILLS * 0.7
    run(server, append)
    assert state(server) == expected
