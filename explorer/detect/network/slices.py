"""Networks of time slices: which edges last, and which come and go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from explorer.common.durations import format_duration
from explorer.common.errors import UsageError
from explorer.common.progress import Progress, silent
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.filters import add_up, without_popular_objects
from explorer.detect.network.model import Exclusion, Network, edge_keys
from explorer.detect.network.parameters import NetworkParameters

_DAY: Final = 86_400_000
_MOST: Final = 10_000

TABLE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "start": pl.Datetime("ms", "UTC"),
    "events": pl.Int64,
    "accounts": pl.Int64,
    "edges": pl.Int64,
    "new": pl.Int64,
    "kept": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Slicing:
    """How time is cut into slices.

    The first slice begins at 00:00 UTC on the day of the first event or, if slices follow each other faster than daily,
    at the last multiple of ``slide`` before the first event. The last slice is the first that contains the last event.

    Attributes:
        length: Length of a slice in milliseconds; its end is exclusive.
        slide: Milliseconds from the start of one slice to the start of the next; ``length`` for slices that do not
            overlap.

    Raises:
        UsageError: If a value is out of range, or events would lie between slices.
    """

    length: int
    slide: int

    def __post_init__(self) -> None:
        """Validate that slices are not empty and have no gaps between them."""
        if self.length < 1 or self.slide < 1:
            raise UsageError(
                "The length of a time slice must be above 0.", hint="Set --slice and --slide to times such as 7d or 1h."
            )
        if self.slide > self.length:
            raise UsageError(
                f"Slices of {format_duration(self.length)} that begin every {format_duration(self.slide)} leave gaps.",
                hint="Set --slide to the length of --slice or less.",
            )

    def starts(self, first: int, last: int) -> range:
        """Return the starts of the slices, UTC milliseconds, for events from ``first`` to ``last``.

        Raises:
            UsageError: If there are more than ten thousand.
        """
        start = first - first % min(self.slide, _DAY)
        count = 1 + max(0, -((start + self.length - 1 - last) // self.slide))
        if count > _MOST:
            raise UsageError(
                f"The data span {format_duration(_DAY * -(-(last - start) // _DAY))}, which makes {count:,} slices; "
                f"the maximum is {_MOST:,}.",
                hint="Use longer slices, for example --slice 7d --slide 1d.",
            )
        return range(start, start + count * self.slide, self.slide)


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice of time.

    Attributes:
        start: UTC milliseconds.
        events: Number of events in the slice.
        network: Network of these events; the networks of all slices share ``accounts``. Popular objects are left out
            of all slices at once, and the network of the first slice counts them.
    """

    start: int
    events: int
    network: Network


def slice_events(events: Events, slicing: Slicing) -> Iterator[tuple[int, Events]]:
    """Yield the start and the events of each slice in the order of time, slices without events included."""
    if not len(events):
        return
    order = np.argsort(events.time, kind="stable")
    time = events.time[order]
    for start in slicing.starts(int(time[0]), int(time[-1])):
        first, end = np.searchsorted(time, (start, start + slicing.length))
        # ascending positions keep the order by (object, time, account)
        chosen = np.sort(order[first:end])
        yield (
            start,
            replace(events, account=events.account[chosen], object=events.object[chosen], time=events.time[chosen]),
        )


def build_slices(
    events: Events,
    parameters: NetworkParameters,
    slicing: Slicing,
    *,
    threads: int | None = None,
    progress: Progress = silent,
) -> list[Slice]:
    """Build the network of each slice with the same parameters; a pair of events counts if one slice has both.

    All events decide which objects are popular; the filters apply to one slice at a time.

    Args:
        events: The events.
        parameters: As for `build_network`.
        slicing: How time is cut.
        threads: Threads to use; None: one per processor.
        progress: Called with the number of slices done, stage "building slices".

    Raises:
        UsageError: As `build_network` and `Slicing.starts`.
    """
    exclusions: tuple[Exclusion, ...] = ()
    if parameters.max_accounts_per_object is not None:
        events, popular = without_popular_objects(events, parameters.max_accounts_per_object)
        parameters = replace(parameters, max_accounts_per_object=None)
        exclusions = (popular,)
    total = len(slicing.starts(int(events.time.min()), int(events.time.max()))) if len(events) else 0
    slices: list[Slice] = []
    for start, part in slice_events(events, slicing):
        network = build_network(part, parameters, threads=threads)
        slices.append(Slice(start, len(part), replace(network, exclusions=(*exclusions, *network.exclusions))))
        exclusions = ()  # popular objects were left out of all slices at once
        progress("building slices", len(slices), total)
    return slices


