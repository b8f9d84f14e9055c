"""The network without a database: files through the same readers and the same kernel, edges into a file."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Final

import igraph
import polars as pl

from explorer import tables
from explorer.detect.events import Events
from explorer.detect.network import Network, NetworkParameters, build_network, check_resolution
from explorer.detect.signals import Signal, events_frame
from explorer.errors import InputError, UsageError
from explorer.ingest import Job
from explorer.progress import Progress, silent
from explorer.tables import RETWEETS, Resolution
from explorer.tally import Tally

TABLE_SUFFIXES: Final = (".csv", ".parquet")
SUFFIXES: Final = (*TABLE_SUFFIXES, ".graphml")


@dataclass(frozen=True, slots=True)
class Retweets:
    """The retweets of some files; always ``rows == frame.height + duplicates + other + rejected``.

    Attributes:
        frame: account_id, post_id, author_id, retweeted_at; ids as in the files if all are of one platform, else
            keys (``platform:id``). Of rows with one retweet_id the first stays.
        rows: data rows read.
        duplicates: retweets whose retweet_id occurred before.
        other: rows of other tables (accounts, posts, …), which the network does not need.
        rejected: rows that cannot be used.
        reasons: reject reasons, most frequent first.
        resolution: of the retweets' times.
        notes: what the readers noticed.
    """

    frame: pl.DataFrame
    rows: int
    duplicates: int
    other: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    resolution: Resolution
    notes: tuple[str, ...]


def read_retweets(jobs: Sequence[Job], *, progress: Progress = silent) -> Retweets:
    """Read the retweets of files.

    Args:
        jobs: from `explorer.ingest.find_jobs`.
        progress: told of bytes read.

    Raises:
        InputError: if a file cannot be read, or there is no retweet in any.
    """
    frames: list[pl.DataFrame] = []
    other = 0
    tallies = []
    for job in jobs:
        tallies.append(tally := Tally(job.place.name, job.place.size, progress))
        for batch in job.batches():
            tally.add(batch)
            if batch.table is RETWEETS:
                frames.append(batch.rows)
            else:
                other += batch.rows.height
    reasons = sum((tally.reasons for tally in tallies), Counter[str]())
    read = pl.concat(frames) if frames else RETWEETS.empty()
    if read.is_empty():
        raise InputError(
            f"There is no usable retweet in {', '.join(job.place.name for job in jobs)}.",
            hint="; ".join(f"{count:,} rows: {reason}" for reason, count in reasons.most_common(3))
            or "Retweets need a table of retweets: see docs/formats.md.",
        )
    unique = tables.drop_duplicates(RETWEETS, read)
    return Retweets(
        frame=_named(unique).drop("platform", "retweet_id"),
        rows=sum(tally.rows for tally in tallies),
        duplicates=read.height - unique.height,
        other=other,
        rejected=sum(tally.rejected for tally in tallies),
        reasons=tuple(reasons.most_common()),
        resolution=reduce(or_, (tally.resolution for tally in tallies)),
        notes=tuple(
            f"{job.place.name}: {text}" for job, tally in zip(jobs, tallies, strict=True) for text in tally.notes
        ),
    )


def find_events(retweets: Retweets, signal: Signal, parameters: NetworkParameters) -> tuple[Events, int]:
    """Return the events of a signal in these retweets, and how many of them do not name its object.

    Raises:
        UsageError: if the window is finer than the times.
        InputError: if no retweet names the signal's object.
    """
    check_resolution(parameters.window, retweets.resolution.seconds)
    frame, left_out = events_frame(retweets.frame, signal)
    if frame.is_empty():
        raise InputError(
            f"None of the {left_out:,} retweets names what {signal.name} needs.",
            hint="co-retweet needs the post's id, co-amplify the retweeted account: try the other --signal.",
        )
    return Events.from_frame(frame), left_out


def find_network(
    retweets: Retweets, signal: Signal, parameters: NetworkParameters, *, progress: Progress = silent
) -> tuple[Network, int]:
    """Return the network of these retweets, and how many of them do not name the signal's object.

    Raises:
        UsageError: as `find_events` and `build_network`.
        InputError: as `find_events`.
    """
    events, left_out = find_events(retweets, signal, parameters)
    return build_network(events, parameters, progress=progress), left_out


def check_out(path: Path, suffixes: Sequence[str] = SUFFIXES) -> None:
    """Refuse a name that says no known form.

    Raises:
        UsageError: if the suffix is not one of ``suffixes``.
    """
    if path.suffix not in suffixes:
        raise UsageError(f"{path.name}: this cannot be written as {path.suffix or 'a file without suffix'!r}.",
                         hint=f"Name the file *{', *'.join(suffixes)}.")  # fmt: skip


def write_edges(network: Network, path: Path) -> None:
    """Write the edges, with the columns of `Network.edges`, whole or not at all; the suffix says how.

    Raises:
        UsageError: if the suffix is not one of `SUFFIXES`.
        InputError: if the folder cannot be written to.
    """
    check_out(path)
    edges = network.edges()
    if path.suffix in TABLE_SUFFIXES:
        write_table(edges, path)
    else:
        _write_whole(path, lambda part: _as_igraph(edges, directed=network.directed).write_graphml(str(part)))


def write_table(rows: pl.DataFrame, path: Path) -> None:
    """Write rows whole or not at all; the suffix says how.

    Raises:
        UsageError: if the suffix is not one of `TABLE_SUFFIXES`.
        InputError: if the folder cannot be written to.
    """
    check_out(path, TABLE_SUFFIXES)
    _write_whole(path, rows.write_csv if path.suffix == ".csv" else rows.write_parquet)


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", hint="Name another folder.") from error
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", hint="Is the disk full?") from error
    finally:
        part.unlink(missing_ok=True)


def _as_igraph(edges: pl.DataFrame, *, directed: bool) -> igraph.Graph:
    return igraph.Graph.TupleList(edges.iter_rows(), directed=directed, edge_attrs=edges.columns[2:])


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _named(retweets: pl.DataFrame) -> pl.DataFrame:
    """Name accounts and posts by their keys where platforms mix."""
    if retweets["platform"].n_unique() == 1:
        return retweets
    platform = pl.col("platform")
    return retweets.with_columns(
        account_id=tables.account_key(platform, pl.col("account_id")),
        author_id=tables.account_key(platform, pl.col("author_id")),
        post_id=tables.item_key(platform, pl.col("post_id")),
    )
