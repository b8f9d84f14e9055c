"""One command at a time writes data; a second one waits.

The lock is a write lock on one node, held by an open transaction. It goes with the connection, so that a command that
is killed leaves no lock behind.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from explorer.common.progress import WAITING, Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.schema import apply_schema
from explorer.graph.connection.upgrade import fill_signal_parameters

NOTICE_AFTER_SECONDS: Final = 2.0
"""Seconds before a command that waits says so."""


@contextmanager
def write_lock(graph: Connection, *, progress: Progress = silent) -> Iterator[None]:
    """Wait until no other command writes data, and keep others waiting meanwhile.

    The schema is applied first, and runs of earlier versions get the properties that they lack.

    Raises:
        GraphError: if Neo4j cannot be reached.
    """
    # without its constraint two commands might make a lock each
    apply_schema(graph)
    graph.execute("MERGE (:Lock {name: 'data'})")
    notice = threading.Timer(NOTICE_AFTER_SECONDS, progress, (f"{WAITING}command that writes data", 0, None))
    notice.daemon = True
    notice.start()
    try:
        held = graph.hold("MATCH (lock:Lock {name: 'data'}) SET lock.holder = 0")
    finally:
        notice.cancel()
    with held:
        fill_signal_parameters(graph)
        yield
