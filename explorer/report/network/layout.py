"""The layout of the picture of the network: each cluster is a disc that touches no other.

Each connected component of clusters and outlets is laid out with the springs of Kamada and Kawai (1989, Information
Processing Letters 31), then its discs are pushed apart until none overlap. The components are placed in rows. The same
network gives the same layout.
"""

from collections.abc import Sequence
from math import pi, sqrt
from typing import Final

import igraph
import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]
"""One row for each point: x and y, in the picture's units."""

MEMBER: Final = 11.0
"""Distance between neighbouring members."""
CENTRE: Final = 16.0
"""Radius of the circle in the middle of a cluster's disc."""
_GAP: Final = 26.0
_ROUNDS: Final = 400
_GOLDEN: Final = pi * (3 - sqrt(5))


def disc(members: int) -> tuple[Places, float]:
    """Return the places of a cluster's members around (0, 0), the first in the middle, and the radius of the disc.

    The members are on the spiral of a sunflower (Vogel 1979, Mathematical Biosciences 44), which spaces any number of
    points evenly.
    """
    # no member is placed inside the circle in the middle
    inner = (CENTRE / MEMBER + 0.8) ** 2
    number = np.arange(members) + inner
    far, angle = MEMBER * np.sqrt(number), _GOLDEN * number
    return np.column_stack((far * np.cos(angle), far * np.sin(angle))), MEMBER * (sqrt(members + inner) + 0.5)


def places(radii: Sequence[float], ties: Sequence[tuple[int, int]]) -> Places:
    """Return the centres of discs that do not overlap, tied discs near each other, with all coordinates above 0.

    Args:
        radii: The radii of the discs.
        ties: The pairs of discs that are tied.
    """
    size = np.asarray(radii, dtype=np.float64) + _GAP / 2
    network = igraph.Graph(len(radii), ties)
    parts = sorted(network.connected_components(), key=lambda part: (-len(part), part))
    centres = np.zeros((len(radii), 2))
    boxes = []
    for part in parts:
        centres[part] = _apart(_springs(network.induced_subgraph(part)) * 3 * size[part].mean(), size[part])
        low = (centres[part] - size[part, None]).min(axis=0)
        centres[part] -= low
        boxes.append((centres[part] + size[part, None]).max(axis=0))
    for part, corner in zip(parts, _rows(boxes), strict=True):
        centres[part] += corner
    return centres


def _springs(network: igraph.Graph) -> Places:
    # starting from a circle makes the layout deterministic
    start = network.layout_circle()
    return np.asarray(network.layout_kamada_kawai(seed=start).coords).reshape(-1, 2)


def _apart(centres: Places, radii: Places) -> Places:
    least = radii[:, None] + radii[None, :]
    np.fill_diagonal(least, 0)
    angle = _GOLDEN * np.arange(len(radii))
    # two discs at the same point would never move apart
    centres = centres + 1e-6 * np.column_stack((np.cos(angle), np.sin(angle)))
    for _ in range(_ROUNDS):
        between = centres[:, None] - centres[None, :]
        far = np.hypot(between[..., 0], between[..., 1])
        short = np.maximum(least - far, 0)
        if not short.any():
            break
        # a little more than needed, so that the last overlaps disappear quickly
        centres = centres + (between * (0.55 * short / np.maximum(far, 1e-9))[..., None]).sum(axis=1) / 1.5
    return centres


def _rows(boxes: Sequence[Places]) -> list[Places]:
    """Return the corners of boxes in rows. The whole is about one and a half times as wide as high."""
    width = max(*(box[0] for box in boxes), sqrt(1.5 * sum(box[0] * box[1] for box in boxes))) if boxes else 0
    corners, x, y, height = [], 0.0, 0.0, 0.0
    for box in boxes:
        if x and x + box[0] > width:
            x, y, height = 0.0, y + height, 0.0
        corners.append(np.array((x, y)))
        x, height = x + box[0], max(height, box[1])
    return corners
