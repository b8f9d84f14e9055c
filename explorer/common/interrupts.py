"""What an interrupted command leaves behind, and how to continue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during work about which more can be said.

    Args:
        message: Sentences that state what was done before.
        hint: The ways to continue.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_work: list[Callable[[], Interrupted]] = []
_said: list[Interrupted] = []


def current_work() -> Interrupted:
    """Return what is true now: what was said of an interrupt that is being handled, or of the work in progress."""
    if _said:
        return _said[-1]
    if _work:
        return _work[-1]()
    return Interrupted("The data are consistent.", hint="To complete the command, run it again.")


@contextmanager
def interrupt_means(describe: Callable[[], Interrupted]) -> Iterator[None]:
    """Turn Ctrl-C during some work into an `Interrupted`, unless a part of the work has done so."""
    if not _work:
        _said.clear()
    _work.append(describe)
    try:
        yield
    except Interrupted as error:
        _said.append(error)
        raise
    except KeyboardInterrupt as error:
        _said.append(describe())
        raise _said[-1] from error
    finally:
        _work.remove(describe)


def nothing_loaded() -> Interrupted:
    """Return what is true before an import loads something."""
    return Interrupted("Nothing was loaded.", hint="To import the files, run the same command again.")


def all_loaded() -> Interrupted:
    """Return what is true after an import has loaded everything."""
    return Interrupted("All files are loaded.", hint="To list them: explorer imports list")
