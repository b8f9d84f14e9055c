"""Configuration of a local server: memory, ports and neo4j.conf."""

import re
import socket
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import psutil

from explorer.common.errors import ServerError, UsageError

MIB = 1 << 20
HOST = "127.0.0.1"
BOLT_PORT = 7687
HTTP_PORT = 7474
BROWSER_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; connect-src 'self' ws: wss: http://localhost:* http://127.0.0.1:*"
)
"""Content security policy of Neo4j Browser: its own origin, any Bolt server, and this machine (for the guide)."""

TRANSACTION_TIMEOUT = "1h"
"""Longest time of a transaction whose client sets no other limit. The longest query of explorer takes about a minute on
ten million retweets."""
TRANSACTION_SHARE = 0.6
"""Largest part of the heap for a single transaction; the rest is for other transactions, and for memory that Neo4j
does not count, such as long texts."""
TRANSACTIONS_SHARE = 0.7
"""Largest part of the heap that all transactions together may use; the same as Neo4j's default."""

_SIZE = re.compile(r"(\d+)([kmg])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of a server in Neo4j's notation (``512m``, ``4g``). None: derived from the machine's memory.

    Attributes:
        heap: Memory for queries and transactions. Default: a quarter of the machine's memory, 512 MiB to 8 GiB.
        page_cache: Memory for the data on disk. Default: an eighth of the machine's memory, 512 MiB to 8 GiB.
    """

    heap: str | None = None
    page_cache: str | None = None

    def __post_init__(self) -> None:
        """Validate the sizes."""
        for name, size in (("heap", self.heap), ("page cache", self.page_cache)):
            if size is not None and not _SIZE.fullmatch(size):
                raise UsageError(
                    f"{size!r} is not a valid size for the {name}.", hint="Write a size such as 512m or 4g."
                )

    def over(self, earlier: "Memory") -> "Memory":
        """Return this memory, with missing sizes taken from ``earlier``."""
        return Memory(self.heap or earlier.heap, self.page_cache or earlier.page_cache)

    def resolved(self, total: int | None = None) -> tuple[str, str]:
        """Return the sizes of heap and page cache for ``total`` bytes of memory (default: that of this machine)."""
        if total is None:
            total = machine_memory()
        return self.heap or _share(total, 4), self.page_cache or _share(total, 8)


def _share(total: int, part: int) -> str:
    return f"{min(max(total // part // MIB, 512), 8192)}m"


def machine_memory() -> int:
    """Return the memory of the machine, or of the container in which this process runs, in bytes."""
    total = int(psutil.virtual_memory().total)
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdigit() else total


@dataclass(frozen=True, slots=True)
class Ports:
    """The two ports of a server, on the loopback interface."""

    bolt: int
    http: int

    @property
    def uri(self) -> str:
        """URI for drivers."""
        return f"bolt://{HOST}:{self.bolt}"

    @property
    def browser_url(self) -> str:
        """URL of Neo4j Browser."""
        return f"http://{HOST}:{self.http}/browser/"


def choose_ports(last: Ports | None, avoid: Collection[int]) -> Ports:
    """Return free ports: those of the last start if they are free, else the first free ones from Neo4j's defaults up.

    Another program may take a port before Neo4j listens on it; `explorer.server.local` then chooses again.

    Args:
        last: Ports of the server's last start; None before the first.
        avoid: Ports that must not be chosen even if they are free, such as those of the user's other servers.

    Raises:
        ServerError: If no port is free.
    """
    bolt = _first_free(last.bolt if last else None, BOLT_PORT, avoid)
    http = _first_free(last.http if last else None, HTTP_PORT, avoid)
    return Ports(bolt, http)


def _first_free(last: int | None, default: int, avoid: Collection[int]) -> int:
    if last and last not in avoid and is_free(last):
        return last
    # A hundred ports from 7474 on do not reach 7687.
    for port in range(default, default + 100):
        if port not in avoid and is_free(port):
            return port
    raise ServerError(
        f"All ports from {default} to {default + 99} are in use.",
        hint="Stop servers that you no longer need. To list them: explorer server list",
    )


def is_free(port: int) -> bool:
    """Return whether a port of the loopback interface is unused and this user may listen on it."""
    with socket.socket() as probe:
        # Like Neo4j, ignore connections that are still closing.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    # Some systems allow binding a port although another socket listens on it on all addresses.
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) != 0


def neo4j_conf(ports: Ports, heap: str, page_cache: str) -> str:
    """Return the text of neo4j.conf. Neo4j does not start if it contains an unknown name."""
    settings = {
        # The server is reachable from this machine only, and advertises these addresses to clients.
        "server.default_listen_address": HOST,
        "server.default_advertised_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{ports.bolt}",
        "server.bolt.advertised_address": f"{HOST}:{ports.bolt}",
        "server.http.listen_address": f"{HOST}:{ports.http}",
        "server.http.advertised_address": f"{HOST}:{ports.http}",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": "true",
        # The server sends no telemetry, and queries cannot load files.
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        # Nor can they load http and ftp addresses: Neo4j Community has no other setting against LOAD CSV.
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        # Neo4j ends a query at its time limit when it looks next; the default is every 2 s.
        "db.transaction.monitor.check.interval": "500ms",
        # Browser loads its guide from this machine, and no fonts, statistics or forms from elsewhere.
        "browser.remote_content_hostname_whitelist": "localhost,127.0.0.1",
        "dbms.security.http_static_content_security_policy_header": BROWSER_POLICY,
        # Nothing but the locked files is loaded as code: every start empties the folder of this configuration.
        "server.directories.plugins": "conf/plugins",
        "server.memory.heap.initial_size": initial_heap(heap),
        "server.memory.heap.max_size": heap,
        "server.memory.pagecache.size": page_cache,
        **transaction_limits(heap),
        # Each of the two databases preallocates a log file of this size; the default is 256m.
        "db.tx_log.rotation.size": "64m",
        # Do not wait for 10 seconds at shutdown for connections that are closed.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "server.config.strict_validation.enabled": "true",
    }
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    return f"# Written at every start by: explorer server start\n{lines}"


def transaction_limits(heap: str) -> dict[str, str]:
    """Return the settings that keep one query from using the whole heap, or from running without end."""
    one, all_together = (
        f"{max(int(size_in_bytes(heap) * share) // MIB, 1)}m" for share in (TRANSACTION_SHARE, TRANSACTIONS_SHARE)
    )
    return {
        "db.memory.transaction.max": one,
        "db.memory.transaction.total.max": all_together,
        "dbms.memory.transaction.total.max": all_together,
        "db.transaction.timeout": TRANSACTION_TIMEOUT,
    }


def initial_heap(heap: str) -> str:
    """Return the initial heap size, which is small so that an idle server uses little memory."""
    return "512m" if size_in_bytes(heap) > 512 * MIB else heap


def size_in_bytes(size: str) -> int:
    """Return a size in Neo4j's notation, such as ``512m``, in bytes."""
    match = _SIZE.fullmatch(size)
    if not match:
        raise ValueError(size)
    return int(match[1]) << {"k": 10, "m": 20, "g": 30}[match[2].lower()]
