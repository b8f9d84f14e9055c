"""Pools of threads after Ctrl-C."""

import threading

import pytest

from explorer.common.pools import thread_pool


def test_work_that_has_begun_learns_of_ctrl_c_and_other_work_does_not_begin() -> None:
    interrupted, begun, learned = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        if interrupted.wait(60):
            learned.set()

    try:
        with thread_pool(1, interrupted=interrupted) as pool:
            pool.submit(work)
            waiting = pool.submit(pytest.fail)
            begun.wait(60)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert waiting.cancelled()
    assert learned.wait(60)


@pytest.mark.parametrize("error", [None, ValueError])
def test_a_pool_waits_for_its_work_otherwise(error: type[Exception] | None) -> None:
    interrupted, done = threading.Event(), list[int]()
    try:
        with thread_pool(2, interrupted=interrupted) as pool:
            futures = [pool.submit(done.append, n) for n in range(2)]
            futures[1].result()
            if error:
                raise error
    except ValueError:
        pass
    assert sorted(done) == [0, 1]
    assert not interrupted.is_set()
