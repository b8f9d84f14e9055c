"""Commands that write, each with the state it starts from, and what it leaves behind."""

import hashlib
import random
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psutil

from explorer.graph.connection.connect import Connection
from explorer.server.local import LocalServer
from tests.helpers.program import Program
from tests.helpers.state import State, graph_state

PROMPT = 10.0
"""Seconds in which an interrupted command must end: it takes 2 on a quiet machine."""
PAUSE = 1.0
"""Seconds for which a process is stopped."""
Words = tuple[str, ...]
FIXED = ("--significance", "off", "--min-weight", "3", "--window", "60s")
IMPORT = (("import", "posts", "--no-bulk"), ("registry", "load", "--state", "CN"))
DETECT = (*IMPORT, ("detect", *FIXED))
JUDGE = ("--author", "ann", "--note", "read their posts")


@dataclass(frozen=True)
class WritingCommand:
    """A command that writes.

    Attributes:
        words: The words after ``explorer``.
        before: Commands that prepare the graph.
        writes_graph: Whether it changes the graph; others write files.
        done_already: What it says if it is run again although it was done, where that is an error.
    """

    words: Words
    before: tuple[Words, ...] = DETECT
    writes_graph: bool = False
    done_already: str = ""

    @property
    def name(self) -> str:
        """Its name, for tests and tables."""
        return " ".join(word for word in self.words[:2] if word.isalpha())


COMMANDS = {
    command.name: command
    for command in (
        WritingCommand(("import", "posts", "--no-bulk"), IMPORT[1:], writes_graph=True),
        WritingCommand(("registry", "load", "--state", "CN"), IMPORT[:1], writes_graph=True),
        WritingCommand(("detect", *FIXED), IMPORT, writes_graph=True),
        WritingCommand(("rollups",), IMPORT, writes_graph=True),
        WritingCommand(("imports", "undo", "retweets.csv"), IMPORT, writes_graph=True, done_already="There is no"),
        WritingCommand(("runs", "delete", "RUN"), writes_graph=True, done_already="There is no"),
        WritingCommand(("clusters", "judge", "1", "--verdict", "organic", *JUDGE), writes_graph=True),
        WritingCommand(("accounts", "judge", "@a1", "--verdict", "unclear", *JUDGE), writes_graph=True),
        WritingCommand(("accounts", "allow", "@a2", "@a3", *JUDGE), writes_graph=True),
        WritingCommand(
            ("accounts", "disallow", "@a2", *JUDGE), (*DETECT, ("accounts", "allow", "@a2", *JUDGE)), writes_graph=True
        ),
        WritingCommand(("report", "--force", "-o", "report.html")),
        WritingCommand(("export", "network", "--force", "-o", "run.gexf")),
        WritingCommand(("export", "tables", "--force", "-o", "tables", "--form", "csv")),
        WritingCommand(("export", "manifest", "--force", "-o", "run.json")),
        WritingCommand(("export", "browser-bundle", "--force", "-o", "queries.zip")),
        WritingCommand(("export", "key", "secret.key"), done_already="already exists"),
        WritingCommand(("packs", "run", "boosts", "--format", "csv", "--out", "answers")),
        WritingCommand(("network", "posts", "--out", "edges.graphml")),
        WritingCommand(("slices", "posts", "--slice", "1d", "--out", "slices.csv", "--communities", "groups.parquet")),
        WritingCommand(("sensitivity", "--plot", "grids.html")),
        WritingCommand(("simulate", "base", "--scale", "0.05", "--force", "-o", "campaign")),
        WritingCommand(("profiles", "save", "lab", "--force", "--map", "user=account_id", "--table", "retweets")),
    )
}


