"""``explorer network``: the network of a file, without a database."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.options import (
    FastSecondsOption,
    MinParticipationOption,
    MinTagsOption,
    MinWeightOption,
    PathsArgument,
    PlatformOption,
    SignalOption,
    SimilarityOption,
    SourceFormatOption,
    WeightingOption,
    WindowOption,
    given_paths,
)
from explorer.cli.output import Format, note, print_rows, progress_bars
from explorer.cli.signals import warn_of_signal
from explorer.detect.network import NetworkParameters
from explorer.detect.signals import find_signal
from explorer.durations import parse_window
from explorer.ingest import find_jobs
from explorer.offline import check_out, find_network, write_edges
from explorer.reading import read_files


def network(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    signal: SignalOption = "co-retweet",
    window: WindowOption = "60s",
    weighting: WeightingOption = "objects",
    min_weight: MinWeightOption = 2,
    min_participation: MinParticipationOption = 1,
    similarity: SimilarityOption = None,
    fast_seconds: FastSecondsOption = None,
    min_tags: MinTagsOption = None,
    platform: PlatformOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write, with names as they are: .csv, .parquet or .graphml (for Gephi). Without it, CSV is "
            "printed, safe in spreadsheets."
        ),
    ] = None,
) -> None:
    """Build the network of coordinated accounts from files alone: columns source, target, weight.

    The same readers and the same counting as import and detect, but nothing is kept. Edges are undirected with
    source before target, except with the weighting messages, where an edge speaks of its source.

    Example: explorer network retweets.csv --window 60s --min-weight 2 --out edges.graphml
    """
    wanted = find_signal(signal, similarity=similarity, fast_seconds=fast_seconds, min_tags=min_tags)
    parameters = NetworkParameters(weighting, parse_window(window), min_weight, min_participation)
    if out:
        check_out(out)
    with progress_bars() as progress:
        jobs = find_jobs(given_paths(context, paths), source=format_, platform=platform)
        reading = read_files(jobs, wanted.kind, progress=progress)
        found, left_out = find_network(reading, wanted, parameters, progress=progress)
        if out:
            write_edges(found, out)
    used = " + ".join(f"{count:,} {table}" for table, count in reading.used.items())
    note(
        f"{reading.rows:,} rows read = {used} + {reading.duplicates:,} duplicates + {reading.other:,} other rows + "
        f"{reading.rejected:,} rejected"
    )
    for reason, count in reading.reasons[:5]:
        note(f"  {count:,} rejected: {reason}")
    for text in reading.notes:
        note(f"  {text}")
    warn_of_signal(wanted, left_out)
    edges = found.edges()
    if out:
        note(f"{len(found):,} edges are in {out}")
    else:
        print_rows(edges.columns, edges.rows(), Format.CSV)
