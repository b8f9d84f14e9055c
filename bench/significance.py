"""``python -m bench.significance``: the cost of significance compared with the network alone.

Each size runs in its own process, so that its peak memory can be measured. The ratio compares the network with
significance to the network alone.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.options import TinyOption
from bench.validity.methods import campaign_events
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from explorer.simulate.simulation import simulate

GOALS = {1_000_000: (3.0, 20.0), 10_000_000: (25.0, None)}
"""Maximum additional seconds for significance, and maximum seconds of the audit with 20 draws."""
TINY = 10_000
BASE = 215_000  # number of retweets of the preset at scale 1

console = Console(width=None if sys.stdout.isatty() else 140)


@dataclass(frozen=True, slots=True)
class Measured:
    """Measurements of one size.

    Attributes:
        events: Number of events.
        network: Seconds to build the network, for each repetition.
        significance: Seconds to build the network with significance, for each repetition.
        audit: Seconds of the audit, or None if it was not measured.
        before: Peak memory before the measurements in bytes.
        peak: Peak memory in bytes.
    """

    events: int
    network: list[float]
    significance: list[float]
    audit: float | None
    before: int
    peak: int


def main(
    rows: Annotated[
        list[int] | None, typer.Option(help="Number of retweets. Repeat the option to measure several sizes.")
    ] = None,
    times: Annotated[int, typer.Option(min=1, help="Number of measurements of each part.")] = 3,
    audit: Annotated[int, typer.Option(help="Maximum number of retweets for measurements of the audit.")] = 1_000_000,
    tiny: TinyOption = False,
) -> None:
    """Measure significance and its audit on simulated retweets, and compare them with the goals.

    Example: python -m bench.significance --rows 1000000
    """
    table = Table("events", "network", "with significance", "ratio", "on top", "audit of 20", "memory before", "peak")
    good = True
    for size in rows or ([TINY] if tiny else list(GOALS)):
        command = [
            sys.executable,
            "-m",
            "bench.significance",
            "measure",
            str(size),
            str(1 if tiny else times),
            str(int(size <= audit)),
        ]
        completed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        measured = Measured(**json.loads(completed.stdout.splitlines()[-1]))
        alone, whole = median(measured.network), median(measured.significance)
        most, most_audit = GOALS.get(size, (None, None))
        good &= (most is None or whole - alone <= most) and (
            most_audit is None or measured.audit is None or measured.audit <= most_audit
        )
        table.add_row(
            f"{measured.events:,}",
            f"{alone:.2f} s",
            f"{whole:.2f} s",
            f"{whole / alone:.1f}",
            f"{whole - alone:.2f} s" + (f" (goal {most:g})" if most else ""),
            ""
            if measured.audit is None
            else f"{measured.audit:.1f} s" + (f" (goal {most_audit:g})" if most_audit else ""),
            f"{measured.before / 1e9:.2f} GB",
            f"{measured.peak / 1e9:.2f} GB",
        )
    console.print(table)
    raise typer.Exit(0 if good else 1)


def measure(size: int, times: int, *, audit: bool) -> Measured:
    """Measure one size in this process, without the time of compilation."""
    _clock(_events(0.1), SignificanceParameters(draws=1))
    events = _events(size / BASE)
    before = _peak()
    network, significance = [], []
    for _ in range(times):
        started = time.perf_counter()
        build_network(events, NetworkParameters())
        network.append(time.perf_counter() - started)
        significance.append(_clock(events, SignificanceParameters(draws=0)))
    shuffled = _clock(events, SignificanceParameters()) - median(significance) if audit else None
    return Measured(len(events), network, significance, shuffled, before, _peak())


def _events(scale: float) -> Events:
    return campaign_events(simulate("base", seed=7, scale=scale))["co-retweet"]


def _clock(events: Events, parameters: SignificanceParameters) -> float:
    started = time.perf_counter()
    find_edges(events, NetworkParameters(), parameters)
    return time.perf_counter() - started


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        rows, times, audit = map(int, sys.argv[2:])
        print(json.dumps(asdict(measure(rows, times, audit=bool(audit)))))
    else:
        typer.run(main)
