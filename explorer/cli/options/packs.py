"""Which query packs a command knows, as an option."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.common.errors import UsageError
from explorer.packs.catalog import Pack, find_packs

FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", help="A folder with packs of your own, besides those that are shipped.", metavar="DIR"),
]


def read_packs(folder: Path | None) -> dict[str, Pack]:
    """Return the shipped packs, and those in a folder of the user's own.

    Raises:
        UsageError: if one of these has the name of a shipped pack.
    """
    shipped, own = find_packs(), find_packs(folder) if folder else {}
    if same := shipped.keys() & own.keys():
        name = min(same)
        raise UsageError(f"{folder} has a pack {name}, and so has the explorer.", hint="Give its folder another name.")
    return shipped | own
