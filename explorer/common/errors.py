"""The errors that this package raises: each says what is wrong and what to do next.

Only ``explorer.cli`` prints and exits. `explorer.cli.main` turns these errors into a message and an exit code.
"""


class ExplorerError(Exception):
    """Something that the user can fix.

    Args:
        message: What went wrong, one sentence, naming the file, option or server.
        hint: The next step, usually a command to type.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ExplorerError):
    """A mistake in the command or call: an unknown name, a value out of range, options that exclude each other."""

    exit_code = 2


class InputError(ExplorerError):
    """A file cannot be read or written."""


class ServerError(ExplorerError):
    """The local Neo4j server cannot be installed, started or stopped."""


class GraphError(ExplorerError):
    """The Neo4j in use cannot be reached, refuses the password, or stops answering."""


class StatementError(GraphError):
    """Neo4j refuses a statement."""
