"""Find out why a server that was running has broken off a connection."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from explorer.server import process
from explorer.server.config import Memory, size_in_bytes
from explorer.server.saved_state import SavedState
from explorer.server.startup_log import read_log

_GIB: Final = 1 << 30
_TAIL: Final = 1 << 20
"""Number of bytes at the end of a log that are searched."""
_RECENT: Final = timedelta(minutes=1)
_START: Final = "Logging config in use"
_OUT_OF_MEMORY: Final = re.compile(r"OutOf(?:Direct)?MemoryError|insufficient memory for the Java Runtime Environment")
_TIME: Final = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.\d+\+0000 ", re.MULTILINE)


def explain_end(folder: Path) -> tuple[str, str] | None:
    """Return why the server in ``folder`` broke off a connection, as the rest of a sentence, and the next step.

    Returns:
        None if a command stopped it, or if it runs and has not run out of memory in the last minute.
    """
    again = "The next command starts it: run the same command again, which resumes an interrupted import. If "
    if process.find_server(folder, folder / "server.pid"):
        if ran_out_of_memory(folder, since=datetime.now(UTC) - _RECENT):
            return "it ran out of memory for this query", f"Use a smaller query, or {more_memory(folder)}"
        return None
    # `explorer server stop` removes this file.
    if not (folder / "server.pid").exists():
        return None
    if ran_out_of_memory(folder):
        return (
            "it ran out of memory and ended",
            f"{again}this happens again, use a smaller query, or {more_memory(folder)}",
        )
    return (
        "its process was killed",
        f"{again}you did not kill it, the machine may have run out of memory: close other programs, or use a smaller "
        f"heap: explorer server start --name {folder.name} --heap {'1g' if _heap(folder) > _GIB else '512m'}",
    )


def more_memory(folder: Path | None) -> str:
    """Return how to give a server more memory, as a part of a sentence.

    Args:
        folder: Folder of the local server; None for a server that explorer does not start.
    """
    if folder is None:
        return "give Neo4j more memory: raise server.memory.heap.max_size in its neo4j.conf."
    heap = max(4, -(-2 * _heap(folder) // _GIB))
    return (
        f"give it more memory: explorer server stop --name {folder.name}, then "
        f"explorer server start --name {folder.name} --heap {heap}g"
    )


def _heap(folder: Path) -> int:
    try:
        memory = SavedState.load(folder).memory
    except OSError:
        memory = Memory()
    return size_in_bytes(memory.resolved()[0])


def ran_out_of_memory(folder: Path, *, since: datetime | None = None) -> bool:
    """Return whether the logs of the server's last start say that it ran out of memory.

    Args:
        folder: Folder of the server.
        since: Only consider entries from this time on (UTC).
    """
    entries = _tail(folder / "logs" / "debug.log")
    entries = entries[max(entries.rfind(_START), 0) :]
    if since is None:
        # What Java itself wrote: when it could not start, and when it failed.
        pid = read_log(folder / "server.pid", 0)[:20].strip()
        own = (folder / "logs" / name for name in ("console.log", process.CRASH_REPORT.format(pid)))
        return any(_OUT_OF_MEMORY.search(text) for text in (entries, *map(_tail, own)))
    first = next((entry.start() for entry in _TIME.finditer(entries) if _time(entry[1]) >= since), len(entries))
    return bool(_OUT_OF_MEMORY.search(entries, first))


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _tail(log: Path) -> str:
    try:
        return read_log(log, max(log.stat().st_size - _TAIL, 0))
    except OSError:
        return ""
