"""Killed at any moment and run again, what writes to the graph ends where one clean run would have.

``EXPLORER_SOAK`` is six times how many times more kills than usual there are (``make soak``).
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from explorer.common.settings import Settings
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import find_import
from explorer.graph.imports.undo import undo_import
from explorer.importing.jobs import find_jobs, import_files, import_registry
from explorer.registry.reader import read_registry
from explorer.server.config import Memory
from explorer.server.local import LocalServer
from tests.helpers.ports import default_ports, reserved_ports
from tests.helpers.program import Program
from tests.helpers.state import graph_state
from tests.helpers.writing_commands import COMMANDS, Workplace

SOAK = "EXPLORER_SOAK" in os.environ
TIMES = max(1, int(os.environ.get("EXPLORER_SOAK", "1")) // 6)
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
    with reserved_ports() as ports, default_ports(ports):
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


class Writing:
    """A command that writes to the graph in a process of its own."""

    def __init__(self, server: LocalServer, *words: str) -> None:
        self._mark = "MATCH (i:Import) RETURN count(i), count(i.undoing)"
        with Connection(server.start()) as graph:
            before = graph.read(self._mark).rows
            self.process = program(server).start(*words)
            # a kill before it writes would prove nothing
            while graph.read(self._mark).rows == before and self.process.poll() is None:
                time.sleep(0.005)

    def end(self) -> None:
        """Wait for its end."""
        _, self.messages = self.process.communicate(timeout=900)
        assert "Traceback" not in self.messages, self.messages


def program(server: LocalServer) -> Program:
    """Return the program as a person uses it on this server."""
    home = server.folder.parent.parent
    program = Program(None, home)
    program.environment |= {"EXPLORER_HOME": str(home), "EXPLORER_SERVER": server.name}
    return program


def run(server: LocalServer, *words: str) -> None:
    """Run a command to its end, in this process: nothing kills it."""
    done = program(server)(*words)
    assert done.returncode == 0, done.stderr


def load(server: LocalServer, folder: Path) -> None:
    run(server, "import", str(folder), "--no-bulk")


def seconds_of_writing(server: LocalServer, folder: Path) -> float:
    """Import a folder that is new to the graph; return how many seconds it took from the first write on."""
    begun = datetime.now(UTC)
    load(server, folder)
    ended = datetime.now(UTC)
    with Connection(server.start()) as graph:
        written = "MATCH (i:Import) WHERE i.startedAt >= $begun RETURN min(i.startedAt)"
        ((first,),) = graph.read(written, {"begun": begun}).rows
    seconds: float = (ended - first).total_seconds()
    return seconds


def empty(server: LocalServer) -> None:
    with Connection(server.start()) as graph:
        graph.execute("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")


def state(server: LocalServer) -> State:
    with Connection(server.start()) as graph:
        return graph_state(graph)


@pytest.fixture(scope="module")
def clean(server: LocalServer, folders: list[Path]) -> tuple[State, float]:
    """Return what clean runs end in, and how many seconds the fastest of them wrote."""
    empty(server)
    seconds = [seconds_of_writing(server, folder) for folder in folders]
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
        importing = Writing(server, "import", str(folder), "--no-bulk")
        pid = server.status().pid
        assert pid is not None
        time.sleep(chance.uniform(0, seconds))
        if victim == "client":
            importing.process.kill()
        else:
            psutil.Process(pid).kill()
        importing.end()
        broken_off += importing.process.returncode != 0
        load(server, folder)
    # kills that come too late prove nothing
    assert broken_off >= KILLS / 2
    assert state(server) == expected


def undo(graph: Connection) -> None:
    undo_import(graph, find_import(graph, "1-retweets.csv")["importId"])


def load_registry(graph: Connection) -> None:
    import_registry(graph, read_registry())


@pytest.mark.parametrize("seed", range(TIMES))
@pytest.mark.parametrize(
    ("command", "clean_run"), [("imports undo 1-retweets.csv", undo), ("registry load", load_registry)]
)
def test_other_writers_are_completed_by_the_same_command(
    server: LocalServer, folders: list[Path], command: str, clean_run: Callable[[Connection], None], seed: int
) -> None:
    with Connection(server.start()) as graph:
        empty(server)
        import_files(graph, find_jobs([folders[0]]))
        begun = time.monotonic()
        clean_run(graph)
        seconds = time.monotonic() - begun
        expected = graph_state(graph)
        chance = random.Random(f"{command} {seed}")
        # a kill that comes too late proves nothing
        for halved in range(10):
            empty(server)
            import_files(graph, find_jobs([folders[0]]))
            writing = Writing(server, *command.split())
            time.sleep(chance.uniform(0, seconds / 2**halved))
            writing.process.kill()
            writing.end()
            if graph_state(graph) != expected:
                break
        else:
            pytest.fail("it was never broken off")
        run(server, *command.split())
        assert graph_state(graph) == expected


@pytest.mark.parametrize("seed", range(TIMES))
def test_a_bulk_import_is_whole_or_not_there(
    server: LocalServer, folders: list[Path], tmp_path: Path, seed: int
) -> None:
    """Killed while it writes its files, in Neo4j's import and when its database takes its place, then run again."""
    chance = random.Random(seed)
    empty(server)
    with Connection(server.start()) as graph:
        import_files(graph, find_jobs([folders[0]]))
        expected = graph_state(graph)
    filled = LocalServer(server.folder.parent.parent, f"bulk-{seed}")
    incoming = filled.folder / "incoming"
    signs = {
        "files": incoming / "Post.csv",
        "import": incoming / "data" / "databases",
        "place": filled.folder / "data" / "databases" / "neo4j",
    }
    try:
        for stage, sign in signs.items():
            process = program(filled).start("import", str(folders[0]), "--bulk")
            while not sign.exists() and process.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0 if stage == "place" else 0.5))
            process.kill()
            _, said = process.communicate()
            assert process.returncode < 0, said
            assert stage == "place" or not filled.has_graph
        assert filled.has_graph
        process = program(filled).start("import", str(folders[0]), "--bulk")
        _, said = process.communicate()
        assert process.returncode == 0, said
        assert not incoming.exists()
        tools = [one.info["cmdline"] for one in psutil.process_iter(["cmdline"])]
        assert not [tool for tool in tools if str(incoming) in " ".join(tool or ())]
        assert state(filled) == expected
    finally:
        filled.stop()


