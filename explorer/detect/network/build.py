"""Build the network: from events to edges."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from explorer.common.progress import Progress, silent
from explorer.detect.kernels import network_kernel as kernel
from explorer.detect.kernels.arrays import Flags, read_only_views
from explorer.detect.network.cosine import cosines, distinct_pairs, object_vectors
from explorer.detect.network.counting import Counting
from explorer.detect.network.events import Events
from explorer.detect.network.filters import apply_filters, without_popular_objects
from explorer.detect.network.model import Exclusion, Network
from explorer.detect.network.parameters import MIN_OBJECTS, NetworkParameters, Weighting


def build_network(
    events: Events, parameters: NetworkParameters, *, threads: int | None = None, progress: Progress = silent
) -> Network:
    """Find the accounts that act on the same objects within the window of each other.

    Popular objects are left out first, then accounts with too few events and, for cosines, rare objects. Edges are
    counted down to the minimum weight. The filters come last.

    Args:
        events: The events.
        parameters: Window, weighting, thresholds and filters.
        threads: Threads to use; None: one per processor. The result does not depend on it.
        progress: Called with the number of comparisons made, stage "comparing events", for cosines then "comparing
            accounts".

    Returns:
        The network; an empty one if no edge reaches the thresholds.

    Raises:
        UsageError: If memory cannot hold the network, or it takes hours; raised before the edges are counted.
    """
    exclusions: tuple[Exclusion, ...] = ()
    if parameters.max_accounts_per_object is not None:
        events, popular = without_popular_objects(events, parameters.max_accounts_per_object)
        exclusions = (popular,)
    filters = parameters.filters
    network = _count(events, parameters, threads, progress)
    exclusions += network.exclusions
    if parameters.counts_objects and filters.min_objects > 1:
        exclusions += (Exclusion(MIN_OBJECTS.name(filters)),)
        filters = replace(filters, min_objects=1)
    return apply_filters(replace(network, exclusions=exclusions), filters)


def _count(events: Events, parameters: NetworkParameters, threads: int | None, progress: Progress) -> Network:
    account, objects, time = events.account, events.object, events.time
    n_accounts = len(events.accounts)
    cosine = parameters.weighting == "cosine"
    exclusions: tuple[Exclusion, ...] = ()
    if parameters.min_participation > 1:
        rows = np.bincount(account, minlength=n_accounts)
        few = (rows > 0) & (rows < parameters.min_participation)
        cause = f"accounts with fewer than {parameters.min_participation:,} events"
        exclusions += (Exclusion(cause, accounts=int(np.count_nonzero(few)), events=int(rows[few].sum())),)
        account, objects, time = _choose(~few[account], account, objects, time)
    if parameters.min_df > 1:
        _, touched, _ = distinct_pairs(account, objects)
        touching = np.bincount(touched, minlength=len(events.objects))
        rare = (touching > 0) & (touching < parameters.min_df)
        stays = ~rare[objects]
        cause = f"objects that fewer than {parameters.min_df:,} accounts touch"
        exclusions += (Exclusion(cause, objects=int(np.count_nonzero(rare)), events=int(np.count_nonzero(~stays))),)
        account, objects, time = _choose(stays, account, objects, time)
    if cosine:
        vectors = object_vectors(account, objects, n_accounts, tf=parameters.tf or "sublinear")
    low, high = kernel.neighbour_ranges(*read_only_views(objects, time), parameters.window)
    paired = kernel.has_neighbour(*read_only_views(account, low, high))
    taking_part = np.bincount(account[paired], minlength=n_accounts)
    eligible = taking_part >= (1 if cosine else parameters.min_participation)

    # Events without a neighbour are in no pair, and an account that shares fewer objects than any edge needs has no
    # edge, so leaving them out changes no edge. Others may then lose their neighbours, so this repeats while it pays.
    fewest = parameters.fewest_objects
    while True:
        if fewest > 1:
            shared = kernel.count_objects(*read_only_views(account, objects, paired), n_accounts)
            paired &= (shared >= fewest)[account]
        if np.count_nonzero(paired) >= 0.9 * len(paired):
            break
        account, objects, time = _choose(paired, account, objects, time)
        low, high = kernel.neighbour_ranges(*read_only_views(objects, time), parameters.window)
        paired = kernel.has_neighbour(*read_only_views(account, low, high))
    del time, paired

    # number the remaining accounts without gaps, in the same order
    names = np.flatnonzero(np.bincount(account, minlength=n_accounts)).astype(np.uint32)
    codes = np.zeros(n_accounts, np.uint32)
    codes[names] = np.arange(len(names), dtype=np.uint32)
    counting = Counting(
        codes[account],
        objects,
        low,
        high,
        eligible[names],
        weighting=_COUNTED[parameters.weighting],
        min_weight=fewest if parameters.counts_objects else int(parameters.min_weight),
    )
    del account, objects, low, high, codes
    counting.check_cost()
    source, target, weight, shared = counting.run(threads, progress)
    network = Network(
        events.accounts,
        names[source],
        names[target],
        weight,
        shared,
        directed=parameters.weighting == "messages",
        exclusions=exclusions,
    )
    if not cosine:
        return network
    network = replace(
        network, weight=cosines(network.source, network.target, vectors, threads=threads, progress=progress)
    )
    return network.keep(network.weight >= parameters.min_weight)


_COUNTED: Final[dict[Weighting, int]] = {
    "objects": kernel.OBJECTS,
    "pairs": kernel.PAIRS,
    "messages": kernel.MESSAGES,
    "cosine": kernel.OBJECTS,  # which accounts to compare
}


def _choose(chosen: Flags, *arrays: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    return [array[chosen] for array in arrays]
