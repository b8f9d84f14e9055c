"""``explorer demo --data real``: the whole analysis on two real data sets that are part of the package."""

import time
from pathlib import Path

from explorer.api import Graph
from explorer.cli.options.output import Format
from explorer.cli.ui.graph import graph_of
from explorer.cli.ui.imports import print_import_reports
from explorer.cli.ui.output import heading, note, progress_bars
from explorer.cli.ui.queries import print_answer
from explorer.cli.ui.runs import print_run
from explorer.common.durations import parse_duration
from explorer.common.errors import UsageError
from explorer.common.settings import Settings
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_AMPLIFY
from explorer.runs.parameters import DetectionParameters

DATA = Path(__file__).parents[2] / "demo"


def run_real_demo(settings: Settings) -> None:
    """Find coordinated accounts in the Higgs data, and the outlets of China that eight influencers amplify."""
    with progress_bars() as progress, graph_of(settings, progress) as graph:
        _higgs(graph, settings.program)
        _influencers(graph, settings.program)


def _higgs(graph: Graph, program: str) -> None:
    heading("1. Higgs boson: accounts that retweet the same accounts within 60 seconds, at least twice")
    started = time.monotonic()
    reports = graph.import_files([DATA / "higgs-activity_time.txt.gz"], platform="higgs", bulk=False)
    print_import_reports(reports, Format.TABLE, program=program)
    run = graph.detect(_parameters("60s", platform="higgs"))
    print_run(run, Format.TABLE, top=10)
    print_answer(graph, "boosts/cluster-targets", run=run.properties["runId"], top=10)
    note(f"From file to ranked clusters in Neo4j: {time.monotonic() - started:.0f} s")


def _influencers(graph: Graph, program: str) -> None:
    heading("2. Eight influencers, and the state outlets of China that they amplify")
    registry = graph.load_registry()
    reports = graph.import_files([DATA / "retweets-prc-influencers.csv"], platform="x")
    print_import_reports([registry, *reports], Format.TABLE, program=program)
    note("Detection with a window of 60 seconds is refused:")
    try:
        graph.detect(_parameters("60s", platform="x"))
    except UsageError as refusal:
        note(f"  {refusal.message}")
        note(f"  {refusal.hint}")
    else:
        raise AssertionError("a window finer than the data was not refused")
    note("With a window of one day, the time precision of these data, and at least two shared accounts:")
    run = graph.detect(_parameters("1d", platform="x"))
    print_run(run, Format.TABLE, top=10)
    print_answer(graph, "boosts/cluster-outlets", run=run.properties["runId"], top=10)
    note("The lift is low because these data contain only such influencers. Import a broader sample for comparison.")


def _parameters(window: str, *, platform: str) -> DetectionParameters:
    return DetectionParameters(
        signals=(CO_AMPLIFY,),
        network=NetworkParameters(window=parse_duration(window), min_weight=2),
        platform=platform,
    )
