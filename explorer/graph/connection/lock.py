"""A lock that lets one command at a time write data; a second command waits.

The lock is a write lock on one node, held by an open transaction. It ends with the connection, so that a killed command
leaves no lock behind.
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
"""Seconds after which a waiting command says that it waits."""


@contextmanager
def write_lock(graph: Connection, *, progress: Progress = silent) -> Iterator[None]:
    """Wait until no other command writes data, and keep others waiting meanwhile.

    The schema is applied first, and runs of earlier versions get the properties that they lack.

    Raises:
        GraphError: if Neo4j cannot be reached.
    """
    # without its constraint, two commands could create one lock each
    apply_schema(graph)
    graph.execute("MERGE (:Lock {name: 'data'})")
    notice = threading.Timer(NOTICE_AFTER_SECONDS, progress, (f"{WAITING}command that writes data", 0, None))
    notice.daemon = True
    notice.start()
    try:
        held = graph.hold_transaction("MATCH (lock:Lock {name: 'data'}) SET lock.holder = 0")
    finally:
        notice.cancel()
    with held:
        fill_signal_parameters(graph)
        yield
