"""Similar texts: groups of texts connected by pairs with a given Jaccard similarity.

MinHash (Broder 1997) and locality-sensitive hashing in bands (Leskovec, Rajaraman, Ullman, "Mining of Massive
Datasets", section 3.4) find candidate pairs. The exact similarity of every candidate is then computed, so that no group
depends on an estimate. Pairs are never stored.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from explorer.common.progress import Progress, silent
from explorer.detect.kernels.arrays import Codes, Counts, read_only_views
from explorer.detect.kernels.similar_kernel import Hashes, join_bands

SHINGLE: Final = 4
"""Number of consecutive characters, in any script, white space between words included."""
_SKETCH: Final = 128
_SEED: Final = 1
_MISSED: Final = 0.01
"""Largest accepted probability of missing a pair exactly at the threshold."""
_AT_ONCE: Final = 20_000
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


def similar_groups(texts: Sequence[str], threshold: float, *, progress: Progress = silent) -> Codes:
    """Return for each text the position of the first text of its group (uint32), its own if it is alone or the first.

    Two texts are similar if the Jaccard similarity of their sets of shingles (`SHINGLE` consecutive characters; a
    shorter text is one shingle) is at least the threshold. Groups are connected: two texts of a group may be less
    similar, with others between them. At least 99 of 100 pairs exactly at the threshold are found, and more of the
    pairs above it. The result is the same in every run, and does not depend on the order of texts except for which is
    the first.

    Args:
        texts: Normalised, each of them once.
        threshold: Above 0, at most 1.
        progress: Called with the number of texts done.
    """
    rows = band_rows(threshold)
    sets = [shingles(text) for text in texts]
    starts = np.zeros(len(sets) + 1, np.int64)
    np.cumsum([len(one) for one in sets], out=starts[1:])
    hashes = np.concatenate(sets) if sets else np.empty(0, np.uint64)
    del sets
    bands = np.empty((_SKETCH // rows, len(texts)), np.uint64)
    for first in range(0, len(texts), _AT_ONCE):
        last = min(first + _AT_ONCE, len(texts))
        bands[:, first:last] = _bands(hashes[starts[first] : starts[last]], starts[first : last + 1], rows)
        progress("comparing texts", last, len(texts))
    group = np.arange(len(texts), dtype=np.uint32)
    for band in bands:
        order = np.argsort(band, kind="stable").astype(np.uint32)
        join_bands(band, order, *read_only_views(hashes, starts), threshold, group)
    # the kernel joins texts to the lower position and resolves chains at its end
    return group


def band_rows(threshold: float) -> int:
    """Return the number of sketch values per band. More values give fewer candidates, but miss more pairs."""
    missed = {rows: (1 - threshold**rows) ** (_SKETCH // rows) for rows in range(1, _SKETCH + 1)}
    return max((rows for rows, share in missed.items() if share <= _MISSED), default=1)


def shingles(text: str) -> npt.NDArray[np.uint64]:
    """Return the set of shingles of a text as sorted hashes (uint64)."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    size = min(SHINGLE, len(letters))
    hashes = np.zeros(len(letters) - size + 1, np.uint64)
    for place in range(size):
        hashes = (hashes ^ letters[place : len(letters) - size + 1 + place]) * _MIX
        hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


def _bands(hashes: Hashes, starts: Counts, rows: int) -> npt.NDArray[np.uint64]:
    """Return the hash of each band (first axis) of each text (second axis)."""
    offsets = (starts - starts[0]).astype(np.uint64)
    digests = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, _SKETCH, _SEED).to_rows()
    sketch = np.array(digests, np.uint64)
    banded = sketch[:, : _SKETCH // rows * rows].reshape(len(sketch), -1, rows)
    mixed = np.zeros(banded.shape[:2], np.uint64)
    for place in range(rows):
        mixed = (mixed ^ banded[:, :, place]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed.T
