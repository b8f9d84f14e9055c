"""Random choices that groups and triggers have in common."""

import numpy as np

from explorer.simulate.family.people import Floats, Ints
from explorer.simulate.family.world import World


def draw_shares(rng: np.random.Generator, mean: float, count: int) -> Floats:
    """Draw probabilities with this mean and a standard deviation of about 0.1."""
    if mean in {0.0, 1.0}:
        return np.full(count, mean)
    return rng.beta(15 * mean, 15 * (1 - mean), count)


def draw_busy_author(rng: np.random.Generator, world: World, posts: int) -> int:
    """Draw an author with at least this many posts, weighted by popularity; the busiest author if none has as many."""
    busy, weight = _busy_authors(world, posts)
    return int(rng.choice(busy, p=weight))


def draw_busy_authors(rng: np.random.Generator, world: World, posts: int, count: int) -> Ints:
    """Draw different authors like `draw_busy_author`, or fewer if there are not as many."""
    busy, weight = _busy_authors(world, posts)
    chosen: Ints = rng.choice(busy, min(count, len(busy)), replace=False, p=weight)
    return chosen


def draw_crowd(rng: np.random.Generator, world: World, count: int) -> Ints:
    """Draw different accounts of the crowd, regardless of their activity."""
    return rng.choice(world.crowd, min(count, world.crowd), replace=False)


def _busy_authors(world: World, posts: int) -> tuple[Ints, Floats]:
    """Return the authors that readers follow and that have at least this many posts, with their popularity."""
    # A group's own objects have no readers.
    post_counts = np.bincount(world.posts.author, minlength=len(world.popular)) * (world.popular > 0)
    busy = np.flatnonzero(post_counts >= min(posts, post_counts.max()))
    return busy, world.popular[busy] / world.popular[busy].sum()