def persistence(slices: Sequence[Slice], *, decay: float, over: int | None = None) -> Network:
    """Add up the networks of the slices; each slice counts ``decay`` times as much as the one after it.

    The decaying sliding window of LCN+HCC (Weber and Neumann 2021, "Amplifying influence through coordinated behaviour
    in social networks", Social Network Analysis and Mining 11): at the last slice t, the weight of an edge is the sum
    of decay^i * (its weight in slice t - i) for i = 0 to ``over`` - 1. Directed networks are made undirected first.

    Args:
        slices: At least one, in the order of time.
        decay: Above 0, at most 1; 1 weights all slices equally.
        over: Number of the last slices to use; None for all. The code of LCN+HCC uses 5.

    Returns:
        Edges of these slices. Weights are float64, ``slices`` is the number of these slices that have the edge, and
        ``objects`` the largest number in one slice, since overlapping slices share objects.

    Raises:
        UsageError: If a value is out of range.
    """
    if not 0 < decay <= 1:
        raise UsageError(
            f"The decay must be above 0 and at most 1, not {decay}.",
            hint="Set --decay; 0.5 halves the weight with every slice.",
        )
    if over is not None and over < 1:
        raise UsageError(
            f"The decay must cover 1 slice or more, not {over}.", hint="Set --decay-over, for example to 5."
        )
    exclusions = add_up(exclusion for part in slices for exclusion in part.network.exclusions)
    networks = [part.network.undirected() for part in slices]
    networks = networks if over is None else networks[-over:]
    accounts = networks[-1].accounts
    keys = np.concatenate([edge_keys(network) for network in networks])
    weight = np.concatenate([network.weight * decay**i for i, network in enumerate(reversed(networks))][::-1])
    objects = np.concatenate([network.objects for network in networks])
    # a stable sort adds weights in the order of time, which gives the same last digit every time
    order = np.argsort(keys, kind="stable")
    edges, first, count = np.unique(keys[order], return_index=True, return_counts=True)
    if not len(edges):
        return replace(networks[-1], weight=np.empty(0), exclusions=exclusions, slices=np.empty(0, np.uint32))
    return Network(
        accounts,
        (edges >> np.uint64(32)).astype(np.uint32),
        edges.astype(np.uint32),
        np.add.reduceat(weight[order], first),
        np.maximum.reduceat(objects[order], first),
        directed=False,
        exclusions=exclusions,
        slices=count.astype(np.uint32),
    )


def slice_table(slices: Sequence[Slice]) -> pl.DataFrame:
    """Return one row per slice, columns `TABLE`.

    ``accounts`` counts accounts with an edge; ``new`` counts edges that the slice before does not have, ``kept`` those
    that it has. All edges of the first slice are new. Edges have no direction here.
    """
    keys = [np.empty(0, np.uint64), *(edge_keys(part.network.undirected()) for part in slices)]
    rows = []
    for part, (before, now) in zip(slices, pairwise(keys), strict=True):
        kept = len(np.intersect1d(before, now, assume_unique=True))
        accounts = len(np.union1d(part.network.source, part.network.target))
        start = datetime.fromtimestamp(part.start / 1000, UTC)
        rows.append((start, part.events, accounts, len(now), len(now) - kept, kept))
    return pl.DataFrame(rows, schema=TABLE, orient="row")
