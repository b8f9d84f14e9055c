"""Options of commands that judge clusters and accounts."""

import getpass
from typing import Annotated

import typer

from explorer.cli.settings import load_settings
from explorer.model.verdicts import Verdict

VerdictOption = Annotated[
    Verdict,
    typer.Option(
        "--verdict",
        help="Your verdict. coordinated: you consider the accounts coordinated. organic: the accounts have "
        "another reason to act at the same time, for example as a newsroom or as fans. unclear: the "
        "evidence does not decide. withdrawn: cancels your earlier judgement.",
    ),
]
NoteOption = Annotated[
    str, typer.Option("--note", help="Reason: what you examined, and what it shows.", metavar="TEXT")
]
AuthorOption = Annotated[
    str | None, typer.Option(help="Your name. Default: $EXPLORER_AUTHOR, or else your login name.", metavar="NAME")
]


def choose_author(context: typer.Context, author: str | None) -> str:
    """Return the author of a judgement: as given, else from the settings, else the login name."""
    return author or load_settings(context).explorer_author or getpass.getuser()
