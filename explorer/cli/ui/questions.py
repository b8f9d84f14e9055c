"""Ask a person on the terminal."""

import select
import sys

from rich.text import Text

from explorer.cli.ui.output import messages
from explorer.common.text import one_line, printable


def can_ask() -> bool:
    """Return whether a person can see a question and answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str) -> str:
    """Ask a question on the terminal, and return the answer, or the default if there is none.

    Raises:
        EOFError: If standard input ends.
    """
    shown = f" [{one_line(default)}]" if default else ""
    messages.print(Text(f"{printable(question)}{shown}: "), end="")
    # Polars lets reads continue after Ctrl-C; waiting for input ends
    select.select([sys.stdin], [], [])
    answer = sys.stdin.readline()
    if not answer:
        raise EOFError
    return answer.strip() or default
