"""``make bench-ingest``: import retweets from CSV into a graph, in bulk and over Bolt, compared with other tools.

Each contender runs in its own process with an empty home:

- ``bulk`` and ``bolt``: the import command from start to end, including the start of the server.
- ``append``: the command that adds as many other retweets over Bolt, with the server running.
- ``admin``: only Neo4j's ``database import full``, with input files that already exist.
- ``toolkit``: coordination-network-toolkit's ``preprocess`` with the same retweets.
"""

import contextlib
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Annotated

import polars as pl
import psutil
import typer
from coordination_network_toolkit import preprocess
from rich.console import Console
from rich.table import Table

from bench.generate import retweets
from bench.options import TinyOption
from explorer.common.settings import Settings
from explorer.graph.offline.builder import ColumnarGraphBuilder
from explorer.graph.offline.csv_files import write_import_files
from explorer.importing.jobs import find_jobs
from explorer.server.database_build import build_database
from explorer.server.local import LocalServer
from scripts.end_servers import servers_end_with_this_process

GOALS = {"admin": 1.4, "toolkit": 4.0}
"""Maximum time of the bulk import relative to ``admin``, and minimum speed relative to ``toolkit``."""
APPENDED = 32_000
"""Minimum number of retweets per second of an append: twice as many as plain batches of rows achieve."""
TINY = 2_000

console = Console(width=None if sys.stdout.isatty() else 140)


def main(
    rows: Annotated[
        list[int] | None, typer.Option(help="Number of retweets. Repeat the option to measure several sizes.")
    ] = None,
    bolt_rows: Annotated[int, typer.Option(help="Maximum number of retweets for imports over Bolt.")] = 1_000_000,
    toolkit_rows: Annotated[int, typer.Option(help="Maximum number of retweets for the toolkit.")] = 1_000_000,
    times: Annotated[int, typer.Option(help="Number of measurements of each contender.")] = 3,
    tiny: TinyOption = False,
) -> None:
    """Measure the import of synthetic retweets on this machine.

    Exits with 1 if a goal is missed.

    Example: python -m bench.ingest --rows 1000000
    """
    console.print(f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}")
    shared = LocalServer.from_settings(Settings()).artifacts
    shared.install()
    table = Table("retweets", "contender", "seconds", "range", "retweets/s", "memory", "bulk to it")
    good = True
    for size in rows or ([TINY] if tiny else [1_000_000, 10_000_000]):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            file = write_retweets(size, Path(folder), "retweets.csv")
            write_retweets(size, Path(folder), "more.csv", seed=1)
            names = ["bulk", "admin"]
            names += ["bolt", "append"] if size <= bolt_rows else []
            names += ["toolkit"] if size <= toolkit_rows else []
            measured: dict[str, list[tuple[float, int]]] = {}
            for turn in range(1 if tiny else times):
                for name in names:
                    console.print(f"{size:,} retweets, {name}, {turn + 1} of {times} …", style="dim")
                    measured.setdefault(name, []).append(_run(name, file, shared.folder))
        bulk = median(seconds for seconds, _ in measured["bulk"])
        for name, runs in measured.items():
            seconds = median(s for s, _ in runs)
            goal = ""
            if name == "admin":
                good &= bulk / seconds <= GOALS[name]
                goal = f"{bulk / seconds:.2f} times as long (goal at most {GOALS[name]})"
            elif name == "append":
                good &= size / seconds >= APPENDED
                goal = f"goal {APPENDED:,} retweets/s"
            elif name != "bulk":
                good &= name not in GOALS or seconds / bulk >= GOALS[name]
                goal = f"{seconds / bulk:.1f} times as fast" + (f" (goal {GOALS[name]})" if name in GOALS else "")
            table.add_row(
                f"{size:,}",
                name,
                f"{seconds:.1f}",
                f"{min(s for s, _ in runs):.1f} to {max(s for s, _ in runs):.1f}",
                f"{size / seconds:,.0f}",
                f"{max(peak for _, peak in runs) / 1e9:.2f} GB",
                goal,
            )
    console.print(table)
    raise typer.Exit(0 if good or tiny else 1)


