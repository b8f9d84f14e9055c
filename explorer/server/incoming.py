"""A database that is built beside a server's own, and takes its place only when it is complete.

It is built in the folder ``incoming`` of the server's. Only while the server is stopped is it marked as ready, and from
then on every start moves it into place first; without the mark it is rubbish, and goes with the next attempt.
"""

import shutil
from pathlib import Path
from typing import Final

from explorer.server.files import make_private, write_whole

_FOLDER: Final = "incoming"
_READY: Final = "ready"
_DATABASE: Final = "neo4j"  # Community has one


def prepare(server: Path) -> Path:
    """Return an empty home for the admin tool to build the database in, beside files of the caller's."""
    home = server / _FOLDER
    clear(server)
    make_private(home)
    make_private(home / "conf")
    write_whole(home / "conf" / "neo4j.conf", "")
    return home


def clear(server: Path) -> None:
    """Remove what was built and did not take its place."""
    shutil.rmtree(server / _FOLDER, ignore_errors=True)


def mark_ready(server: Path) -> None:
    """Say that the database is complete; the server must be stopped."""
    write_whole(server / _FOLDER / _READY, "")


def take_place(server: Path) -> None:
    """Move a database that is ready into place; the server must be stopped. Does nothing if there is none."""
    home = server / _FOLDER
    if not (home / _READY).exists():
        return
    for part in ("databases", "transactions"):
        built, place = home / "data" / part / _DATABASE, server / "data" / part / _DATABASE
        # moved by an attempt that was broken off
        if built.exists():
            shutil.rmtree(place, ignore_errors=True)
            make_private(server / "data")
            make_private(place.parent)
            built.rename(place)
    clear(server)
