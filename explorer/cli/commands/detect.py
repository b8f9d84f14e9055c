"""``explorer detect``: clusters of coordinated accounts, written to the graph as a run."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.options.lists import parse_numbers, split_list
from explorer.cli.options.network import with_network_parameters
from explorer.cli.options.output import Format, FormatOption
from explorer.cli.options.signals import SignalsOption, with_signal_parameters
from explorer.cli.options.significance import AUTO, AuditDrawsOption, SignificanceOption, significance_parameters
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
            help="How much each signal counts for the clusters, in the order of --signals: 1,0.5 (default: all alike).",
            metavar="NUMBER,…",
        ),
    ] = None,
    *,
    signal_values: dict[str, float | None],
    parameters: NetworkParameters,
    significance: SignificanceOption = AUTO,
    audit_draws: AuditDrawsOption = 20,
    min_cluster_size: Annotated[int, typer.Option(min=2, help="Smaller communities are not kept as clusters.")] = 3,
    objective: Annotated[
        Objective,
        typer.Option(
            help="modularity: more weight inside than the accounts' activity leads one to expect; cpm: at least "
            "--resolution of weight for each pair of members, wherever in the network they are."
        ),
    ] = "modularity",
    resolution: Annotated[
        str,
        typer.Option(
            help="A number: higher gives more and smaller clusters, lower fewer; or scan: the one at which clusters "
            "hang least on seed and resolution.",
            metavar="NUMBER|scan",
        ),
    ] = "1",
    seeds: Annotated[
        int,
        typer.Option(
            min=1,
            max=MOST_DRAWS,
            help="How often communities are sought: stability is how often members stay together.",
        ),
    ] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Decides all of them; the same seed gives the same clusters.")] = 0,
    platform: Annotated[str | None, typer.Option(help="Only accounts of this platform (default: all).")] = None,
    leave_out_coarse: Annotated[
        bool,
        typer.Option("--leave-out-coarse", help="Leave out imports whose times are coarser than the window."),
    ] = False,
    leave_out_allowed: Annotated[
        bool,
        typer.Option("--leave-out-allowed", help="Leave out what accounts on the allow list did: explorer accounts."),
    ] = False,
    manifest: Annotated[
        Path | None,
        typer.Option(
            help="Repeat the run of this manifest (explorer export manifest) with exactly its parameters, and tell "
            "whether data and result are the same: exit code 1 if not.",
            metavar="FILE.json",
        ),
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Find clusters of accounts that do the same things at the same time, and the outlets they boost.

    The result is kept in the graph as a run; the same question on the same data replaces its earlier answer. A
    cluster is a pattern in the data: it is not proof of who is behind the accounts.

    Example: explorer detect --signal co-retweet --window 60s --significance 0.05

    Example: explorer detect --signals co-retweet,co-amplify --layer-weights 1,0.5 --resolution scan

    Example: explorer detect --manifest run.json
    """
    if manifest is not None:
        from explorer.cli.commands.detect_manifest import refuse_options_beside_manifest, repeat_run

        refuse_options_beside_manifest(context)
        repeat_run(context, manifest, format_)
        return
    from explorer.runs.parameters import DetectionParameters

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
        raise UsageError(f"--resolution {text} is not a number.", hint="Give a number such as 1, or scan.") from None
