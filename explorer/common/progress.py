"""How long work tells of its progress, without printing."""

from typing import Final, Literal, Protocol

Unit = Literal["", "bytes", "%"]
"""What is counted; '' are things that the stage's name tells."""

WAITING: Final = "waiting for another "
"""How the stages begin in which nothing is done until another command lets go."""


class Progress(Protocol):
    """What long work calls, often, from the thread that does the work."""

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
        """Take notice of progress.

        Args:
            stage: what is being done; where ``rows`` is given, the name of the file that is read.
            done: how much of it, in units of ``unit``; 0 throughout where nothing can be counted.
            total: of how much, None while that is unknown.
            unit: what is counted.
            rows: rows read so far, where the stage is the reading of a file.
            rejected: of these, the rows that cannot be used.
        """


def silent(
    stage: str, done: int, total: int | None, /, *, unit: Unit = "", rows: int | None = None, rejected: int = 0
) -> None:
    """Report nothing: the default of every function that takes a `Progress`."""
