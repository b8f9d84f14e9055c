"""Where things stand in the picture of the network: each cluster in a disc of its own, apart from all others.

Clusters and outlets are laid out with Kamada and Kawai's springs (1989, Information Processing Letters 31), a connected
part at a time, then pushed apart until no two discs touch; the parts stand in rows. The same network gives the same
places.
"""

from collections.abc import Sequence
from math import pi, sqrt
from typing import Final

import igraph
import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]
"""One row for each: x and y, in the picture's units."""

MEMBER: Final = 11.0
"""Units from one member to the next."""
CENTRE: Final = 16.0
"""Radius of what stands in the middle of a cluster's disc."""
_GAP: Final = 26.0
_ROUNDS: Final = 400
_GOLDEN: Final = pi * (3 - sqrt(5))


def disc(members: int) -> tuple[Places, float]:
    """Return places for a cluster's members around (0, 0), the first ones in the middle, and the disc's radius.

    They stand on a sunflower's spiral (Vogel 1979, Mathematical Biosciences 44): evenly, however many they are.
    """
    # the centre takes the room of those who would stand in it
    inner = (CENTRE / MEMBER + 0.8) ** 2
    number = np.arange(members) + inner
    far, angle = MEMBER * np.sqrt(number), _GOLDEN * number
    return np.column_stack((far * np.cos(angle), far * np.sin(angle))), MEMBER * (sqrt(members + inner) + 0.5)


def places(radii: Sequence[float], ties: Sequence[tuple[int, int]]) -> Places:
    """Return the middles of discs that do not touch, tied ones near each other; all x and y from 0.

    Args:
        radii: of the discs.
        ties: pairs of them.
    """
    size = np.asarray(radii, dtype=np.float64) + _GAP / 2
    network = igraph.Graph(len(radii), ties)
    parts = sorted(network.connected_components(), key=lambda part: (-len(part), part))
    found = np.zeros((len(radii), 2))
    boxes = []
    for part in parts:
        found[part] = _apart(_springs(network.induced_subgraph(part)) * 3 * size[part].mean(), size[part])
        low = (found[part] - size[part, None]).min(axis=0)
        found[part] -= low
        boxes.append((found[part] + size[part, None]).max(axis=0))
    for part, corner in zip(parts, _rows(boxes), strict=True):
        found[part] += corner
    return found


def _springs(network: igraph.Graph) -> Places:
    # from a circle, so that no chance is in it
    start = network.layout_circle()
    return np.asarray(network.layout_kamada_kawai(seed=start).coords).reshape(-1, 2)


def _apart(middles: Places, radii: Places) -> Places:
    least = radii[:, None] + radii[None, :]
    np.fill_diagonal(least, 0)
    angle = _GOLDEN * np.arange(len(radii))
    # two at one place would know no way apart
    middles = middles + 1e-6 * np.column_stack((np.cos(angle), np.sin(angle)))
    for _ in range(_ROUNDS):
        between = middles[:, None] - middles[None, :]
        far = np.hypot(between[..., 0], between[..., 1])
        short = np.maximum(least - far, 0)
        if not short.any():
            break
        # a little more than needed, or the last touch takes ever so long to go
        middles = middles + (between * (0.55 * short / np.maximum(far, 1e-9))[..., None]).sum(axis=1) / 1.5
    return middles


def _rows(boxes: Sequence[Places]) -> list[Places]:
    """Return the corners of boxes that stand in rows, the whole about half as wide again as it is high."""
    width = max(*(box[0] for box in boxes), sqrt(1.5 * sum(box[0] * box[1] for box in boxes))) if boxes else 0
    corners, x, y, height = [], 0.0, 0.0, 0.0
    for box in boxes:
        if x and x + box[0] > width:
            x, y, height = 0.0, y + height, 0.0
        corners.append(np.array((x, y)))
        x, height = x + box[0], max(height, box[1])
    return corners
