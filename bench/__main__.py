"""``make bench``: compare the network kernel with DuckDB and coordination-network-toolkit."""

import json
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.contenders import MIN_WEIGHT, THREADS, WINDOW, Measured
from bench.generate import retweets
from bench.options import TinyOption

# contender, weighting, maximum number of rows, number of runs
PLAN: tuple[tuple[str, str, int, int], ...] = (
    ("explorer", "objects", 10_000_000, 3),
    ("duckdb", "objects", 10_000_000, 2),
    ("explorer", "messages", 10_000_000, 3),
    ("toolkit", "messages", 1_000_000, 1),
)
RATIOS = {"duckdb": 3.0, "toolkit": 20.0}
"""Goals: how many times faster the kernel must be than each peer."""
TINY = 5_000
SECONDS, GIGABYTES = 9.0, 1.3
"""Goals for the kernel with ten million retweets. They are shown but not checked, because machines differ."""

console = Console(width=None if sys.stdout.isatty() else 140)


def main(
    rows: Annotated[
        list[int] | None, typer.Option(help="Number of retweets. Repeat the option to measure several sizes.")
    ] = None,
    toolkit_rows: Annotated[
        int, typer.Option(help="Maximum number of retweets for the toolkit, which takes minutes.")
    ] = 1_000_000,
    out: Annotated[Path | None, typer.Option("--json", help="Write the results to this JSON file.")] = None,
    tiny: TinyOption = False,
) -> None:
    """Measure the network kernel against its peers on synthetic retweets on this machine.

    Exits with 1 if the edges differ, or a goal is missed.

    Example: python -m bench --rows 1000000 --json figures.json
    """
    console.print(
        f"{platform.machine()}, {THREADS} threads, Python {platform.python_version()}, DuckDB {version('duckdb')}, "
        f"coordination-network-toolkit {version('coordination-network-toolkit')}; "
        f"window {WINDOW} s, weight >= {MIN_WEIGHT}"
    )
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for size in rows or ([TINY] if tiny else [1_000_000, 10_000_000]):
            path = Path(folder) / "retweets.parquet"
            retweets(size).write_parquet(path)
            for name, weighting, most, times in PLAN:
                if size <= (toolkit_rows if name == "toolkit" else most):
                    console.print(f"{size:,} retweets, {name}, {weighting}, {times} times …", style="dim")
                    runs = [_run(name, path, weighting) for _ in range(1 if tiny else times)]
                    figures.append((size, name, weighting, runs))
    good = _report(figures, goals=not tiny)
    if out:
        shown = [
            {"rows": size, "contender": name, "weighting": weighting, "runs": [asdict(run) for run in runs]}
            for size, name, weighting, runs in figures
        ]
        out.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")
    raise typer.Exit(0 if good else 1)


def _run(name: str, path: Path, weighting: str) -> Measured:
    command = [sys.executable, "-m", "bench.contenders", name, str(path), weighting]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Measured(**json.loads(answer.stdout.splitlines()[-1]))


def _report(figures: list[tuple[int, str, str, list[Measured]]], *, goals: bool) -> bool:
    table = Table("retweets", "weighting", "contender", "seconds", "range", "loading", "memory", "edges", "ratio")
    good = True
    for size, name, weighting, runs in figures:
        own = next(measured for s, n, w, measured in figures if (s, n, w) == (size, "explorer", weighting))
        seconds = median(run.seconds for run in runs)
        ratio = seconds / median(run.seconds for run in own)
        same = {run.digest for run in runs} == {run.digest for run in own}
        good &= same and (not goals or name == "explorer" or ratio >= RATIOS[name])
        table.add_row(
            f"{size:,}",
            weighting,
            name,
            f"{seconds:.2f}",
            f"{min(r.seconds for r in runs):.2f} to {max(r.seconds for r in runs):.2f}",
            f"{median(r.loading for r in runs):.2f}",
            f"{max(r.peak for r in runs) / 1e9:.2f} GB",
            f"{runs[0].edges:,}" if same else f"{runs[0].edges:,}: DIFFERENT",
            "" if name == "explorer" else f"{ratio:.1f} (goal {RATIOS[name]:.0f})",
        )
    console.print(table)
    for size, name, weighting, runs in figures:
        if (size, name, weighting) == (10_000_000, "explorer", "objects"):
            seconds, memory = median(r.seconds for r in runs), max(r.peak for r in runs) / 1e9
            console.print(f"Ten million: {seconds:.1f} s (goal {SECONDS:.0f}), {memory:.2f} GB (goal {GIGABYTES})")
    return good


if __name__ == "__main__":
    typer.run(main)
