"""Killed at any moment and run again, an import ends where one clean run would have.

``EXPLORER_SOAK`` is how many times more kills than usual there are (``make soak``).
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from explorer.graph.connect import Graph
from explorer.graph.imports import list_imports
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
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return folders to append one after the other: each knows half of its rows already, and meets handles by ids."""
    made = []
    for part in range(KILLS):
        folder = tmp_path_factory.mktemp("files")
        numbers = range(part * 2_500, part * 2_500 + 5_000)
        rows = [f"r{n},@A{n % 499},p{n % 307},{n % 307 % 7},{1614600000 + n}\n" for n in numbers]
        (folder / "1-retweets.csv").write_text(HEADING + "".join(rows) + "torn,1\n", encoding="utf-8")
        accounts = "".join(f"{n},a{n},{n + part}\n" for n in range(part * 40, part * 40 + 60))
        (folder / "2-accounts.csv").write_text("account_id,handle,followers\n" + accounts, encoding="utf-8")
        posts = "".join(f"p{n},{n % 7},{1614590000 + n},{n + part}\n" for n in range(part * 25, part * 25 + 50))
        (folder / "3-posts.csv").write_text("post_id,author_id,created_at,likes\n" + posts, encoding="utf-8")
        made.append(folder)
    return made


class Importing:
    """An import that runs in a process of its own."""

    def __init__(self, server: LocalServer, folder: Path) -> None:
        with Graph(server.start()) as graph:
            imports = len(list_imports(graph).rows)
            environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
            self.process = subprocess.Popen(
                [EXPLORER, "--server", server.name, "import", folder, "--no-bulk"],
                env=environment | {"EXPLORER_HOME": str(server.folder.parent.parent)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            # a kill before it writes would prove nothing
            while len(list_imports(graph).rows) == imports and self.process.poll() is None:
                time.sleep(0.005)
        self.begun = time.monotonic()

    def end(self) -> float:
        """Wait for its end; return how many seconds it wrote."""
        self.said, _ = self.process.communicate(timeout=300)
        assert "Traceback" not in self.said, self.said
        return time.monotonic() - self.begun


def run(server: LocalServer, folder: Path) -> float:
    importing = Importing(server, folder)
    seconds = importing.end()
    assert importing.process.returncode == 0, importing.said
    return seconds


def empty(server: LocalServer) -> None:
    with Graph(server.start()) as graph:
        graph.execute("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")


def state(server: LocalServer) -> State:
    with Graph(server.start()) as graph:
        return graph_state(graph)


@pytest.fixture(scope="module")
def clean(server: LocalServer, folders: list[Path]) -> tuple[State, float]:
    """Return what clean runs end in, and how many seconds the fastest of them wrote."""
    empty(server)
    seconds = [run(server, folder) for folder in folders]
    return state(server), min(seconds)


@pytest.mark.parametrize("seed", range(TIMES))
@pytest.mark.parametrize("victim", ["client", "server"])
def test_the_same_command_again_completes_it(
    server: LocalServer, folders: list[Path], clean: tuple[State, float], victim: str, seed: int
) -> None:
    expected, seconds = clean
    chance = random.Random(f"{victim} {seed}")
    empty(server)
    broken_off = 0
    for folder in folders:
        importing = Importing(server, folder)
        pid = server.status().pid
        assert pid is not None
        time.sleep(chance.uniform(0, seconds))
        if victim == "client":
            importing.process.kill()
        else:
            psutil.Process(pid).kill()
        importing.end()
        broken_off += importing.process.returncode != 0
        run(server, folder)
    # kills that come too late prove nothing
    assert broken_off >= KILLS / 2
    assert state(server) == expected
