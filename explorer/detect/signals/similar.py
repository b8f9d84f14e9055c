"""Similar texts: groups of texts that hang together by pairs of a given Jaccard similarity.

Which pairs are worth a look is found by MinHash (Broder 1997) and locality-sensitive hashing in bands (Leskovec,
Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4); every pair is then held against its exact similarity, so
that no group rests on an estimate. Pairs are never held in memory.
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
"""Characters: 4 in a row, in any script, white space between words included."""
_SKETCH: Final = 128
_SEED: Final = 1
_MISSED: Final = 0.01
"""Most often that a pair just at the threshold may be overlooked."""
_AT_ONCE: Final = 20_000
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


def similar_groups(texts: Sequence[str], threshold: float, *, progress: Progress = silent) -> Codes:
    """Return for each text the position of the first text of its group (uint32), its own if it is alone or the first.

    Two texts are similar if the Jaccard similarity of their sets of shingles (`SHINGLE` characters in a row; a shorter
    text is one shingle) is the threshold or more. Groups are connected: two texts of one may be less similar, with
    others between them. At least 99 of 100 pairs just at the threshold are found, and more of those above it; the
    outcome is the same in every run, and does not depend on the order of texts except for which is the first.

    Args:
        texts: normalised, each of them once.
        threshold: above 0, up to 1.
        progress: told of texts.
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
    # the kernel joins to the lower position, and follows each text to the end of its chain
    return group


def band_rows(threshold: float) -> int:
    """Return how many values of a sketch make a band: the more, the fewer pairs to look at, and the more missed."""
    missed = {rows: (1 - threshold**rows) ** (_SKETCH // rows) for rows in range(1, _SKETCH + 1)}
    return max((rows for rows, share in missed.items() if share <= _MISSED), default=1)


def shingles(text: str) -> npt.NDArray[np.uint64]:
    """Return the set of a text's shingles as sorted hashes (uint64)."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    size = min(SHINGLE, len(letters))
    found = np.zeros(len(letters) - size + 1, np.uint64)
    for place in range(size):
        found = (found ^ letters[place : len(letters) - size + 1 + place]) * _MIX
        found ^= found >> np.uint64(29)
    return np.unique(found)


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
