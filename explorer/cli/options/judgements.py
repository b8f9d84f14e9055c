"""The options of commands that judge clusters and accounts."""

import getpass
from typing import Annotated

import typer

from explorer.cli.settings import load_settings
from explorer.model.verdicts import Verdict

VerdictOption = Annotated[
    Verdict,
    typer.Option(
        "--verdict",
        help="coordinated; organic: newsrooms, fans and others with a reason of their own to be in step; unclear; "
        "withdrawn: takes back what was said before.",
    ),
]
NoteOption = Annotated[str, typer.Option("--note", help="Why: what you looked at and what it shows.", metavar="TEXT")]
AuthorOption = Annotated[
    str | None, typer.Option(help="Who judges (default: $EXPLORER_AUTHOR, else the name you logged in with).")
]


def choose_author(context: typer.Context, author: str | None) -> str:
    """Return who judges: the given author, else the settings' author, else the name that the user logged in with."""
    return author or load_settings(context).explorer_author or getpass.getuser()
