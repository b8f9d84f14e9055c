"""Chance that can be repeated."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import igraph

MOST_DRAWS: Final = 10_000
"""How often chance may be asked: more tells no more, and whoever writes a manifest could ask for work without end."""


@contextmanager
def seeded_igraph(seed: int) -> Iterator[None]:
    """Let igraph draw from a generator of our own: its default is Python's global one."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - reproducible, not secret
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
