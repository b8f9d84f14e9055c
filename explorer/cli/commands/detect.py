"""``explorer detect``: find clusters of coordinated accounts, and store them as a run."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.options.lists import parse_numbers, split_list
from explorer.cli.options.network import with_network_parameters
from explorer.cli.options.output import Format, FormatOption
from explorer.cli.options.signals import SignalsOption, with_signal_parameters
from explorer.cli.options.significance import (
    AUTO,
    AuditDrawsOption,
    SignificanceOption,
    WindowsOption,
    scanned_windows,
    significance_parameters,
)
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.hints import in_hints
from explorer.cli.ui.judgements import describe_judgements
from explorer.cli.ui.output import note
from explorer.cli.ui.runs import print_run
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import UsageError
from explorer.common.limits import MOST_DRAWS
from explorer.communities.parameters import ClusterParameters, Objective
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_signals


@with_network_parameters
@with_signal_parameters
def detect_command(
    context: typer.Context,
    signals: SignalsOption = "co-retweet",
    layer_weights: Annotated[
        str | None,
        typer.Option(
            help="Weight of each signal in the clustering, in the order of --signals, for example 1,0.5. Give "
            "a lower weight to signals that are weaker evidence. Default: equal weights.",
            metavar="NUMBER[,NUMBER…]",
            rich_help_panel="Signal",
        ),
    ] = None,
    *,
    signal_values: dict[str, float | None],
    parameters: NetworkParameters,
    significance: SignificanceOption = AUTO,
    audit_draws: AuditDrawsOption = 20,
    windows: WindowsOption = None,
    min_cluster_size: Annotated[
        int,
        typer.Option(
            min=2,
            help="Minimum number of members. Smaller communities are not kept as clusters.",
            rich_help_panel="Clusters",
        ),
    ] = 3,
    objective: Annotated[
        Objective,
        typer.Option(
            help="What the Leiden algorithm optimises. modularity: the weight inside clusters beyond what the "
            "accounts' total weights would suggest. This is a good default. cpm: clusters whose average "
            "weight per pair of members is at least --resolution, whatever else is in the network.",
            rich_help_panel="Clusters",
        ),
    ] = "modularity",
    resolution: Annotated[
        str,
        typer.Option(
            help="Resolution of the Leiden algorithm. Higher values give more and smaller clusters. Start with 1 for "
            "modularity. For cpm, give the average weight per pair of members that a cluster must reach. scan tries "
            "several values and chooses the one with the most stable clusters.",
            metavar="NUMBER|scan",
            rich_help_panel="Clusters",
        ),
    ] = "1",
    seeds: Annotated[
        int,
        typer.Option(
            min=1,
            max=MOST_DRAWS,
            help="Number of times that the Leiden algorithm is repeated with different random seeds. Stability shows "
            "how reproducible a cluster is: the share of repetitions in which a pair of members is in the same "
            "cluster. 20 is enough for most networks; use 5 for networks with more than a million edges.",
            rich_help_panel="Clusters",
        ),
    ] = 20,
    seed: Annotated[
        int,
        typer.Option(min=0, help="Random seed; the same seed gives the same clusters.", rich_help_panel="Clusters"),
    ] = 0,
    platform: Annotated[
        str | None,
        typer.Option(
            help="Use only accounts of this platform. Default: all.", metavar="NAME", rich_help_panel="Input and output"
        ),
    ] = None,
    leave_out_coarse: Annotated[
        bool,
        typer.Option(
            "--leave-out-coarse",
            help="Leave out imports whose times are less precise than the window. Without this option, the "
            "command stops if there are any.",
            rich_help_panel="Input and output",
        ),
    ] = False,
    leave_out_allowed: Annotated[
        bool,
        typer.Option(
            "--leave-out-allowed",
            help="Leave out accounts on the allow list (see `explorer accounts`).",
            rich_help_panel="Input and output",
        ),
    ] = False,
    manifest: Annotated[
        Path | None,
        typer.Option(
            help="Repeat the run described in this manifest (written by `explorer export manifest`) with the same "
            "parameters. The exit code is 1 if the data or the result differs from the manifest.",
            metavar="FILE.json",
            rich_help_panel="Input and output",
        ),
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Find clusters of accounts that appear coordinated, and store them as a run.

    A run with the same parameters on the same data replaces the earlier one. A cluster is a pattern in the data. It
    does not prove who operates the accounts. After a run, `explorer packs run cluster-boosts` shows which outlets the
    clusters boost.

    Example: explorer detect --signal co-retweet --window 60s --significance 0.05

    Example: explorer detect --windows 10s,60s,10m,1h

    Example: explorer detect --signals co-retweet,co-amplify --layer-weights 1,0.5 --resolution scan

    Example: explorer detect --manifest run.json
    """
    if manifest is not None:
        from explorer.cli.commands.detect_manifest import refuse_options_beside_manifest, repeat_run

        refuse_options_beside_manifest(context)
        repeat_run(context, manifest, format_)
        return
    from explorer.runs.parameters import DetectionParameters

    parameters, scanned = scanned_windows(context, windows, parameters)
    chosen = find_signals(split_list(signals), **signal_values)
    question = DetectionParameters(
        signals=chosen,
        layer_weights=tuple(parse_numbers(layer_weights, "--layer-weights")) if layer_weights is not None else (),
        network=parameters,
        significance=significance_parameters(
            significance,
            parameters,
            draws=audit_draws,
            seed=seed,
            timeless=any(signal.timeless for signal in chosen),
            windows=scanned,
        ),
        clusters=ClusterParameters(
            objective=objective,
            resolution=None if resolution == "scan" else _number(resolution),
            min_size=min_cluster_size,
            seeds=seeds,
            seed=seed,
        ),
        platform=platform,
        leave_out_coarse=leave_out_coarse,
        leave_out_allowed=leave_out_allowed,
    )
    with open_graph(context) as graph:
        warn_of_simulated_graph(graph)
        run = graph.detect(question)
        judgements = describe_judgements(graph, run.properties["runId"])
    print_run(run, format_)
    for sentence in judgements:
        note(in_hints.reach(sentence))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(
            f"--resolution {text} is not a number.", hint="Give --resolution a number such as 1, or scan."
        ) from None
