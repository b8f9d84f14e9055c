"""``explorer demo``: the whole analysis on a simulated campaign with known ground truth."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from explorer.api import Graph
from explorer.cli.options.output import Format
from explorer.cli.ui.graph import graph_of
from explorer.cli.ui.imports import print_import_reports
from explorer.cli.ui.output import heading, note, print_rows, progress_bars
from explorer.cli.ui.queries import print_answer
from explorer.cli.ui.report import print_written_report
from explorer.cli.ui.runs import print_run
from explorer.common.errors import UsageError
from explorer.common.settings import Settings
from explorer.common.text import count
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
    """Simulate, import, detect, report, and compare the clusters with the planted groups; return the campaign.

    Raises:
        UsageError: If the scale is out of range, or the graph contains other data.
    """
    heading("1. Simulate a campaign. Only the names of outlets are real; they come from the registry")
    folder = settings.folder("demo") / f"{PRC_2021}-{scale:g}"
    with progress_bars() as progress, graph_of(settings, progress) as graph:
        progress(f"simulating {PRC_2021}", 0, None)
        campaign = simulate(PRC_2021, seed=_SEED, scale=scale)
        folder.parent.mkdir(parents=True, exist_ok=True)
        command = f"explorer simulate {PRC_2021} -o {folder} --seed {_SEED} --scale {scale:g}"
        write_campaign(campaign, folder, command=command, force=True)
        _print_planted(campaign, folder, scale)
        heading("2. Import the campaign and the registry of outlets and their accounts")
        jobs = find_jobs([folder])
        reports = graph.import_jobs(jobs, notify=note) if graph.is_new or not _imported(graph, jobs) else []
        reports.append(graph.load_registry(read_registry().select(state="CN")))
        print_import_reports(reports, Format.TABLE, program=settings.program)
        heading(
            "3. Find accounts that retweet the same posts within 60 seconds of each other more often than chance "
            "would explain"
        )
        run = graph.detect(DetectionParameters(network=_PARAMETERS, significance=SignificanceParameters()))
        print_run(run, Format.TABLE, top=_TOP)
        heading("4. Which outlets do the clusters boost?")
        run_id = run.properties["runId"]
        print_answer(graph, "boosts/cluster-boosts", mark=MARK, run=run_id, top=_TOP)
        print_answer(graph, "boosts/outlet-clusters", mark=MARK, run=run_id, outlet=AMBASSADOR, top=3)
        heading("5. Compare the clusters with the planted groups")
        _print_comparison(campaign, run)
        heading("6. Write a report")
        written = graph.write_report(folder.parent / f"{folder.name}.html", run=run_id, force=True)
    print_written_report(written)
    return campaign


def _imported(graph: Graph, jobs: Sequence[Job]) -> bool:
    """Return whether the campaign is already imported.

    Raises:
        UsageError: If the graph contains other data, which the simulated data would mix with.
    """
    imports = graph.imports().to_dicts()
    wanted = {job.describe()["importId"] for job in jobs}
    for row in imports:
        if row["import"] not in wanted and not is_registry_format(row["format"]):
            raise UsageError(
                f"This graph contains other data ({row['file']}), which the simulated campaign would mix with.",
                hint="Use another server for the demo: explorer --server NAME demo",
            )
    complete = wanted <= {row["import"] for row in imports if row["state"] == "complete"}
    if complete:
        note("The campaign is already imported.")
    return complete


def _print_planted(campaign: Campaign, folder: Path, scale: float) -> None:
    shown = campaign.figures.filter(pl.col("what").is_in(list(HEADLINES)))
    rows = [
        (HEADLINES[what], reported, _number(planted), _number(counted))
        for what, reported, planted, counted in shown.select("what", "reported", "planted", "counted").iter_rows()
    ]
    print_rows(("Figure", "Reported in May 2021", f"Planted at scale {scale:g}", "In the data"), rows, Format.TABLE)
    planted = campaign.truth["accounts"]["group"].drop_nulls()
    note(
        f"The data contain {count(len(planted), 'planted account')} in "
        f"{count(planted.n_unique(), 'coordinated group')}."
    )
    if scale < 1:
        note(f"The scale is {scale:g}. explorer demo --scale 1 uses the full size and takes several minutes.")
    note(f"The tables and the list of planted accounts are in {folder}")


def _number(value: float) -> str:
    return f"{value:.1%}" if 0 < value < 1 else f"{value:,.0f}"


def _print_comparison(campaign: Campaign, run: DetectionResult) -> None:
    truth = campaign.truth["accounts"]
    clusters = score_clusters(run.clusters.members, truth)
    rows = [(c.name, c.accounts, c.group, c.planted, c.found) for c in clusters[:_TOP]]
    print_rows(("Cluster", "Members", "Planted group", "Planted accounts", "Found in the cluster"), rows, Format.TABLE)
    if len(clusters) > _TOP:
        note(f"Showing {_TOP} of {len(clusters)} clusters.")
    retweets = campaign.tables["retweets"].select(
        account="account_id", object="post_id", time=pl.col("retweeted_at").dt.epoch("ms")
    )
    fixed = build_network(Events.from_frame(retweets), _PARAMETERS).edges()
    _print_score(
        f"A minimum weight of {_PARAMETERS.min_weight} without a significance test", score_edges(fixed, truth)[0]
    )
    _print_score("This run", score_edges(run.networks[0].edges(), truth)[0])


def _print_score(how: str, score: Score) -> None:
    others = score.accounts - score.found
    note(
        f"{how} finds {score.found:,} of the {score.planted:,} planted accounts and "
        f"{count(others, 'other account') if others else 'no others'} "
        f"(precision {_share(score.precision)}, recall {_share(score.recall)}). "
        f"Of its {count(score.edges or 0, 'edge')}, {score.false_edges:,} "
        f"{'is' if score.false_edges == 1 else 'are'} false."
    )


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"
