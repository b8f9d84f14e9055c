"""The errors of this package. Each states what is wrong and what to do next.

Only ``explorer.cli`` prints and exits. `explorer.cli.program` turns these errors into a message and an exit code.
"""

from collections.abc import Sequence


class ExplorerError(Exception):
    """A problem that the user can fix.

    Args:
        message: One sentence that states the problem and names the file, option or server.
        hint: The next step, usually a command to type.
        details: Lines to print between both, such as one per file.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", details: Sequence[str] = ()) -> None:
        super().__init__("\n".join((message, *details)))
        self.message = message
        self.hint = hint
        self.details = tuple(details)


class UsageError(ExplorerError):
    """A mistake in a command or call, such as an unknown name, a value out of range or conflicting options."""

    exit_code = 2


class InputError(ExplorerError):
    """A file cannot be read or written."""


class ServerError(ExplorerError):
    """The local Neo4j server cannot be installed, started or stopped."""


class GraphError(ExplorerError):
    """Neo4j cannot be reached, rejects the password or stops responding."""


class StatementError(GraphError):
    """Neo4j rejects a statement."""


class StoppedError(GraphError):
    """A query reached a limit of time or memory, or was terminated on the server."""


class IgnoredSettingWarning(UserWarning):
    """A setting has no effect, because it is in a file that may not contain it."""
