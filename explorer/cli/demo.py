"""``explorer demo``: the main job on real data that the package carries."""

import time
from pathlib import Path

import typer

from explorer import packs
from explorer.cli.detect import print_run
from explorer.cli.imports import print_report
from explorer.cli.output import Format, heading, note, print_rows, progress_bars
from explorer.detect.network import NetworkParameters
from explorer.detect.signals import CO_AMPLIFY
from explorer.detection import DetectionParameters, Run, detect
from explorer.durations import parse_duration
from explorer.errors import UsageError
from explorer.graph.connect import Graph, open_graph
from explorer.ingest import find_jobs, import_files, import_registry
from explorer.progress import Progress
from explorer.registry import read_registry
from explorer.rejected import RejectedRows
from explorer.settings import Settings

DATA = Path(__file__).parent.parent / "demo"


def demo(context: typer.Context) -> None:
    """Run the main job once on real data: import, detect, write back, report.

    Who coordinated in spreading the rumour of the Higgs boson (354,930 retweets, July 2012), and which outlets of
    the People's Republic of China eight influencers amplify. The data is shipped with the program; see
    explorer/demo/README.md for its sources. Running it again changes nothing.

    Example: explorer demo
    """
    settings: Settings = context.obj
    if settings.neo4j_uri is None and settings.explorer_server == "default":
        # the analyst's own graph stays clean
        settings = settings.model_copy(update={"explorer_server": "demo"})
    started = time.monotonic()
    with progress_bars() as progress, open_graph(settings, progress=progress) as graph:
        note(f"Using Neo4j at {graph.endpoint.uri}")
        _higgs(graph, settings, progress)
        _influencers(graph, settings, progress)
    heading(f"Done in {time.monotonic() - started:.0f} s. What next")
    for command, purpose in (
        (f"{settings.program} browser", "explore this graph in Neo4j Browser"),
        (f"{settings.program} packs list", "the questions that can be asked of it"),
        ("explorer import YOUR-FILES…", "your own data, into a graph of its own"),
        (f"explorer server stop --name {settings.explorer_server}", "stop the demo's Neo4j"),
    ):
        note(f"  {command:<44} {purpose}")


def _higgs(graph: Graph, settings: Settings, progress: Progress) -> None:
    heading("1. The Higgs rumour: accounts that retweet the same accounts within 60 seconds, twice or more")
    started = time.monotonic()
    jobs = find_jobs([DATA / "higgs-activity_time.txt.gz"], platform="higgs")
    reports = import_files(graph, jobs, rejected=RejectedRows(settings.rejected_rows), progress=progress)
    print_report(reports, Format.TABLE, program=settings.program)
    run = detect(graph, _parameters("60s", platform="higgs"), progress=progress)
    print_run(run, Format.TABLE, top=10)
    _print_answer(graph, "boosts/cluster-targets", run, top="10")
    note(f"From file to ranked clusters in Neo4j: {time.monotonic() - started:.0f} s")


def _influencers(graph: Graph, settings: Settings, progress: Progress) -> None:
    heading("2. Eight influencers and the outlets of the PRC that they amplify")
    registry = import_registry(graph, read_registry(), progress=progress)
    jobs = find_jobs([DATA / "retweets-prc-influencers.csv"], platform="x")
    reports = import_files(graph, jobs, rejected=RejectedRows(settings.rejected_rows), progress=progress)
    print_report([registry, *reports], Format.TABLE, program=settings.program)
    note("Asked for coordination within 60 seconds, the explorer refuses:")
    try:
        detect(graph, _parameters("60s", platform="x"), progress=progress)
    except UsageError as refusal:
        note(f"  {refusal.message}")
        note(f"  {refusal.hint}")
    else:
        raise AssertionError("a window finer than the data was not refused")
    note("Within one day, which these data can tell, and two accounts or more in common:")
    run = detect(graph, _parameters("1d", platform="x"), progress=progress)
    print_run(run, Format.TABLE, top=10)
    _print_answer(graph, "boosts/cluster-boosts", run, top="10")
    note("The lift is low because these data hold nobody but such influencers: load a wider sample to compare with.")


def _parameters(window: str, *, platform: str) -> DetectionParameters:
    return DetectionParameters(
        signals=(CO_AMPLIFY,),
        network=NetworkParameters(window=parse_duration(window), min_weight=2),
        platform=platform,
    )


def _print_answer(graph: Graph, name: str, run: Run, **parameters: str) -> None:
    query = packs.find_query(name)
    answer = packs.run(graph, query, query.bind({"run": run.properties["runId"], **parameters}))
    print_rows(answer.columns, answer.rows, Format.TABLE, title=f"{query.title}  (explorer packs run {query.name})")
