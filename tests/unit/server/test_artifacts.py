"""Installation, and everything that can go wrong with a download."""

import errno
import os
import shutil
import stat
from collections import namedtuple
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import pytest

from explorer.common.errors import ServerError
from explorer.server.artifacts import Artifacts, read_lock
from tests.unit.server.repository import FILES, LAST, Repository, lock_for, repository

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pooch.core.time.sleep", lambda _: None)


@pytest.fixture
def maven() -> Iterator[Repository]:
    with repository() as served:
        yield served


@pytest.fixture
def artifacts(tmp_path: Path, maven: Repository) -> Artifacts:
    return Artifacts(tmp_path / "home", lock=lock_for(maven.url))


def test_the_shipped_lock_names_neo4j_its_server_and_browser() -> None:
    lock = read_lock()
    names = {PurePosixPath(jar.path).name for jar in lock.jars}
    assert {f"neo4j-{lock.neo4j}.jar", f"neo4j-server-{lock.neo4j}.jar"} <= names
    assert any(name.startswith("neo4j-browser-") for name in names)
    assert len({jar.path for jar in lock.jars}) == len(lock.jars) > 200
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in lock.jars)
    assert lock.repository.startswith("https://")


def test_a_lock_with_a_path_outside_its_folder_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "bad.lock"
    lock.write_text('repository="https://x"\nneo4j="1"\njars=[{path="a/../../b", size=1, sha256="00"}]\n')
    with pytest.raises(ValueError, match="leaves the installation"):
        read_lock(lock)


def test_install_downloads_every_file_once_and_reports_bytes(artifacts: Artifacts, maven: Repository) -> None:
    progress: list[tuple[int, int | None]] = []
    artifacts.install(progress=lambda _, done, total, **__: progress.append((done, total)))
    assert artifacts.installed
    assert artifacts.find_altered(all_checksums=True) == []
    assert {path: (artifacts.jars / path).read_bytes() for path in FILES} == FILES
    assert progress[0] == (0, 4006)
    assert progress[-1] == (4006, 4006)
    artifacts.install()
    assert maven.asked == dict.fromkeys(FILES, 1)


@pytest.mark.parametrize("answer", [b"something else", None, 404, 500])
def test_a_bad_response_is_an_error_and_the_next_attempt_succeeds(
    artifacts: Artifacts, maven: Repository, answer: bytes | int | None
) -> None:
    maven.answers[LAST] = answer
    with pytest.raises(ServerError) as error:
        artifacts.install()
    assert LAST in error.value.message
    assert "explorer server install" in error.value.hint
    assert not artifacts.installed
    assert not (artifacts.jars / LAST).exists()
    kept = {path for path in FILES if (artifacts.jars / path).exists()}
    del maven.answers[LAST]
    maven.asked.clear()
    artifacts.install()
    assert artifacts.installed
    assert set(maven.asked) == set(FILES) - kept


def test_a_temporary_failure_is_retried(artifacts: Artifacts, maven: Repository) -> None:
    class Once(dict[str, bytes | int | None]):
        def get(self, key: str, default: object = None) -> object:  # type: ignore[override]  # forgets what it told
            return self.pop(key, default)

    maven.answers = Once({LAST: None})
    artifacts.install()
    assert maven.asked[LAST] == 2


def test_an_interrupted_installation_is_incomplete_and_is_continued(artifacts: Artifacts, maven: Repository) -> None:
    def interrupt(_: str, done: int, total: int | None, /, **__: object) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        artifacts.install(progress=interrupt)
    assert not artifacts.installed
    artifacts.install()
    assert artifacts.installed
    assert artifacts.find_altered(all_checksums=True) == []


def test_only_a_truncated_file_is_downloaded_again(artifacts: Artifacts, maven: Repository) -> None:
    artifacts.install()
    maven.asked.clear()
    (artifacts.jars / LAST).write_bytes(FILES[LAST][:-1])
    (artifacts.jars / "tmpstray").write_bytes(b"left by a download that was killed")
    assert artifacts.find_altered() == [
        f"{artifacts.jars / 'tmpstray'} does not belong to Neo4j",
        f"{artifacts.jars / LAST} differs from the file that Neo4j's publisher released",
    ]
    artifacts.repair()
    assert maven.asked == {LAST: 1}
    assert artifacts.find_altered(all_checksums=True) == []
    assert not (artifacts.jars / "tmpstray").exists()


def test_repair_restores_what_links_replaced_and_leaves_their_targets(artifacts: Artifacts, tmp_path: Path) -> None:
    artifacts.install()
    (artifacts.jars / "org").rename(tmp_path / "elsewhere")
    (artifacts.jars / "org").symlink_to(tmp_path / "elsewhere")
    (artifacts.folder / "plugins").mkdir()
    (artifacts.folder / "plugins" / "added.jar").touch()
    artifacts.repair()
    assert artifacts.find_altered() == []
    assert not (artifacts.jars / "org").is_symlink()
    assert len(list((tmp_path / "elsewhere").rglob("*.jar"))) == len(FILES)


def test_an_installation_of_another_lock_is_incomplete(tmp_path: Path, maven: Repository) -> None:
    lock = lock_for(maven.url)
    Artifacts(tmp_path, lock=lock).install()
    changed = type(lock)(lock.repository, lock.neo4j, lock.jars, digest="f" * 64)
    assert not Artifacts(tmp_path, lock=changed).installed


def test_files_are_downloaded_from_a_mirror(tmp_path: Path, maven: Repository) -> None:
    lock = lock_for("http://127.0.0.1:9/nobody")
    Artifacts(tmp_path, repository=f"{maven.url}/", lock=lock).install()
    assert set(maven.asked) == set(FILES)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/nobody", "no-address"])
def test_a_failed_connection_raises_an_error(tmp_path: Path, address: str) -> None:
    with pytest.raises(ServerError, match="cannot be downloaded") as error:
        Artifacts(tmp_path, lock=lock_for(address)).install()
    assert "EXPLORER_MAVEN_REPOSITORY" in error.value.hint


def test_two_installations_at_once_both_succeed(tmp_path: Path, maven: Repository) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: Artifacts(tmp_path, lock=lock_for(maven.url)).install(), range(4)))
    assert maven.asked == dict.fromkeys(FILES, 1)


def test_a_full_disk_is_detected_before_the_download(
    artifacts: Artifacts, maven: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10, 10, 0))
    with pytest.raises(ServerError, match="the disk has 0 MB left") as error:
        artifacts.install()
    assert "EXPLORER_HOME" in error.value.hint
    assert not maven.asked


def test_a_disk_that_fills_up_during_the_download(artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "move", full)
    with pytest.raises(ServerError, match="is full") as error:
        artifacts.install()
    assert "Free disk space" in error.value.hint
    assert not artifacts.installed


def test_a_file_in_place_of_the_folder_raises_an_error(tmp_path: Path, maven: Repository) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(ServerError, match="cannot be used") as error:
        Artifacts(home, lock=lock_for(maven.url)).install()
    assert "EXPLORER_HOME" in error.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_raises_an_error(tmp_path: Path, maven: Repository) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(ServerError, match="cannot be used"):
        Artifacts(tmp_path / "home", lock=lock_for(maven.url)).install()
