"""``explorer network``: the network of a file, without a database."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.commands.signals import warn_of_signal
from explorer.cli.options.network import with_network_parameters
from explorer.cli.options.shared import (
    FastSecondsOption,
    MinTagsOption,
    PathsArgument,
    PlatformOption,
    SignalOption,
    SimilarityOption,
    SourceFormatOption,
    given_paths,
)
from explorer.cli.options.significance import (
    AUTO,
    AuditDrawsOption,
    SignificanceOption,
    note_significance,
    significance_parameters,
)
from explorer.cli.ui.output import Format, note, print_rows, progress_bars
from explorer.cli.ui.simulated_data import warn_of_simulated_files
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_signal
from explorer.detect.significance.significance import find_edges
from explorer.importing.jobs import find_jobs
from explorer.runs.files import FileRecords, read_files
from explorer.runs.network import check_suffix, find_events, write_edges


@with_network_parameters
def network(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    signal: SignalOption = "co-retweet",
    similarity: SimilarityOption = None,
    fast_seconds: FastSecondsOption = None,
    min_tags: MinTagsOption = None,
    *,
    parameters: NetworkParameters,
    significance: SignificanceOption = AUTO,
    audit_draws: AuditDrawsOption = 20,
    seed: Annotated[int, typer.Option(min=0, help="Of the audit's shuffles; the same seed gives the same result.")] = 0,
    platform: PlatformOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write, with names as they are: .csv, .parquet or .graphml (for Gephi). Without it, CSV is "
            "printed, safe in spreadsheets."
        ),
    ] = None,
) -> None:
    """Build the network of coordinated accounts from files alone.

    The same readers and the same counting as import and detect, but nothing is kept. Give a folder that holds the
    posts, too: their times tell how fast accounts react. Edges are undirected with source before target, except with
    the weighting messages, where an edge speaks of its source. Columns: source, target, weight and, with significance,
    shared, expected_chance, expected_sync, p_chance, p_sync, q and tier.

    Example: explorer network FOLDER --window 60s --significance 0.05 --out edges.parquet
    """
    wanted = find_signal(signal, similarity=similarity, fast_seconds=fast_seconds, min_tags=min_tags)
    sure = significance_parameters(significance, parameters, draws=audit_draws, seed=seed, timeless=wanted.timeless)
    if out:
        check_suffix(out)
    with progress_bars() as progress:
        jobs = find_jobs(given_paths(context, paths), format_name=format_, platform=platform)
        reading = read_files(jobs, wanted.kind, progress=progress)
        events, left_out = find_events(reading, wanted, parameters, progress=progress)
        found, rests_on = find_edges(events, parameters, sure, progress=progress)
        if out:
            write_edges(found, out)
    note_read(reading)
    warn_of_signal(wanted, left_out)
    for exclusion in found.exclusions:
        note(f"  {exclusion}")
    note_significance(found, rests_on)
    edges = found.edges()
    if out:
        note(f"{len(found):,} edges are in {out}")
    else:
        print_rows(edges.columns, edges.rows(), Format.CSV)


def note_read(reading: FileRecords) -> None:
    """Say what became of the rows of the files."""
    used = " + ".join(f"{count:,} {table}" for table, count in reading.used.items())
    note(
        f"{reading.rows:,} rows read = {used} + {reading.duplicates:,} duplicates + {reading.other:,} other rows + "
        f"{reading.rejected:,} rejected"
    )
    for reason, count in reading.reasons[:5]:
        note(f"  {count:,} rejected: {reason}")
    for text in reading.notes:
        note(f"  {text}")
    warn_of_simulated_files(reading.name)
