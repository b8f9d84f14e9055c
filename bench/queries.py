"""``make bench-queries``: run every query of the packs on a large graph, with its defaults and warm caches.

The graph is that of `bench.world`, imported with the ordinary commands into a separate server, with a detection run.
The time of a query is measured until its last row. A profile counts its database hits.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Annotated

import neo4j
import psutil
import typer
from rich.console import Console
from rich.table import Table

from bench.options import TinyOption
from bench.world import write_world
from explorer.common.settings import Settings
from explorer.graph.connection.connect import Connection, open_connection
from explorer.packs.catalog import find_packs
from explorer.packs.query import Query
from explorer.packs.run import run_query
from explorer.server.local import LocalServer
from scripts.end_servers import servers_end_with_this_process

QUICK = ("boosts", "superspreaders", "labels", "enforcement", "outlet-profile")
"""Packs whose queries must be quick."""
GOALS = {True: 2.0, False: 10.0}
"""Maximum seconds of a query, for these packs (True) and for all others (False)."""

TINY = 20_000
PER_PACK = 2
"""Queries of each pack that ``--tiny`` measures: enough to run this module. Tests of the packs run all queries."""

console = Console(width=None if sys.stdout.isatty() else 140)


def main(
    rows: Annotated[int, typer.Option(help="Number of retweets.")] = 10_000_000,
    times: Annotated[int, typer.Option(help="Number of measurements of each query, after a warm-up.")] = 3,
    home: Annotated[
        Path | None,
        typer.Option(help="Folder that keeps the graph for the next measurement. Created if it does not exist."),
    ] = None,
    only: Annotated[str, typer.Option(help="Measure only this pack.")] = "",
    tiny: TinyOption = False,
) -> None:
    """Measure every query of the packs on synthetic data. Exits with 1 if a goal is missed.

    Example: python -m bench.queries --rows 1000000
    """
    artifacts = LocalServer.from_settings(Settings()).artifacts
    artifacts.install()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = (home or Path(folder)).absolute()
        place.mkdir(parents=True, exist_ok=True)
        if not (place / artifacts.folder.name).exists():
            (place / artifacts.folder.name).symlink_to(artifacts.folder)
        os.environ["EXPLORER_HOME"] = str(place)
        # Neither the environment nor a .env file may point to a graph of the user.
        for name in [name for name in os.environ if name.startswith("NEO4J_")]:
            del os.environ[name]
        os.chdir(place)
        with servers_end_with_this_process(place):
            try:
                good = _measure(TINY, 1, only, PER_PACK) if tiny else _measure(rows, times, only)
            finally:
                _explorer("server", "stop")
    raise typer.Exit(0 if good or tiny else 1)


def _measure(rows: int, times: int, only: str, per_pack: int | None = None) -> bool:
    """Print the time of every query, or of the first ones of each pack, and return whether all goals are reached."""
    console.print(
        f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GB of memory, {rows:,} retweets"
    )
    with open_connection(Settings()) as graph:
        filled = graph.read("MATCH (r:Run) RETURN 1 LIMIT 1").rows
    if not filled:
        _fill(rows)
    table = Table("query", "seconds", "range", "db hits", "rows", "goal")
    good = True
    with open_connection(Settings()) as graph:
        for pack in find_packs().values():
            for query in pack.queries[:per_pack] if only in {"", pack.name} else ():
                goal = GOALS[pack.name in QUICK]
                seconds, hits, count = _ask(graph, query, times)
                good &= median(seconds) <= goal
                table.add_row(
                    query.full_name,
                    f"{median(seconds):.2f}",
                    f"{min(seconds):.2f} to {max(seconds):.2f}",
                    f"{hits:,}",
                    f"{count:,}",
                    f"{goal:.0f}" if median(seconds) <= goal else f"{goal:.0f}, missed",
                )
    console.print(table)
    return good


def _fill(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files = [str(path) for path in write_world(rows, Path(folder))]
        _step("import --bulk", "import", *files[:-2], "--bulk")
        _step("import of the outlets, with their roll-ups", "import", *files[-2:], "--no-bulk")
        _step("detect", "detect", "--window", "60s", "--audit-draws", "0")


def _step(name: str, *words: str) -> None:
    started = time.perf_counter()
    completed = _explorer(*words)
    if completed.returncode:
        raise RuntimeError(f"{name}: {completed.stderr}")
    console.print(f"{name}: {time.perf_counter() - started:.0f} s", style="dim")


def _explorer(*words: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "explorer")
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def _ask(graph: Connection, query: Query, times: int) -> tuple[list[float], int, int]:
    """Return the seconds of each measurement, the number of database hits, and the number of rows."""
    parameters = query.bind({})
    count = len(run_query(graph, query, parameters).rows)
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        run_query(graph, query, parameters)
        seconds.append(time.perf_counter() - started)
    return seconds, _hits(graph, query, parameters), count


def _hits(graph: Connection, query: Query, parameters: dict[str, object]) -> int:
    endpoint = graph.endpoint
    auth = (endpoint.username, endpoint.password)
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth) as driver, driver.session() as session:
        result = session.run(f"PROFILE {query.statement}", parameters)
        # The profile is complete only after all rows have been read.
        list(result)
        operators = [result.consume().profile or {}]
    hits = 0
    while operators:
        operator = operators.pop()
        hits += operator.get("dbHits", 0)
        operators += operator.get("children", [])
    return hits


if __name__ == "__main__":
    typer.run(main)
