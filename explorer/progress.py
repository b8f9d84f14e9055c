"""How long work tells of its progress, without printing."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called as ``progress(stage, done, total)``; ``done`` and ``total`` count the stage's units (rows, bytes, files),
``total`` is None while it is unknown. May be called from the thread that does the work, often."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing: the default of every function that takes a `Progress`."""
