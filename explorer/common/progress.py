"""Progress callback protocol."""

from typing import Final, Literal, Protocol

Unit = Literal["", "bytes", "%"]
"""Unit of progress; empty if the name of the stage says what is counted."""

WAITING: Final = "waiting for another "
"""Prefix of stages that wait for another command."""


class Progress(Protocol):
    """Callback that long work calls often, from the thread that does the work."""

    def __call__(
        self,
        stage: str,
        done: int,
        total: int | None,
        /,
        *,
        unit: Unit = "",
        rows: int | None = None,
        rejected: int = 0,
    ) -> None:
        """Receive progress.

        Args:
            stage: Name of the stage; if ``rows`` is given, the name of the file that is read.
            done: Amount done, in units of ``unit``; always 0 if nothing can be counted.
            total: Total amount; None while unknown.
            unit: Unit of ``done`` and ``total``.
            rows: Number of rows read so far, for stages that read a file.
            rejected: Number of rejected rows so far.
        """


def silent(
    stage: str, done: int, total: int | None, /, *, unit: Unit = "", rows: int | None = None, rejected: int = 0
) -> None:
    """Ignore progress: the default of every function that takes a `Progress`."""