def write_retweets(rows: int, folder: Path, name: str, *, seed: int = 0) -> Path:
    """Write synthetic retweets as a native table, with one author per ten posts.

    Different seeds give different retweets of the same accounts and posts.
    """
    retweet_rows = retweets(rows, seed=seed)
    file = folder / name
    retweet_rows.select(
        retweet_id=pl.lit(f"{seed}-") + pl.col("retweet").cast(pl.String),
        account_id=pl.col("account").cast(pl.String),
        post_id=pl.lit("p") + pl.col("post").cast(pl.String),
        author_id=(pl.col("post") // 10).cast(pl.String),
        retweeted_at=pl.col("time") // 1000,
    ).write_csv(file)
    return file


def _run(name: str, file: Path, artifacts: Path) -> tuple[float, int]:
    """Return the time in seconds and the peak memory in bytes of a contender and its children."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=file.parent) as home,
        servers_end_with_this_process(Path(home)),
    ):
        (Path(home) / artifacts.name).symlink_to(artifacts)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("NEO4J_")}
        environment["EXPLORER_HOME"] = home
        explorer = str(Path(sys.executable).parent / "explorer")
        command = {
            "bulk": [explorer, "import", str(file), "--bulk"],
            "bolt": [explorer, "import", str(file), "--no-bulk"],
            "append": [explorer, "import", str(file.with_name("more.csv")), "--no-bulk"],
        }.get(name, [sys.executable, "-m", "bench.ingest", name, str(file)])
        if name == "append":
            subprocess.run([explorer, "import", str(file), "--bulk"], env=environment, capture_output=True, check=True)
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        peak = _Peak(process.pid, home)
        output, errors = process.communicate()
        seconds = time.perf_counter() - started
        memory = peak.end()
        if process.returncode:
            raise RuntimeError(f"{name}: {errors}")
        subprocess.run([explorer, "server", "stop"], env=environment, capture_output=True, check=False)
    # Contenders that measure their own time print the seconds on the last line.
    return (float(output.splitlines()[-1]) if name in GOALS else seconds), memory


class _Peak(threading.Thread):
    """Samples the memory of a process, its children and the server in ``home`` every tenth of a second."""

    def __init__(self, pid: int, home: str) -> None:
        super().__init__(daemon=True)
        self._pid, self._home, self._most, self._ended = pid, home, 0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.1):
            with contextlib.suppress(psutil.Error):
                own = psutil.Process(self._pid)
                every = {process.pid: process for process in (own, *own.children(recursive=True), *self._servers())}
                self._most = max(self._most, sum(process.memory_info().rss for process in every.values()))

    def _servers(self) -> list[psutil.Process]:
        # A started server is no longer a child of the process.
        return [
            process
            for process in psutil.process_iter()
            if process.name() == "java" and self._home in " ".join(process.cmdline())
        ]

    def end(self) -> int:
        self._ended.set()
        self.join()
        return self._most


def admin(file: Path) -> float:
    """Write the files of a bulk import, and return the seconds that Neo4j takes to import them."""
    (job,) = find_jobs([file])
    builder = ColumnarGraphBuilder()
    for batch in job.batches():
        builder.add(0, batch)
    graph = builder.finish(1)
    written = 0.0

    def write(folder: Path) -> list[str]:
        nonlocal written
        arguments = write_import_files(graph, [job.describe()], folder)
        written = time.perf_counter()
        return arguments

    build_database(LocalServer.from_settings(Settings()), write, claim=lambda _: contextlib.nullcontext())
    return time.perf_counter() - written


def toolkit(file: Path) -> float:
    """Load the same retweets with coordination-network-toolkit, in its CSV format, into its SQLite file."""
    table, database = file.with_suffix(".toolkit.csv"), file.with_suffix(".db")
    empty = pl.lit("")
    pl.read_csv(file, infer_schema=False).select(
        message_id="retweet_id",
        user_id="account_id",
        username="account_id",
        repost_id="post_id",
        reply_id=empty,
        message=empty,
        timestamp="retweeted_at",
        urls=empty,
    ).write_csv(table)
    database.unlink(missing_ok=True)
    with contextlib.redirect_stdout(sys.stderr):
        started = time.perf_counter()
        preprocess.preprocess_csv_files(str(database), [str(table)])
        return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["admin"]:
        print(admin(Path(sys.argv[2])))
    elif sys.argv[1:2] == ["toolkit"]:
        print(toolkit(Path(sys.argv[2])))
    else:
        typer.run(main)
