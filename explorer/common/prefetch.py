"""One thread ahead: what is read next is read while what was read is worked on."""

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from typing import Final, TypeVar

T = TypeVar("T")

DEPTH: Final = 2
"""Items that wait; bounds the memory."""


def prefetch(items: Iterable[T]) -> Iterator[T]:
    """Yield ``items``, made in a thread of their own; what making one raises is raised here, in its place."""
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
        except BaseException as error:  # noqa: BLE001 - raised again where the items are wanted
            put(None, error)
        else:
            put(None, StopIteration())

    thread = threading.Thread(target=work, daemon=True, name="reading ahead")
    thread.start()
    try:
        while True:
            try:
                item, error = waiting.get(timeout=0.5)
            except Empty:
                # so that Ctrl-C is noticed while nothing comes
                continue
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        stop.set()
        thread.join()
