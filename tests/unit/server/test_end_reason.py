"""Why a server does not respond any more, according to its process and its logs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explorer.server import process
from explorer.server.config import Memory
from explorer.server.end_reason import explain_end, ran_out_of_memory
from explorer.server.saved_state import SavedState

NATIVE = "#\n# There is insufficient memory for the Java Runtime Environment to continue.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a server that was started and whose process is gone."""
    folder = tmp_path / "protests"
    (folder / "logs").mkdir(parents=True)
    (folder / "server.pid").write_text("1\n")
    SavedState(memory=Memory("2g")).save(folder)
    monkeypatch.setattr(process, "find_server", lambda *_: None)
    return folder


def entry(text: str, age: timedelta = timedelta()) -> str:
    return f"{datetime.now(UTC) - age:%Y-%m-%d %H:%M:%S}.123+0000 {text}\n"


def test_a_server_that_a_command_stopped_has_no_reason(folder: Path) -> None:
    (folder / "server.pid").unlink()
    (folder / "logs" / "console.log").write_text(NATIVE)
    assert explain_end(folder) is None


@pytest.mark.parametrize("text", [NATIVE, "Exception in thread java.lang.OutOfMemoryError: Java heap space\n"])
def test_java_ended_because_memory_was_used_up(folder: Path, text: str) -> None:
    (folder / "logs" / "console.log").write_text(text)
    cause, fix = explain_end(folder) or ("", "")
    assert cause == "it ran out of memory and ended"
    assert "run the same command again" in fix
    assert "smaller query" in fix
    assert "explorer server start --name protests --heap 4g" in fix


def test_a_killed_server_may_be_a_victim_of_the_machines_memory(folder: Path) -> None:
    (folder / "logs" / "console.log").write_text("Started.\n")
    cause, fix = explain_end(folder) or ("", "")
    assert cause == "its process was killed"
    assert "run out of memory" in fix
    assert "explorer server start --name protests --heap 1g" in fix


def test_a_running_server_that_broke_off_a_connection(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "find_server", lambda *_: object())
    log = folder / "logs" / "debug.log"
    assert explain_end(folder) is None
    log.write_text(entry("ERROR io.netty.util.internal.OutOfDirectMemoryError: failed", timedelta(minutes=5)))
    assert explain_end(folder) is None
    log.write_text(log.read_text() + entry("ERROR [o.n.b] failed") + "java.lang.OutOfMemoryError: Java heap space\n")
    cause, fix = explain_end(folder) or ("", "")
    assert cause == "it ran out of memory for this query"
    assert fix.startswith("Use a smaller query")


def test_only_the_last_start_counts(folder: Path) -> None:
    log = folder / "logs" / "debug.log"
    log.write_text(entry("java.lang.OutOfMemoryError") + entry("INFO Logging config in use: default"))
    assert not ran_out_of_memory(folder)
    log.write_text(log.read_text() + entry("java.lang.OutOfMemoryError"))
    assert ran_out_of_memory(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"9999-99-99 99:99:99.000+0000 \n" * 1000, b"x" * 3_000_000])
def test_any_log_can_be_read(folder: Path, content: bytes) -> None:
    (folder / "logs" / "debug.log").write_bytes(content)
    assert not ran_out_of_memory(folder, since=datetime.now(UTC))
    assert not ran_out_of_memory(folder)
