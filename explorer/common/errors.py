"""The errors this package raises: each says what is wrong and what to do next.

Nothing below ``explorer.cli`` prints or exits. The command line turns these into one message and an exit code
in one place (`explorer.cli.main`).
"""


class ExplorerError(Exception):
    """Something that the user can mend.

    Args:
        message: what went wrong, one sentence, naming the file, option or server.
        hint: the next step, usually a command to type.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ExplorerError):
    """The question itself is wrong: an unknown name, a value out of range, options that exclude each other."""

    exit_code = 2


class InputError(ExplorerError):
    """A file cannot be read as what it claims to be."""


class ServerError(ExplorerError):
    """The local Neo4j server cannot be installed, started or stopped."""


class GraphError(ExplorerError):
    """The Neo4j in use cannot be reached, refuses the password, or breaks off."""


class StatementError(GraphError):
    """Neo4j refuses a statement."""
