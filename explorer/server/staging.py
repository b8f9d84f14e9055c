"""A staged database, which is built next to a server's current database and replaces it only when it is complete.

It is built in the folder ``incoming`` of the server's folder. When the build is complete and the server is stopped, the
database is marked as complete. From then on, every start of the server first moves it into place. A database without
the marker is incomplete, and the next attempt removes it.
"""

import shutil
from pathlib import Path
from typing import Final

from explorer.server.files import make_private, write_private

_FOLDER: Final = "incoming"
_COMPLETE: Final = "ready"
_DATABASE: Final = "neo4j"  # Neo4j Community has one database


def staging_folder(server: Path) -> Path:
    """Return the folder in which the database is built, which is the home of Neo4j's admin tool."""
    return server / _FOLDER


def prepare_staging(server: Path) -> Path:
    """Return an empty home for Neo4j's admin tool; the caller may also write files into it."""
    folder = staging_folder(server)
    discard_staging(server)
    make_private(folder)
    make_private(folder / "conf")
    write_private(folder / "conf" / "neo4j.conf", "")
    return folder


def discard_staging(server: Path) -> None:
    """Remove an incomplete database; a complete one stays for the next start."""
    if not is_staging_complete(server):
        shutil.rmtree(staging_folder(server), ignore_errors=True)


def mark_staging_complete(server: Path) -> None:
    """Mark the database as complete; the server must be stopped."""
    write_private(staging_folder(server) / _COMPLETE, "")


def is_staging_complete(server: Path) -> bool:
    """Return whether there is a complete database that has not been fully moved into place yet."""
    return (staging_folder(server) / _COMPLETE).exists()


def has_database(server: Path) -> bool:
    """Return whether the server has a database, even if it has never been started with it."""
    return (server / "data" / "databases" / _DATABASE).exists()


def promote_staging(server: Path) -> None:
    """Move a complete database into place, if there is one; the server must be stopped."""
    if not is_staging_complete(server):
        return
    for part in ("databases", "transactions"):
        staged, current = staging_folder(server) / "data" / part / _DATABASE, server / "data" / part / _DATABASE
        # An interrupted attempt may have moved it already.
        if staged.exists():
            shutil.rmtree(current, ignore_errors=True)
            make_private(server / "data")
            make_private(current.parent)
            staged.rename(current)
    shutil.rmtree(staging_folder(server), ignore_errors=True)
