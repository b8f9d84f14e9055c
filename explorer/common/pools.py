"""Pools of threads that Ctrl-C leaves at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def thread_pool(threads: int, *, interrupted: threading.Event | None = None) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool, and wait for its work at the end, but not after Ctrl-C: work that has begun then ends by itself.

    Args:
        threads: Number of threads.
        interrupted: Set after Ctrl-C, so that work that has begun can stop.
    """
    pool = ThreadPoolExecutor(threads)
    try:
        yield pool
    except KeyboardInterrupt:
        if interrupted:
            interrupted.set()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()
