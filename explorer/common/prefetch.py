"""Prefetch items in a thread, so that the next item is read while the current item is processed."""

import threading
from collections.abc import Iterable, Iterator
from queue import Full, Queue
from typing import Final, TypeVar

T = TypeVar("T")

DEPTH: Final = 2
"""Maximum number of prefetched items, which bounds memory use."""


def prefetch(items: Iterable[T]) -> Iterator[T]:
    """Yield items that a separate thread reads. If reading an item fails, the exception is raised in its place."""
    waiting: Queue[tuple[T | None, BaseException | None]] = Queue(DEPTH)
    stop = threading.Event()

    def put(item: T | None, error: BaseException | None) -> None:
        while not stop.is_set():
            try:
                waiting.put((item, error), timeout=0.1)
            except Full:
                continue
            return

    def work() -> None:
        try:
            for item in items:
                put(item, None)
                if stop.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised again in the consumer
            put(None, error)
        else:
            put(None, StopIteration())

    thread = threading.Thread(target=work, daemon=True, name="reading ahead")
    thread.start()
    try:
        while True:
            item, error = waiting.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        # not joined: after Ctrl-C, a read that hangs must not keep the command from ending
        stop.set()
