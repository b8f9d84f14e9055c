"""``explorer network``: build a network from files, without Neo4j."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from explorer.cli.options.files import PathsArgument, PlatformOption, SourceFormatOption, save_stdin
from explorer.cli.options.network import with_network_parameters
from explorer.cli.options.output import Format
from explorer.cli.options.profiles import ProfileOption
from explorer.cli.options.reading import with_read_options
from explorer.cli.options.signals import SignalOption, with_signal_parameters
from explorer.cli.options.significance import (
    AUTO,
    AuditDrawsOption,
    SignificanceOption,
    WindowsOption,
    scanned_windows,
    significance_parameters,
)
from explorer.cli.ui.files import print_rows_read, raise_failures
from explorer.cli.ui.output import note, print_rows, progress_bars
from explorer.cli.ui.profiles import given_options
from explorer.cli.ui.signals import warn_of_signal
from explorer.cli.ui.significance import note_significance
from explorer.common.text import count
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_layer

if TYPE_CHECKING:
    from explorer.sources.parsing.parser import ReadOptions


@with_read_options
@with_network_parameters
@with_signal_parameters
def network(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    signal: SignalOption = "co-retweet",
    *,
    signal_values: dict[str, float | None],
    parameters: NetworkParameters,
    significance: SignificanceOption = AUTO,
    audit_draws: AuditDrawsOption = 20,
    windows: WindowsOption = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Random seed of the permutation audit; the same seed gives the same result.")
    ] = 0,
    platform: PlatformOption = None,
    options: "ReadOptions",
    profile: ProfileOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write: .csv, .parquet or .graphml (for Gephi), with texts unchanged. Without this option, "
            "the command "
            "prints CSV that is safe to open in a spreadsheet."
        ),
    ] = None,
) -> None:
    """Build a coordination network from files, without Neo4j.

    The edges are the same as with import and detect, but nothing is stored. Include the files of posts, because their
    times are needed to estimate reaction times. Edges are undirected, with source before target; only the weighting
    messages gives directed edges. Columns: source, target, weight and, with significance, shared, expected_chance,
    expected_sync, expected_third, p_chance, p_sync, p_third, q, tier, trigger and trigger_account, and with --windows
    also window (milliseconds). Use tier A for results: the other tiers have other explanations.

    Example: explorer network FOLDER --window 60s --significance 0.05 --out edges.parquet

    Example: explorer network FOLDER --signal co-retweet+co-link+co-hashtag --out edges.parquet
    """
    from explorer.detect.significance.significance import find_edges
    from explorer.importing.jobs import find_readable_jobs
    from explorer.runs.network import check_suffix, describe_triggers, read_events, write_edges

    parameters, scanned = scanned_windows(context, windows, parameters)
    chosen = find_layer(signal, **signal_values)
    significance_test = significance_parameters(
        significance, parameters, draws=audit_draws, seed=seed, timeless=chosen.timeless, windows=scanned
    )
    # the times must be able to decide every window
    shortest = replace(parameters, window=min((parameters.window, *scanned)))
    if out:
        check_suffix(out)
    with progress_bars() as progress:
        given = given_options(context, format_, platform, options, profile)
        jobs, unread = find_readable_jobs(
            save_stdin(context, paths),
            format_name=given.format or "auto",
            platform=given.platform,
            options=given.options,
        )
        found = read_events(jobs, chosen, shortest, progress=progress)
        network_, result = find_edges(found.events, parameters, significance_test, progress=progress)
        if out:
            write_edges(network_, out, found.readings[0])
    print_rows_read(found.readings)
    warn_of_signal(chosen, found.left_out)
    for exclusion in network_.exclusions:
        note(f"  {exclusion}")
    note_significance(network_, result, describe_triggers(network_, found.readings[0]))
    edges = network_.edges()
    if out:
        note(f"Wrote {count(len(network_), 'edge')} to {out}")
    else:
        print_rows(edges.columns, edges.rows(), Format.CSV)
    raise_failures([*unread, *found.readings[0].outcomes])
