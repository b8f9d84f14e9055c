"""State of a local server for display."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """State of a server, determined without connecting to it.

    Attributes:
        name: Name of the server.
        running: Whether its process is alive.
        answers: Whether the process listens on its Bolt port.
        pid: Process ID.
        uri: Bolt URI; for a stopped server, the URI of its last start. None before the first start.
        browser_url: URL of Neo4j Browser.
        version: Version of Neo4j.
        heap: Memory for queries and transactions at the next start, such as ``4096m``.
        page_cache: Memory for data on disk at the next start, in the same form.
        folder: Folder with the server's data, logs and password.
    """

    name: str
    running: bool
    answers: bool
    pid: int | None
    uri: str | None
    browser_url: str | None
    version: str
    heap: str
    page_cache: str
    folder: Path
