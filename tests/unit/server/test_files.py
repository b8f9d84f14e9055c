"""Files of the server are private whatever the umask, and links in their place are not followed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.common.files import umask
from explorer.common.progress import silent
from explorer.server.files import hold_lock, make_empty, make_folders, open_private, try_lock


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    previous = os.umask(request.param)
    try:
        yield
    finally:
        os.umask(previous)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.usefixtures("_umask")
def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    make_folders(tmp_path / "a" / "b")
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700
    lock = tmp_path / "a" / "lock"
    with hold_lock(lock, waiting_for="test", progress=silent):
        assert mode(lock) == 0o600
        with try_lock(lock) as acquired:
            assert not acquired
    os.close(open_private(tmp_path / "a" / "log", os.O_TRUNC))
    assert mode(tmp_path / "a" / "log") == 0o600


def test_a_lock_that_an_earlier_version_left_open_to_all_is_closed(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.touch()
    lock.chmod(0o666)
    with try_lock(lock) as acquired:
        assert acquired
    assert mode(lock) == 0o600


def test_links_are_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (tmp_path / "lock").symlink_to(victim)
    with pytest.raises(OSError, match="lock"), hold_lock(tmp_path / "lock", waiting_for="test"):
        pass
    with pytest.raises(OSError, match="lock"):
        open_private(tmp_path / "lock", os.O_TRUNC)
    assert victim.read_text() == "kept"
    assert mode(victim) != 0o600


def test_an_emptied_folder_that_is_a_link_leaves_its_target(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "kept").touch()
    (tmp_path / "conf").symlink_to(tmp_path / "target")
    make_empty(tmp_path / "conf")
    assert not (tmp_path / "conf").is_symlink()
    assert (tmp_path / "target" / "kept").exists()
    (tmp_path / "conf" / "user-logs.xml").touch()
    make_empty(tmp_path / "conf")
    assert list((tmp_path / "conf").iterdir()) == []


def test_asking_for_the_umask_does_not_open_files_of_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[int] = []
    original = os.umask

    def record(mask: int) -> int:
        passed.append(mask)
        return original(mask)

    monkeypatch.setattr(os, "umask", record)
    current = umask()
    assert passed == [0o077, current]
