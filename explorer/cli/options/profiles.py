"""Options and arguments that name a profile."""

from typing import Annotated

import typer

from explorer.common.configuration import home_folder
from explorer.common.errors import ExplorerError


def complete_profiles(incomplete: str) -> list[str]:
    """Return the names of profiles that begin with a text, for shell completion.

    The settings are not read, because that takes a tenth of a second.
    """
    try:
        home = home_folder()
    except ExplorerError:
        return []
    return sorted(path.stem for path in home.glob("profiles/*.toml") if path.stem.startswith(incomplete))


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
