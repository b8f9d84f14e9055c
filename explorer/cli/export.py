"""``explorer export``: what other programs take."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.browser.bundle import write_bundle
from explorer.cli.output import note, print_line
from explorer.cli.packs import FolderOption, all_packs

app = typer.Typer(no_args_is_help=True, help="Write files for other programs.")


@app.command("browser-bundle")
def browser_bundle(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE.zip")] = Path(
        "coordination-explorer.zip"
    ),
    folder: FolderOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write all queries as saved scripts for Neo4j Browser, in a folder for each pack, and the style for its pictures.

    Drop the file on Browser's window; its queries are then under Favorites. style.grass in it sets colours and
    captions: unpack it and drop it likewise. The newer Browser (2025 and later) takes neither.

    Example: explorer export browser-bundle -o queries.zip
    """
    count = write_bundle(all_packs(folder), output, force=force)
    print_line(str(output))
    note(f"{count} queries and a style. Drop the file on Neo4j Browser's window.")
