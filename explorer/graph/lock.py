"""A lock that allows only one command at a time to write data; other commands wait.

The lock is Neo4j's write lock on one node, held by an open transaction. It ends with the connection, so a killed
command does not leave a lock. The server may still commit the last transaction of a killed command, so the next command
waits for it as well.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from explorer.common.progress import WAITING, Progress, silent
from explorer.graph.connection.connect import WRITING, Connection
from explorer.graph.connection.schema import apply_schema
from explorer.graph.runs.upgrade import fill_signal_parameters, review_boosts

NOTICE_AFTER_SECONDS: Final = 2.0
"""Seconds after which a waiting command reports that it waits."""

_PAUSE: Final = 0.05
"""Seconds between two looks at the server's transactions."""


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
        with held as stack:
            _wait_for_killed_commands(graph)
            held = stack.pop_all()
    finally:
        notice.cancel()
    with held:
        fill_signal_parameters(graph)
        review_boosts(graph)
        yield


def _wait_for_killed_commands(graph: Connection) -> None:
    """Wait until transactions have ended that a command left behind which was killed while it held the lock."""
    left_behind = _running_writes(graph)
    while left_behind:
        time.sleep(_PAUSE)
        left_behind &= _running_writes(graph)


def _running_writes(graph: Connection) -> set[str]:
    """Return the ids of write transactions of all commands, including those that are being committed."""
    query = "SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData.explorer = $mark RETURN transactionId"
    return {transaction_id for (transaction_id,) in graph.read(query, {"mark": WRITING["explorer"]}).rows}
