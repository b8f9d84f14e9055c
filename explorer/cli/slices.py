"""``explorer slices``: the network of a file slice by slice of time, and which edges last."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.network import note_read
from explorer.cli.options import (
    PathsArgument,
    PlatformOption,
    SignalOption,
    SourceFormatOption,
    given_paths,
)
from explorer.cli.output import Format, note, print_rows, progress_bars, warn
from explorer.cli.parameters import with_network_parameters
from explorer.detect.network import NetworkParameters
from explorer.detect.signals import find_signal
from explorer.detect.slices import Slicing, build_slices, persistence, table
from explorer.durations import parse_duration
from explorer.ingest import find_jobs
from explorer.offline import check_out, find_events, read_retweets, write_edges


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
    output: Annotated[Format, typer.Option("--output", help="Form of the table of slices.")] = Format.TABLE,
) -> None:
    """Cut time into slices, build the network of each, and tell which edges are new and which last.

    The table has one row per slice: edges, accounts with an edge, edges that the slice before it did not have (new)
    and that it had, too (kept). With --out, all slices' edges are added up and written.

    Example: explorer slices retweets.csv --slice 7d --slide 1d --decay 0.5 --out lasting.parquet
    """
    wanted = find_signal(signal)
    length = parse_duration(slice_)
    slicing = Slicing(length, parse_duration(slide) if slide else length)
    if out:
        check_out(out)
    with progress_bars() as progress:
        jobs = find_jobs(given_paths(context, paths), source=format_, platform=platform)
        retweets = read_retweets(jobs, progress=progress)
        events, left_out = find_events(retweets, wanted, parameters)
        found = build_slices(events, parameters, slicing, progress=progress)
        lasting = persistence(found, decay=decay, over=decay_over)
        if out:
            write_edges(lasting, out)
    note_read(retweets)
    if left_out:
        warn(f"{left_out:,} retweets do not name what {signal} needs and were left out.")
    for removed in lasting.removed:
        note(f"  {removed}")
    rows = table(found)
    print_rows(rows.columns, rows.rows(), output)
    if out:
        note(f"{len(lasting):,} edges are in {out}")