class Workplace:
    """A folder with data, in which commands run on a local server."""

    def __init__(self, server: LocalServer, folder: Path) -> None:
        self.server = server
        home = server.folder.parent.parent
        self.program = Program(None, folder)
        self.program.environment |= {"EXPLORER_HOME": str(home), "EXPLORER_SERVER": server.name, "TMPDIR": str(folder)}
        self._folders = (folder, home / "rejected", home / "profiles")
        (folder / "posts").mkdir()
        heading = "retweet_id,account_id,post_id,author_id,retweeted_at\n"
        # five accounts retweet 40 posts together, and others some of them, hours apart
        together = [
            f"r{p}-{a},@a{a},p{p},@CGTNOfficial,{1614600000 + p * 3600 + a * 7}\n" for p in range(40) for a in range(5)
        ]
        others = [f"o{n},@o{n % 89},p{n % 40},@CGTNOfficial,{1614600000 + n * 997}\n" for n in range(4_000)]
        self.program.write("posts/retweets.csv", heading + "".join(together + others) + "torn,1\n")
        accounts = "".join(f"{n},a{n},{n * 10}\n" for n in range(5))
        self.program.write("posts/accounts.csv", "account_id,handle,followers\n" + accounts)
        self._prepared: tuple[Words, ...] | None = None
        self._expected: dict[str, tuple[State, dict[str, str]]] = {}
        self._seconds: dict[str, float] = {}

    def words(self, command: WritingCommand) -> Words:
        """Return the words of a command, with the id of the run."""
        return tuple(self.run_id if word == "RUN" else word for word in command.words)

    @cached_property
    def run_id(self) -> str:
        """Return the id of the run, which is the same each time."""
        with Connection(self.server.start()) as graph:
            return str(graph.read("MATCH (r:Run) RETURN r.runId").rows[0][0])

    def prepare(self, command: WritingCommand) -> None:
        """Bring the graph and the folder into the state in which the command starts."""
        if command.before != self._prepared:
            self._prepared = None
            with Connection(self.server.start()) as graph:
                graph.execute("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
            for words in command.before:
                self.run(*words)
        for path in self._outputs():
            path.unlink()
        self._prepared = None if command.writes_graph else command.before

    def run(self, *words: str) -> str:
        """Run a command to its end, and return what it says; it must succeed."""
        done = self.program(*words)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def expected(self, command: WritingCommand) -> tuple[State, dict[str, str]]:
        """Return the end state of a clean run, and measure how long it takes in a process of its own."""
        if command.name not in self._expected:
            self.prepare(command)
            begun = time.monotonic()
            done = self.program.in_process(*self.words(command))
            assert done.returncode == 0, done.stderr
            self._seconds[command.name] = time.monotonic() - begun
            self._expected[command.name] = self.state(command)
        return self._expected[command.name]

    def state(self, command: WritingCommand) -> tuple[State, dict[str, str]]:
        """Return the graph, where the command writes it, and the checksums of all files that commands wrote."""
        graph: State = ([], [])
        if command.writes_graph:
            with Connection(self.server.start()) as connection:
                graph = graph_state(connection)
        return graph, {self._name(path): self._checksum(path) for path in self._outputs()}

    def _outputs(self) -> Iterable[Path]:
        inputs = self.program.folder / "posts"
        for folder in self._folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and inputs not in path.parents:
                    yield path

    def _name(self, path: Path) -> str:
        return "/".join(path.parts[-2:])

    def _checksum(self, path: Path) -> str:
        # a key is random, and a report and a manifest state when the run was created
        content = path.read_bytes()
        if path.suffix == ".key":
            return str(len(content))
        return hashlib.sha256(content).hexdigest()

    def disturb(
        self, command: WritingCommand, number: signal.Signals, chance: random.Random, *, victim: str = "command"
    ) -> tuple[bool, str]:
        """Send a signal to a command or its server at a random moment, run the command again, and compare the ends.

        Returns:
            Whether the signal came before the end of the command, and what is wrong afterwards, if anything.
        """
        expected = self.expected(command)
        self.prepare(command)
        pid = self.server.status().pid
        process = self.program.start(*self.words(command))
        # the first tenth or so is the start of Python, which reports an interrupt in its own way
        time.sleep(chance.uniform(0.2, 1.0) * self._seconds[command.name])
        in_time = process.poll() is None
        target = psutil.Process(pid) if victim == "server" else process
        target.send_signal(number)
        sent = time.monotonic()
        if number == signal.SIGSTOP:
            time.sleep(PAUSE)
            target.send_signal(signal.SIGCONT)
        _, said = process.communicate(timeout=300)
        seconds = time.monotonic() - sent
        if process.returncode not in _exit_codes(number, victim) or "Traceback" in said:
            return in_time, f"exit code {process.returncode}: {said}"
        if number in {signal.SIGINT, signal.SIGTERM} and seconds > PROMPT:
            return in_time, f"it ended after {seconds:.1f} seconds"
        whole = expected[1]
        files = {path: path.name for path in self._outputs() if not path.name.startswith(".")}
        if half := [name for path, name in files.items() if whole.get(self._name(path)) != self._checksum(path)]:
            return in_time, f"half-written or unexpected: {half}"
        return in_time, self._run_again(command, expected, is_done=process.returncode == 0)

    def _run_again(self, command: WritingCommand, expected: tuple[State, dict[str, str]], *, is_done: bool) -> str:
        if is_done:
            done = None
        else:
            done = self.program(*self.words(command))
            is_refused = command.done_already and command.done_already in done.stderr
            if done.returncode and not is_refused:
                return f"run again, it exits with {done.returncode}: {done.stderr}"
        if self.state(command) != expected:
            return "its end is not that of a clean run"
        return ""


def _exit_codes(number: signal.Signals, victim: str) -> set[int]:
    """Return the exit codes that are allowed after a signal."""
    if number == signal.SIGSTOP:
        return {0}
    if victim == "server":
        return {0, 1}
    # before Python has installed a handler, the system ends it
    return {0, -number} if number == signal.SIGKILL else {0, 130, -number}
