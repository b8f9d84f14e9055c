"""``explorer slices``: build one network per time slice."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from explorer.cli.options.files import PathsArgument, PlatformOption, SourceFormatOption, save_stdin
from explorer.cli.options.network import with_network_parameters
from explorer.cli.options.output import Format
from explorer.cli.options.profiles import ProfileOption
from explorer.cli.options.reading import with_read_options
from explorer.cli.options.signals import SignalOption
from explorer.cli.ui.files import print_rows_read, raise_failures
from explorer.cli.ui.output import note, print_rows, progress_bars
from explorer.cli.ui.profiles import given_options
from explorer.cli.ui.signals import warn_of_signal
from explorer.common.durations import parse_duration
from explorer.common.text import count
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_layer

if TYPE_CHECKING:
    import polars as pl

    from explorer.detect.network.slices import Slice
    from explorer.sources.parsing.parser import ReadOptions


@with_read_options
@with_network_parameters
def slices(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    slice_: Annotated[
        str,
        typer.Option(
            "--slice",
            metavar="TIME",
            help="Length of a time slice. Use 7d to follow campaigns over months, 1h for a single day.",
        ),
    ] = "7d",
    slide: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Time from the start of one slice to the start of the next. Shorter than --slice makes slices "
            "overlap. "
            "Default: the length of a slice.",
        ),
    ] = None,
    decay: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            help="Share of its weight that an edge keeps from one slice to the next. 1 counts all slices equally; "
            "0.5 favours "
            "recent slices (alpha in LCN+HCC).",
        ),
    ] = 0.5,
    decay_over: Annotated[
        int | None, typer.Option(min=1, help="Number of latest slices to add up. Default: all; LCN+HCC uses 5.")
    ] = None,
    signal: SignalOption = "co-retweet",
    *,
    parameters: NetworkParameters,
    platform: PlatformOption = None,
    options: "ReadOptions",
    profile: ProfileOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File for the edges, with their decayed weight and number of slices: .csv, .parquet or .graphml."
        ),
    ] = None,
    communities: Annotated[
        Path | None,
        typer.Option(
            help="File for communities that are followed across slices: .csv or .parquet, with the columns slice, "
            "start, "
            "account and community."
        ),
    ] = None,
    coupling: Annotated[
        float,
        typer.Option(
            min=0,
            help="How strongly communities are kept together across slices, in the unit of the weights. 0 treats "
            "each slice "
            "separately; higher values make communities last longer.",
        ),
    ] = 1.0,
    output: Annotated[Format, typer.Option("--output", help="Output format of the table of slices.")] = Format.TABLE,
) -> None:
    """Build one network per time slice, and show which edges persist.

    The table has one row per slice: edges, accounts with an edge, and edges that are new or kept from the previous
    slice. --out writes the edges of all slices, added up. --communities writes which accounts are together in which
    slice.

    Example: explorer slices retweets.csv --slice 7d --slide 1d --decay 0.5 --out lasting.parquet
    """
    import polars as pl

    from explorer.detect.network.slices import Slicing, build_slices, persistence, slice_table
    from explorer.importing.jobs import find_readable_jobs
    from explorer.runs.network import TABLE_SUFFIXES, check_suffix, read_events, write_edges, write_table

    chosen = find_layer(signal)
    length = parse_duration(slice_)
    slicing = Slicing(length, parse_duration(slide) if slide else length)
    if out:
        check_suffix(out)
    if communities:
        check_suffix(communities, TABLE_SUFFIXES)
    with progress_bars() as progress:
        given = given_options(context, format_, platform, options, profile)
        jobs, unread = find_readable_jobs(
            save_stdin(context, paths),
            format_name=given.format or "auto",
            platform=given.platform,
            options=given.options,
        )
        found = read_events(jobs, chosen, parameters, progress=progress)
        networks = build_slices(found.events, parameters, slicing, progress=progress)
        lasting = persistence(networks, decay=decay, over=decay_over)
        if out:
            write_edges(lasting, out, found.readings[0])
        if communities:
            followed = _follow(networks, coupling)
            write_table(followed, communities)
    print_rows_read(found.readings)
    warn_of_signal(chosen, found.left_out)
    for exclusion in lasting.exclusions:
        note(f"  {exclusion}")
    rows = slice_table(networks)
    print_rows(rows.columns, rows.rows(), output, labels={name: name.capitalize() for name in rows.columns})
    if out:
        note(f"Wrote {count(len(lasting), 'edge')} to {out}")
    if communities:
        lengths = followed.group_by("community").agg(pl.col("slice").n_unique())["slice"].to_list()
        note(
            f"Wrote {count(len(lengths), 'community', 'communities')} to {communities}. "
            f"In more than one slice: {sum(length > 1 for length in lengths):,}. "
            f"The longest is in {count(max(lengths, default=0), 'slice')}."
        )
    raise_failures([*unread, *found.readings[0].outcomes])


def _follow(slices_: "list[Slice]", coupling: float) -> "pl.DataFrame":
    import polars as pl

    from explorer.communities.temporal import follow_communities

    followed = follow_communities([part.network for part in slices_], coupling=coupling)
    starts = pl.Series([part.start for part in slices_], dtype=pl.Datetime("ms", "UTC"))
    return followed.with_columns(start=starts.gather(followed["slice"])).select(
        "slice", "start", "account", "community"
    )
