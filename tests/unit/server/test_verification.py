"""Altered, added and missing files of an installation are found, and a fingerprint cannot be brought along."""

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from explorer.common.errors import ServerError
from explorer.server import process, verification
from explorer.server.artifacts import ArtifactLock, Artifacts, Jar
from explorer.server.java import Java
from tests.unit.server.repository import FILES, LAST

JAR = f"lib/{LAST}"


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    """An installation that was verified before."""
    jars = tuple(Jar(path, len(data), sha256(data).hexdigest()) for path, data in FILES.items())
    artifacts = Artifacts(tmp_path / "home", lock=ArtifactLock("https://nowhere.example", "5.26.0", jars, "digest"))
    for path, data in FILES.items():
        file = artifacts.jars / path
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
    (artifacts.folder / "complete").write_text("digest\n")
    artifacts.verified_class_path()
    return artifacts


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files whose checksums are calculated from now on."""
    paths: list[Path] = []
    original = verification.is_intact

    def is_intact(path: Path, locked: verification.LockedFile) -> bool:
        paths.append(path)
        return original(path, locked)

    monkeypatch.setattr(verification, "is_intact", is_intact)
    return paths


def same_size(jar: Path) -> None:
    """Other content of the same size, with the old modification time."""
    before = jar.stat()
    jar.write_bytes(b"x" * before.st_size)
    os.utime(jar, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(jar: Path) -> None:
    before = jar.stat()
    other = jar.with_name("other")
    other.write_bytes(b"x" * before.st_size)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(jar)


def linked(jar: Path) -> None:
    """The right content, but elsewhere, where it may be changed later."""
    elsewhere = jar.parents[6] / "elsewhere.jar"
    shutil.copy2(jar, elsewhere)
    jar.unlink()
    jar.symlink_to(elsewhere)


def folder_instead(jar: Path) -> None:
    jar.unlink()
    jar.mkdir()


def linked_folder(jar: Path) -> None:
    elsewhere = jar.parents[6] / "elsewhere"
    jar.parent.rename(elsewhere)
    jar.parent.symlink_to(elsewhere)


CHANGES: list[tuple[Callable[[Path], object], str]] = [
    (Path.unlink, "is missing"),
    (same_size, "differs"),
    (replaced, "differs"),
    (lambda jar: jar.write_bytes(b""), "differs"),
    (linked, "differs"),
    (linked_folder, "does not belong"),
    (folder_instead, "is missing"),
    (lambda jar: jar.with_name("added.jar").write_bytes(b""), "does not belong"),
    (lambda jar: os.mkfifo(jar.with_name("pipe")), "does not belong"),
    (lambda jar: (jar.parents[5] / "added.jar").write_bytes(b""), "does not belong"),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_no_java_starts_from_an_altered_installation(
    artifacts: Artifacts, tmp_path: Path, change: Callable[[Path], object], reason: str
) -> None:
    change(artifacts.folder / JAR)
    java = Java(Path("/bin/false"), (21, 0, 8), "test")
    with pytest.raises(ServerError, match="tampered with or damaged") as error:
        process.launch(java, artifacts, tmp_path, heap="1g", log=tmp_path / "log")
    assert str(artifacts.folder) in error.value.message
    assert reason in error.value.message
    assert error.value.hint == "Download the original files: explorer server install --repair"
    with pytest.raises(ServerError, match="tampered with or damaged"):
        process.run_admin(java, artifacts, tmp_path, ["dbms"])


@pytest.mark.parametrize("folder", ["plugins", "conf", "lib/ext", "complete.d"])
def test_files_in_other_folders_do_not_belong_to_an_installation(artifacts: Artifacts, folder: str) -> None:
    (artifacts.folder / folder).mkdir()
    assert artifacts.find_altered() == []
    (artifacts.folder / folder / "x.jar").touch()
    assert artifacts.find_altered() == [f"{artifacts.folder / folder / 'x.jar'} does not belong to Neo4j"]


def test_checksums_are_calculated_once(artifacts: Artifacts, hashed: list[Path]) -> None:
    artifacts.verified_class_path()
    assert hashed == []
    (artifacts.folder / JAR).touch()
    artifacts.verified_class_path()
    assert len(hashed) == len(FILES)
    artifacts.verified_class_path()
    assert len(hashed) == len(FILES)
    artifacts.find_altered(all_checksums=True)
    assert len(hashed) == 2 * len(FILES)


def test_a_fingerprint_does_not_fit_a_copy_of_the_installation(
    artifacts: Artifacts, tmp_path: Path, hashed: list[Path]
) -> None:
    """Whoever sends a folder cannot know the inodes and times that its files will have."""
    copy = Artifacts(tmp_path / "copy", lock=artifacts.lock)
    shutil.copytree(artifacts.folder, copy.folder)
    copy.verified_class_path()
    assert len(hashed) == len(FILES)


@pytest.mark.parametrize("content", [b"", b"\xff" * 10_000_000, b"0" * 64, b"[" * 100_000])
def test_a_malformed_fingerprint_is_ignored(artifacts: Artifacts, hashed: list[Path], content: bytes) -> None:
    (artifacts.folder / "verified").write_bytes(content)
    artifacts.verified_class_path()
    assert len(hashed) == len(FILES)


def test_a_fingerprint_that_others_can_write_or_that_is_a_link_is_ignored(
    artifacts: Artifacts, tmp_path: Path, hashed: list[Path]
) -> None:
    fingerprint = artifacts.folder / "verified"
    assert fingerprint.stat().st_mode & 0o777 == 0o600
    fingerprint.chmod(0o666)
    artifacts.find_altered()
    assert len(hashed) == len(FILES)
    fingerprint.chmod(0o600)
    fingerprint.rename(tmp_path / "elsewhere")
    fingerprint.symlink_to(tmp_path / "elsewhere")
    artifacts.find_altered()
    assert len(hashed) == 2 * len(FILES)


def test_an_installation_of_another_user_is_verified_each_time(
    artifacts: Artifacts, hashed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    (artifacts.folder / "verified").unlink()
    monkeypatch.setattr(verification, "write_private", refuse)
    artifacts.verified_class_path()
    artifacts.verified_class_path()
    assert len(hashed) == 2 * len(FILES)
