"""``explorer detect``: clusters of coordinated accounts, written to the graph as a run."""

from typing import Annotated

import typer

from explorer.cli.options import (
    FastSecondsOption,
    MinParticipationOption,
    MinTagsOption,
    MinWeightOption,
    SignalOption,
    SimilarityOption,
    WeightingOption,
    WindowOption,
)
from explorer.cli.output import Format, FormatOption, note, print_rows, progress_bars, warn
from explorer.cli.signals import warn_of_signal
from explorer.communities import WEAK_MODULARITY
from explorer.detect.network import NetworkParameters
from explorer.detect.signals import SIGNALS, find_signal
from explorer.detection import DetectionParameters, Run, detect
from explorer.durations import format_duration, parse_window
from explorer.graph.connect import open_graph
from explorer.settings import Settings


def detect_command(
    context: typer.Context,
    signal: SignalOption = "co-retweet",
    window: WindowOption = "60s",
    weighting: WeightingOption = "objects",
    min_weight: MinWeightOption = 2,
    min_participation: MinParticipationOption = 1,
    similarity: SimilarityOption = None,
    fast_seconds: FastSecondsOption = None,
    min_tags: MinTagsOption = None,
    min_cluster_size: Annotated[int, typer.Option(min=2, help="Smaller communities are not kept as clusters.")] = 3,
    resolution: Annotated[
        float,
        typer.Option(min=0.0, help="Of modularity: above 1 gives more and smaller clusters, below 1 fewer."),
    ] = 1.0,
    seed: Annotated[int, typer.Option(help="Of the community detection; the same seed gives the same clusters.")] = 0,
    platform: Annotated[str | None, typer.Option(help="Only accounts of this platform (default: all).")] = None,
    leave_out_coarse: Annotated[
        bool,
        typer.Option("--leave-out-coarse", help="Leave out imports whose times are coarser than the window."),
    ] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Find clusters of accounts that do the same things at the same time, and the outlets they boost.

    The result is kept in the graph as a run; the same question on the same data replaces its earlier answer. A
    cluster is a pattern in the data: it is not proof of who is behind the accounts.

    Example: explorer detect --signal co-retweet --window 60s --min-weight 2
    """
    settings: Settings = context.obj
    parameters = DetectionParameters(
        signal=find_signal(signal, similarity=similarity, fast_seconds=fast_seconds, min_tags=min_tags),
        network=NetworkParameters(
            weighting=weighting,
            window=parse_window(window),
            min_weight=min_weight,
            min_participation=min_participation,
        ),
        min_cluster_size=min_cluster_size,
        resolution=resolution,
        seed=seed,
        platform=platform,
        leave_out_coarse=leave_out_coarse,
    )
    with progress_bars() as progress, open_graph(settings, progress=progress) as graph:
        run = detect(graph, parameters, progress=progress)
    print_run(run, format_)


def print_run(run: Run, form: Format, *, top: int | None = None) -> None:
    """Print the ranked clusters (the first ``top`` of them), and what the run rests on."""
    clusters = run.clusters.clusters if top is None else run.clusters.clusters.head(top)
    print_rows(clusters.columns, clusters.rows(), form)
    p = run.properties
    if clusters.height < p["clusters"]:
        note(f"The first {clusters.height:,} of {p['clusters']:,} clusters.")
    note(
        f"run {p['runId']}: {p['events']:,} events, {p['accounts']:,} accounts in {p['edges']:,} edges "
        f"({p['signal']}, {p['weighting']}, window {format_duration(p['window'])}, weight >= {p['minWeight']}), "
        f"clusters: {p['clusters']:,}, modularity {p['modularity']:.3f}, seed {p['seed']}, data {p['fingerprint'][:12]}"
    )
    if p["clusters"] > 1 and p["modularity"] < WEAK_MODULARITY:
        warn(
            f"Modularity is below {WEAK_MODULARITY}: these accounts hardly fall into separate clusters, and where one "
            "ends and the next begins says little."
        )
    warn_of_signal(SIGNALS[p["signal"]], run.left_out)
    for file in run.left_out_files:
        warn(f"{file} is coarser than the window and was left out.")
