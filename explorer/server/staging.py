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


def home(server: Path) -> Path:
    """Return the home of the admin tool that builds the database."""
    return server / _FOLDER


def prepare(server: Path) -> Path:
    """Return an empty home for the admin tool to build the database in, beside files of the caller's."""
    folder = home(server)
    clear(server)
    make_private(folder)
    make_private(folder / "conf")
    write_whole(folder / "conf" / "neo4j.conf", "")
    return folder


def clear(server: Path) -> None:
    """Remove what was built and did not take its place; what is ready stays for the next start."""
    if not is_ready(server):
        shutil.rmtree(home(server), ignore_errors=True)


def mark_ready(server: Path) -> None:
    """Say that the database is complete; the server must be stopped."""
    write_whole(home(server) / _READY, "")


def is_ready(server: Path) -> bool:
    """Whether a database is complete and has not wholly taken its place yet."""
    return (home(server) / _READY).exists()


def has_taken_place(server: Path) -> bool:
    """Whether the server has a database, if only one that was built and never started."""
    return (server / "data" / "databases" / _DATABASE).exists()


def take_place(server: Path) -> None:
    """Move a database that is ready into place; the server must be stopped. Does nothing if there is none."""
    if not is_ready(server):
        return
    for part in ("databases", "transactions"):
        built, place = home(server) / "data" / part / _DATABASE, server / "data" / part / _DATABASE
        # moved by an attempt that was broken off
        if built.exists():
            shutil.rmtree(place, ignore_errors=True)
            make_private(server / "data")
            make_private(place.parent)
            built.rename(place)
    shutil.rmtree(home(server), ignore_errors=True)
