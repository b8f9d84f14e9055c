"""Options and arguments that name a profile."""

import os
from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_data_path


def complete_profiles(incomplete: str) -> list[str]:
    """Return the names of profiles that begin with a text, for shell completion.

    The settings are not read, because that takes a tenth of a second: only EXPLORER_HOME in the environment counts.
    """
    home = os.environ.get("EXPLORER_HOME") or user_data_path("coordination-explorer", appauthor=False)
    return sorted(
        path.stem for path in Path(home).expanduser().glob("profiles/*.toml") if path.stem.startswith(incomplete)
    )


ProfileArgument = Annotated[
    str, typer.Argument(help="Name of the profile.", metavar="NAME", autocompletion=complete_profiles)
]

ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="Read the files as this profile says: a name from `explorer profiles list`, or a file that ends in .toml. "
        "Other options replace what the profile says.",
        autocompletion=complete_profiles,
    ),
]
