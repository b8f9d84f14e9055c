"""``explorer demo``: the main job on a simulated campaign, whose truth is known."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from explorer.api import Graph
from explorer.cli.options.output import Format
from explorer.cli.ui.imports import print_import_reports
from explorer.cli.ui.output import heading, note, print_rows, progress_bars
from explorer.cli.ui.queries import print_answer
from explorer.cli.ui.report import print_written_report
from explorer.cli.ui.runs import print_run
from explorer.common.errors import UsageError
from explorer.common.settings import Settings
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.importing.jobs import Job, find_jobs
from explorer.registry.reader import read_registry
from explorer.registry.schema import is_registry_format
from explorer.runs.detect import DetectionResult
from explorer.runs.parameters import DetectionParameters
from explorer.simulate.campaign.files import write_campaign
from explorer.simulate.campaign.marks import MARK
from explorer.simulate.campaign.model import Campaign
from explorer.simulate.campaigns import PRC_2021
from explorer.simulate.evaluation import Score, score_clusters, score_edges
from explorer.simulate.prc2021.cast import AMBASSADOR
from explorer.simulate.prc2021.figures import HEADLINES
from explorer.simulate.simulation import simulate

_SEED: Final = 0
_PARAMETERS: Final = NetworkParameters(window=60_000, min_weight=2)
_TOP: Final = 10


def run_simulated_demo(settings: Settings, scale: float) -> Campaign:
    """Simulate, import, detect, report, and compare the clusters with what was planted; return the campaign.

    Raises:
        UsageError: if the scale is out of range, or the graph holds other data.
    """
    heading("1. A campaign is simulated: nothing in it is real but the names of outlets, which are the registry's")
    folder = settings.explorer_home.expanduser() / "demo" / f"{PRC_2021}-{scale:g}"
    with progress_bars() as progress, Graph.open(settings=settings, progress=progress) as graph:
        progress(f"simulating {PRC_2021}", 0, None)
        campaign = simulate(PRC_2021, seed=_SEED, scale=scale)
        folder.parent.mkdir(parents=True, exist_ok=True)
        command = f"explorer simulate {PRC_2021} -o {folder} --seed {_SEED} --scale {scale:g}"
        write_campaign(campaign, folder, command=command, force=True)
        _print_planted(campaign, folder, scale)
        heading("2. It is imported, and so is the registry: who runs which account")
        jobs = find_jobs([folder])
        reports = graph.import_jobs(jobs, notify=note) if graph.is_new or not _imported(graph, jobs) else []
        reports.append(graph.load_registry(read_registry().select(state="CN")))
        note(f"Using Neo4j at {graph.connection.endpoint.uri}")
        print_import_reports(reports, Format.TABLE, program=settings.program)
        heading("3. Which accounts retweet the same posts within 60 seconds, more often than chance explains?")
        run = graph.detect(DetectionParameters(network=_PARAMETERS, significance=SignificanceParameters()))
        print_run(run, Format.TABLE, top=_TOP)
        heading("4. Whom do they boost?")
        run_id = run.properties["runId"]
        print_answer(graph, "boosts/cluster-boosts", mark=MARK, run=run_id, top=_TOP)
        print_answer(graph, "boosts/outlet-boosters", mark=MARK, run=run_id, outlet=AMBASSADOR, top=3)
        heading("5. What was planted, and what was found?")
        _print_comparison(campaign, run)
        heading("6. A report for people to read")
        written = graph.write_report(folder.parent / f"{folder.name}.html", run=run_id, force=True)
    print_written_report(written)
    return campaign


def _imported(graph: Graph, jobs: Sequence[Job]) -> bool:
    """Return whether the campaign was imported before.

    Raises:
        UsageError: if the graph holds other data, with which the simulated data would mix.
    """
    imports = graph.imports().to_dicts()
    wanted = {job.describe()["importId"] for job in jobs}
    for row in imports:
        if row["import"] not in wanted and not is_registry_format(row["format"]):
            raise UsageError(
                f"This graph holds other data ({row['file']}), with which the simulated campaign would mix.",
                hint="Give the demo a server of its own: explorer --server NAME demo",
            )
    complete = wanted <= {row["import"] for row in imports if row["state"] == "complete"}
    if complete:
        note("The campaign was imported before.")
    return complete


def _print_planted(campaign: Campaign, folder: Path, scale: float) -> None:
    shown = campaign.figures.filter(pl.col("what").is_in(HEADLINES))
    rows = [
        (what, reported, _number(planted), _number(counted))
        for what, reported, planted, counted in shown.select("what", "reported", "planted", "counted").iter_rows()
    ]
    print_rows(("figure", "reported in 2021", f"planted at scale {scale:g}", "in the data"), rows, Format.TABLE)
    planted = campaign.truth["accounts"]["group"].drop_nulls()
    note(f"{len(planted):,} accounts are planted in {planted.n_unique()} groups that act together.")
    if scale < 1:
        note(f"This is the campaign at scale {scale:g}; explorer demo --scale 1 runs all of it, in about four minutes.")
    note(f"Tables and truth are in {folder}")


def _number(value: float) -> str:
    return f"{int(value):,}" if value.is_integer() else f"{value:.3g}"


def _print_comparison(campaign: Campaign, run: DetectionResult) -> None:
    truth = campaign.truth["accounts"]
    clusters = score_clusters(run.clusters.members, truth)
    rows = [(c.name, c.accounts, c.group, c.planted, c.found) for c in clusters[:_TOP]]
    print_rows(("cluster", "size", "planted group", "of size", "in the cluster"), rows, Format.TABLE)
    if len(clusters) > _TOP:
        note(f"The first {_TOP} of {len(clusters)} clusters.")
    retweets = campaign.tables["retweets"].select(
        account="account_id", object="post_id", time=pl.col("retweeted_at").dt.epoch("ms")
    )
    fixed = build_network(Events.from_frame(retweets), _PARAMETERS).edges()
    _print_score(f"By a fixed weight of {_PARAMETERS.min_weight}", score_edges(fixed, truth)[0])
    _print_score("By this run", score_edges(run.networks[0].edges(), truth)[0])


def _print_score(how: str, score: Score) -> None:
    note(
        f"{how}: {score.found:,} of {score.planted:,} planted accounts and {score.accounts - score.found:,} others "
        f"(precision {_share(score.precision)}, recall {_share(score.recall)}), "
        f"{score.false_edges:,} of {score.edges:,} edges false"
    )


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"