@pytest.fixture(scope="module")
def workplace(server: LocalServer, tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return Workplace(server, tmp_path_factory.mktemp("workplace"))


DISTURBANCES = [
    *(("command", number) for number in (signal.SIGKILL, signal.SIGINT, signal.SIGSTOP, signal.SIGTERM)),
    *(("server", number) for number in (signal.SIGSTOP, signal.SIGKILL)),
]


USUAL = ("detect", "clusters judge", "report", "simulate base")
"""The commands that are disturbed in every test run, each by another signal."""


@pytest.mark.parametrize("name", COMMANDS if SOAK else USUAL)
def test_a_disturbed_command_is_completed_by_the_same_command(
    workplace: Workplace, name: str, record_property: Callable[[str, object], None]
) -> None:
    """Commands that write are killed, interrupted, stopped or terminated at random moments, and so is their server.

    Usually some commands get one signal each, with `EXPLORER_SOAK` all commands get all signals several times.
    """
    command = COMMANDS[name]
    tried = (
        DISTURBANCES[USUAL.index(name) :][:1]
        if not SOAK
        else [one for one in DISTURBANCES if one[0] == "command" or command.writes_graph]
    )
    problems = []
    for count, (victim, number) in enumerate(tried * TIMES):
        chance = random.Random(f"{name} {victim} {number} {count}")
        in_time, problem = workplace.disturb(command, number, chance, victim=victim)
        outcome = "lost" if problem else "survived" if in_time else "too late"
        record_property("disturbed", (f"{number.name} to the {victim}", name, outcome))
        problems += [f"{number.name} to the {victim}: {problem}"] * bool(problem)
    assert not problems
