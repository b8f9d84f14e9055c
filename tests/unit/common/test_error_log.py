"""Logs of unexpected errors: complete for those who mend them, without passwords, readable by their owner only."""

import stat
import sys
from pathlib import Path

import pytest

from explorer.common import error_log
from explorer.common.error_log import KEPT, LONGEST, keep_secret, without_secrets, write_error_log
from explorer.common.settings import Endpoint


def raised(message: str) -> Exception:
    try:
        try:
            raise KeyError("inner")
        except KeyError as error:
            secret_row = "a row of data"
            assert secret_row
            raise ValueError(message) from error
    except ValueError as error:
        return error


def test_a_log_tells_what_a_developer_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "argv", ["/usr/bin/explorer", "import", "my file.csv", "--token=abc", "bolt://me:pw@host"])
    path = write_error_log(raised("x" * 10_000 + "\udc80"))
    assert path
    assert path.parent == tmp_path / "home" / "logs"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    text = path.read_text(encoding="utf-8")
    assert "coordination explorer 0." in text
    assert f"Python {sys.version}" in text
    assert "Command explorer import 'my file.csv' --token=… bolt://…@host\n" in text
    assert "KeyError: 'inner'" in text
    assert "test_error_log.py" in text
    assert "x" * (LONGEST - 20) in text
    assert "x" * LONGEST not in text
    # values of variables may be data, and lines of the source are not
    assert text.count("a row of data") == 0


def test_passwords_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_log, "_used", set())
    keep_secret("")
    Endpoint("bolt://localhost", "neo4j", "in use")
    environment = {"NEO4J_PASSWORD": "hunter2", "MY_TOKEN": "t0ken", "HOME": "/home/me", "API_KEY": "x"}
    texts = {
        "user=neo4j password='in use'": "user=neo4j password=…",
        "cannot log in with in use": "cannot log in with …",
        "sent hunter2 and t0ken from /home/me": "sent … and … from /home/me",
        "neo4j+s://me:p%40w@host:7687/x and http://host/a@b": "neo4j+s://…@host:7687/x and http://host/a@b",
        "--password secret --api-key=abc": "--password … --api-key=…",
    }
    for text, expected in texts.items():
        assert without_secrets(text, environment).removesuffix("'") == expected


def test_old_logs_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path))
    (tmp_path / "logs").mkdir()
    for number in range(KEPT + 5):
        (tmp_path / "logs" / f"explorer-error-2020010{number % 10}-{number}.log").touch()
    others = [tmp_path / "logs" / name for name in ("notes.txt", "error-1.log")]
    for other in others:
        other.touch()
    path = write_error_log(raised("new"))
    left = sorted((tmp_path / "logs").glob("explorer-error-*.log"))
    assert len(left) == KEPT
    assert path == left[-1]
    assert all(other.exists() for other in others)


def test_another_folder_is_used_if_the_home_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = write_error_log(raised("x"))
    assert path
    assert path.is_relative_to(tmp_path / "state")
    monkeypatch.setattr(error_log, "_folders", lambda: iter((tmp_path / "file",)))
    assert write_error_log(raised("x")) is None
