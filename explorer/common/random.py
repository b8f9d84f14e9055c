"""Reproducible randomness."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import igraph


@contextmanager
def seeded_igraph(seed: int) -> Iterator[None]:
    """Let igraph use a generator with this seed instead of Python's global one."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - reproducible, not secret
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
