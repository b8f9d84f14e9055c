"""State of a server that is kept between starts: its ports and its memory."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from explorer.common.errors import UsageError
from explorer.server.config import Memory, Ports
from explorer.server.files import file_errors, write_private

FILE: Final = "server.json"


@dataclass(frozen=True, slots=True)
class SavedState:
    """A server's ports at its last start (None before the first start) and its memory."""

    ports: Ports | None = None
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the saved state of the server in ``folder``, or the defaults if its file is missing or malformed.

        Raises:
            OSError: If the folder cannot be read.
        """
        try:
            state = json.loads((folder / FILE).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
            state = {}
        # A malformed part is lost alone.
        return cls(_ports(state), _memory(state))

    def save(self, folder: Path) -> None:
        """Save the state of the server in ``folder``."""
        write_private(folder / FILE, json.dumps(asdict(self), indent=2) + "\n")


_MALFORMED: Final = (ValueError, TypeError, KeyError, OverflowError, UsageError)


def _ports(state: Any) -> Ports | None:
    with suppress(*_MALFORMED):
        bolt, http = int(state["ports"]["bolt"]), int(state["ports"]["http"])
        return Ports(bolt, http) if 0 < bolt < 1 << 16 and 0 < http < 1 << 16 else None
    return None


def _memory(state: Any) -> Memory:
    with suppress(*_MALFORMED):
        return Memory(**state["memory"])
    return Memory()


def server_names(home: Path) -> list[str]:
    """Return the names of the servers in ``home``, sorted.

    Raises:
        ServerError: If the folder cannot be read.
    """
    with file_errors(home):
        return sorted(path.parent.name for path in (home.expanduser() / "servers").glob(f"*/{FILE}"))


def ports_of_other_servers(folder: Path) -> set[int]:
    """Return the ports of all servers of this home except the one in ``folder``."""
    ports_of_others: set[int] = set()
    for file in folder.parent.glob(f"*/{FILE}"):
        with suppress(OSError):
            if file.parent != folder and (ports := SavedState.load(file.parent).ports):
                ports_of_others |= {ports.bolt, ports.http}
    return ports_of_others
