"""TF-IDF cosine of the accounts' object vectors, for the given pairs of accounts only.

Pacheco, Hui, Torres-Lugo, Truong, Flammini, Menczer 2021, "Uncovering Coordinated Networks on Social Media: Methods
and Case Studies", ICWSM, and Luceri, Pantè, Burghardt, Ferrara 2024, "Unmasking the Web of Deceit", WWW. The code of
both calls scikit-learn's TfidfVectorizer or TfidfTransformer with smooth idf, which is the formula here.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from explorer.common.progress import Progress, silent
from explorer.detect.kernels import network_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Counts, Reals, read_only_views
from explorer.detect.kernels.threads import Span, even_spans, run_blocks
from explorer.detect.network.parameters import Tf

_DECIMALS: Final = 12  # beyond these, sums in floating point differ at random; rounding makes equal cosines equal
_EDGES_PER_BLOCK: Final = 200_000


@dataclass(frozen=True, slots=True)
class Vectors:
    """One unit vector for each account as rows: account u has ``objects[start[u]:start[u + 1]]``.

    Attributes:
        start: int64 (accounts + 1).
        objects: uint32, codes of objects, ascending within an account.
        values: float64, as ``objects``; the squares of an account's values add up to 1.
        dimensions: One more than the highest code of an object.
    """

    start: Counts
    objects: Codes
    values: Reals
    dimensions: int


def distinct_pairs(account: Codes, objects: Codes) -> tuple[Codes, Codes, Counts]:
    """Return account, object and number of events of every account's objects, sorted by (account, object)."""
    keys, events = np.unique(account.astype(np.uint64) << np.uint64(32) | objects, return_counts=True)
    return (keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32), events


def object_vectors(account: Codes, objects: Codes, accounts: int, *, tf: Tf) -> Vectors:
    """Return the TF-IDF vectors of accounts, of unit length.

    The value of object o for account u is tf(u, o) * idf(o) over the vector's length, with
    idf(o) = ln((1 + n) / (1 + df(o))) + 1, n the accounts with an event and df(o) those with an event on o.

    Args:
        account: uint32 (events), codes below ``accounts``.
        objects: uint32 (events).
        accounts: Number of rows; the rows of accounts without events are empty.
        tf: See `explorer.detect.network.parameters.TFS`.
    """
    account, objects, events = distinct_pairs(account, objects)
    start = np.zeros(accounts + 1, np.int64)
    np.cumsum(np.bincount(account, minlength=accounts), out=start[1:])
    df = np.bincount(objects)
    n = np.count_nonzero(np.diff(start))
    values = (np.log((1 + n) / (1 + df)) + 1)[objects]
    if tf == "sublinear":
        values *= 1 + np.log(events)
    length = np.sqrt(np.bincount(account, weights=values * values, minlength=accounts))
    values /= length[account]
    return Vectors(start, objects, values, len(df))


def cosines(
    source: Codes, target: Codes, vectors: Vectors, *, threads: int | None = None, progress: Progress = silent
) -> Reals:
    """Return the cosine of each pair's vectors, float64, to twelve decimals: 0 to 1.

    Args:
        source: uint32 (pairs), ascending: the vector of a source is expanded once for all its targets.
        target: uint32 (pairs).
        vectors: From `object_vectors`.
        threads: Threads to use; None: one per processor. The result does not depend on it.
        progress: Called with the number of pairs done, stage "comparing accounts".
    """
    pairs = read_only_views(source, target)
    rows = read_only_views(vectors.start, vectors.objects, vectors.values)

    def compare(span: Span) -> Reals:
        products: Reals = kernel.dot_products(*(ends[slice(*span)] for ends in pairs), *rows, vectors.dimensions)
        return products

    blocks = run_blocks(
        compare,
        even_spans(len(source), _EDGES_PER_BLOCK),
        threads=threads,
        progress=progress,
        stage="comparing accounts",
    )
    products = np.concatenate(blocks) if blocks else np.empty(0)
    return np.minimum(products.round(_DECIMALS), 1.0)
