"""``explorer slices``: the network of a file slice by slice of time, and which edges last."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from explorer.cli.options.files import PathsArgument, PlatformOption, SourceFormatOption, save_stdin
from explorer.cli.options.network import with_network_parameters
from explorer.cli.options.output import Format
from explorer.cli.options.signals import SignalOption
from explorer.cli.ui.files import print_rows_read
from explorer.cli.ui.output import note, print_rows, progress_bars
from explorer.cli.ui.signals import warn_of_signal
from explorer.common.durations import parse_duration
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_signal

if TYPE_CHECKING:
    import polars as pl

    from explorer.detect.network.slices import Slice


@with_network_parameters
def slices(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    slice_: Annotated[
        str, typer.Option("--slice", help="Length of a slice of time: 7d shows campaigns come and go, 1h an afternoon.")
    ] = "7d",
    slide: Annotated[
        str | None,
        typer.Option(help="From the start of a slice to the start of the next (default: its length, no overlap)."),
    ] = None,
    decay: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            help="What an edge keeps of its weight from one slice to the next: 1 adds up all slices, 0.5 counts the "
            "last ones most (LCN+HCC's alpha).",
        ),
    ] = 0.5,
    decay_over: Annotated[
        int | None, typer.Option(min=1, help="Add up the last so many slices only (default: all; LCN+HCC takes 5).")
    ] = None,
    signal: SignalOption = "co-retweet",
    *,
    parameters: NetworkParameters,
    platform: PlatformOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File for the edges with their decayed weight and the number of slices that have them: .csv, .parquet "
            "or .graphml."
        ),
    ] = None,
    communities: Annotated[
        Path | None,
        typer.Option(
            help="File for communities that last, found in all slices together: slice, its start, account, community; "
            ".csv or .parquet."
        ),
    ] = None,
    coupling: Annotated[
        float,
        typer.Option(
            min=0,
            help="What it is worth to a community that an account stays from one slice to the next, in the unit of "
            "the weights: 0 looks at each slice by itself, more makes communities last longer.",
        ),
    ] = 1.0,
    output: Annotated[Format, typer.Option("--output", help="Form of the table of slices.")] = Format.TABLE,
) -> None:
    """Cut time into slices, build the network of each, and tell which edges are new and which last.

    The table has one row per slice: edges, accounts with an edge, edges that the slice before it did not have (new)
    and that it had, too (kept). With --out, all slices' edges are added up and written; with --communities, who is
    together in which slice.

    Example: explorer slices retweets.csv --slice 7d --slide 1d --decay 0.5 --out lasting.parquet
    """
    import polars as pl

    from explorer.detect.network.slices import Slicing, build_slices, persistence, slice_table
    from explorer.importing.jobs import find_jobs
    from explorer.runs.files import read_files
    from explorer.runs.network import TABLE_SUFFIXES, check_suffix, find_events, write_edges, write_table

    chosen = find_signal(signal)
    length = parse_duration(slice_)
    slicing = Slicing(length, parse_duration(slide) if slide else length)
    if out:
        check_suffix(out)
    if communities:
        check_suffix(communities, TABLE_SUFFIXES)
    with progress_bars() as progress:
        jobs = find_jobs(save_stdin(context, paths), format_name=format_, platform=platform)
        reading = read_files(jobs, chosen.kind, progress=progress)
        events, left_out = find_events(reading, chosen, parameters, progress=progress)
        networks = build_slices(events, parameters, slicing, progress=progress)
        lasting = persistence(networks, decay=decay, over=decay_over)
        if out:
            write_edges(lasting, out, reading)
        if communities:
            followed = _follow(networks, coupling)
            write_table(followed, communities)
    print_rows_read(reading)
    warn_of_signal(chosen, left_out)
    for exclusion in lasting.exclusions:
        note(f"  {exclusion}")
    rows = slice_table(networks)
    print_rows(rows.columns, rows.rows(), output)
    if out:
        note(f"{len(lasting):,} edges are in {out}")
    if communities:
        lengths = followed.group_by("community").agg(pl.col("slice").n_unique())["slice"].to_list()
        note(
            f"{len(lengths):,} communities are in {communities}, {sum(length > 1 for length in lengths):,} of them in "
            f"more than one slice, the longest in {max(lengths, default=0):,}"
        )


def _follow(slices_: "list[Slice]", coupling: float) -> "pl.DataFrame":
    import polars as pl

    from explorer.communities.temporal import follow_communities

    followed = follow_communities([part.network for part in slices_], coupling=coupling)
    starts = pl.Series([part.start for part in slices_], dtype=pl.Datetime("ms", "UTC"))
    return followed.with_columns(start=starts.gather(followed["slice"])).select(
        "slice", "start", "account", "community"
    )
