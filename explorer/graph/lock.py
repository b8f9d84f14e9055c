"""A lock that allows only one command at a time to write data; other commands wait.

The lock is Neo4j's write lock on one node, held by an open transaction. It ends with the connection, so a killed
command does not leave a lock.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from explorer.common.progress import WAITING, Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.schema import apply_schema
from explorer.graph.runs.upgrade import fill_signal_parameters, review_boosts

NOTICE_AFTER_SECONDS: Final = 2.0
"""Seconds after which a waiting command reports that it waits."""


@contextmanager
def write_lock(graph: Connection, *, progress: Progress = silent) -> Iterator[None]:
    """Wait until no other command writes data, then block other writers.

    The schema is applied first, and runs from earlier versions are updated.

    Raises:
        GraphError: If Neo4j cannot be reached.
    """
    # without the constraint, two commands could each create a lock
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
        review_boosts(graph)
        yield
