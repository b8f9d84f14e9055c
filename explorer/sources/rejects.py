"""Store the rejected rows of each import in a local JSON Lines file until the import is undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from explorer.common.errors import InputError
from explorer.common.temporary import temporary
from explorer.model.batches import REJECTS


class RejectedRows:
    """The rejected rows of the imports of one server, stored in a folder of the user.

    Args:
        folder: Folder for the rejected rows of all servers.
        owner: Name of the folder in it of this server: another server can have an import with the same id.
    """

    def __init__(self, folder: Path, owner: str) -> None:
        self._earlier = folder
        self._folder = folder / owner

    @contextmanager
    def keep(self, import_id: str) -> Iterator[Callable[[pl.DataFrame], None]]:
        """Yield a function that stores rejects. On success, they replace the rejects of an earlier attempt.

        Raises:
            InputError: If the rejects cannot be written.
        """
        path = self._path(import_id)
        try:
            for folder in (self._earlier, self._folder):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with temporary(self._folder) as part:
                with part.open("wb") as file:

                    def add(rejects: pl.DataFrame) -> None:
                        if rejects.height:
                            rejects.write_ndjson(file)

                    yield add
                part.replace(path)
        except OSError as error:
            raise InputError(f"Rejected rows cannot be stored in {self._folder}: {error.strerror}.",
                             hint="Free disk space, or set EXPLORER_HOME to another folder.") from error  # fmt: skip

    def read(self, import_id: str) -> pl.DataFrame:
        """Return the rejected rows of an import with the columns `REJECTS`.

        Raises:
            InputError: If they are not stored on this machine.
        """
        path = self._path(import_id)
        if not path.exists():
            # earlier versions stored the rows of all servers in one folder; whose they are is unknown, so they are kept
            path = self._earlier / path.name
        if not path.exists():
            raise InputError(
                f"The rejected rows of import {import_id} are not stored on this machine.",
                hint="Look on the machine that ran the import, or run the same import here again.",
            )
        return pl.read_ndjson(path, schema=REJECTS) if path.stat().st_size else pl.DataFrame(schema=REJECTS)

    def forget(self, import_id: str) -> None:
        """Remove the rejected rows of an import."""
        self._path(import_id).unlink(missing_ok=True)

    def _path(self, import_id: str) -> Path:
        # ids come from a graph that other users may write to, so they are not trusted as file names
        if not import_id.isalnum():
            raise InputError(
                f"{import_id!r} is not the id of an import.", hint="List the imports: explorer imports list"
            )
        return self._folder / f"{import_id}.jsonl"
