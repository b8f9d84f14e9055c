"""What is remembered of each server from one start to the next: its ports and its memory."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Self

from explorer.common.errors import UsageError
from explorer.server.config import Memory, Ports
from explorer.server.files import file_errors, write_whole

FILE: Final = "server.json"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A server's ports at its last start (None before the first) and the memory that it was given."""

    ports: Ports | None = None
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Return what is remembered of the server in ``folder``; a file that is missing or spoilt is as good as none.

        Raises:
            OSError: if the folder cannot be read.
        """
        try:
            state = json.loads((folder / FILE).read_text(encoding="utf-8"))
            ports, memory = state["ports"], Memory(**state["memory"])
            return cls(Ports(int(ports["bolt"]), int(ports["http"])) if ports else None, memory)
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError, OverflowError, UsageError):
            return cls()

    def keep(self, folder: Path) -> None:
        """Remember it for the server in ``folder``."""
        write_whole(folder / FILE, json.dumps(asdict(self), indent=2) + "\n")


def server_names(home: Path) -> list[str]:
    """Return the names of the servers that were made in ``home``, in order.

    Raises:
        ServerError: if the folder cannot be read.
    """
    with file_errors(home):
        return sorted(path.parent.name for path in (home.expanduser() / "servers").glob(f"*/{FILE}"))


def ports_of_others(folder: Path) -> set[int]:
    """Return the ports of the servers beside the one in ``folder``, so that each keeps its own."""
    taken: set[int] = set()
    for file in folder.parent.glob(f"*/{FILE}"):
        with suppress(OSError):
            if file.parent != folder and (ports := Remembered.of(file.parent).ports):
                taken |= {ports.bolt, ports.http}
    return taken
