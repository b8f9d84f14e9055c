"""Option that adds the user's own query packs."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.common.errors import UsageError
from explorer.packs.catalog import Pack, find_packs

FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--folder", help="Folder with your own packs, which are used in addition to the built-in packs.", metavar="DIR"
    ),
]


def read_packs(folder: Path | None) -> dict[str, Pack]:
    """Return the built-in packs, and those in the user's folder.

    Raises:
        UsageError: If a pack of the user has the name of a built-in pack.
    """
    shipped, own = find_packs(), find_packs(folder) if folder else {}
    if same := shipped.keys() & own.keys():
        name = min(same)
        raise UsageError(
            f"The pack {name} in {folder} has the name of a built-in pack.", hint="Rename the folder of your pack."
        )
    return shipped | own
