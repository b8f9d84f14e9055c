"""``explorer demo --data real``: the main job on two sets of real data that ship with the package."""

import time
from pathlib import Path

from explorer.api import Graph
from explorer.cli.options.output import Format
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
    """Find coordinated accounts in the Higgs rumour, and the PRC outlets that eight influencers amplify."""
    with progress_bars() as progress, Graph.open(settings=settings, progress=progress) as graph:
        note(f"Using Neo4j at {graph.connection.endpoint.uri}")
        _higgs(graph, settings.program)
        _influencers(graph, settings.program)


def _higgs(graph: Graph, program: str) -> None:
    heading("1. The Higgs rumour: accounts that retweet the same accounts within 60 seconds, twice or more")
    started = time.monotonic()
    reports = graph.import_files([DATA / "higgs-activity_time.txt.gz"], platform="higgs", bulk=False)
    print_import_reports(reports, Format.TABLE, program=program)
    run = graph.detect(_parameters("60s", platform="higgs"))
    print_run(run, Format.TABLE, top=10)
    print_answer(graph, "boosts/cluster-targets", run=run.properties["runId"], top=10)
    note(f"From file to ranked clusters in Neo4j: {time.monotonic() - started:.0f} s")


def _influencers(graph: Graph, program: str) -> None:
    heading("2. Eight influencers and the outlets of the PRC that they amplify")
    registry = graph.load_registry()
    reports = graph.import_files([DATA / "retweets-prc-influencers.csv"], platform="x")
    print_import_reports([registry, *reports], Format.TABLE, program=program)
    note("Asked for coordination within 60 seconds, the explorer refuses:")
    try:
        graph.detect(_parameters("60s", platform="x"))
    except UsageError as refusal:
        note(f"  {refusal.message}")
        note(f"  {refusal.hint}")
    else:
        raise AssertionError("a window finer than the data was not refused")
    note("Within one day, which these data can tell, and two accounts or more in common:")
    run = graph.detect(_parameters("1d", platform="x"))
    print_run(run, Format.TABLE, top=10)
    print_answer(graph, "boosts/cluster-boosts", run=run.properties["runId"], top=10)
    note("The lift is low because these data hold nobody but such influencers: load a wider sample to compare with.")


def _parameters(window: str, *, platform: str) -> DetectionParameters:
    return DetectionParameters(
        signals=(CO_AMPLIFY,),
        network=NetworkParameters(window=parse_duration(window), min_weight=2),
        platform=platform,
    )
