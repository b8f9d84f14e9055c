"""A local server's folder, name, password and state, without a Neo4j."""

import json
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from explorer.common.errors import ServerError, UsageError
from explorer.common.settings import Settings
from explorer.server import java
from explorer.server.files import write_private
from explorer.server.local import LocalServer
from explorer.server.saved_state import server_names

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "-rf", "a b", "a\n", "x" * 64])
def test_a_server_name_must_be_a_folder_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is not a valid server name"):
        LocalServer(tmp_path, name)


def test_settings_select_the_server() -> None:
    settings = Settings(explorer_home=Path("/somewhere"), explorer_server="protests-2021")
    assert LocalServer.from_settings(settings).folder == Path("/somewhere/servers/protests-2021")


def test_a_server_that_was_never_started(tmp_path: Path) -> None:
    server = LocalServer(tmp_path / "home")
    status = server.status()
    assert (status.running, status.answers, status.pid, status.uri) == (False, False, None, None)
    assert server.endpoint() is None
    assert server.stop() is False
    with pytest.raises(ServerError, match="never started") as error:
        server.password()
    assert error.value.hint == "Start it: explorer server start --name default"
    # The calls above create no files.
    assert not (tmp_path / "home").exists()


def test_an_unreadable_home_raises_an_error(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file where the folder should be")
    with pytest.raises(ServerError, match="cannot be used") as error:
        LocalServer(home).start()
    assert "EXPLORER_HOME" in error.value.hint


def test_missing_java_raises_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "_candidates", lambda: iter(()))
    with pytest.raises(ServerError, match="needs Java 17 or 21"):
        LocalServer(tmp_path).start()


def test_a_full_disk_raises_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "_version", lambda _: (21, 0, 8))
    monkeypatch.setattr(java, "_bundled", lambda: Path("/bin/true"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))
    server = LocalServer(tmp_path)
    with pytest.raises(ServerError, match="MB left"):
        server.start()
    # The same if Neo4j's files are installed but the disk is full.
    monkeypatch.setattr(LocalServer, "install", lambda *_, **__: None)
    with pytest.raises(ServerError, match="only 0 MB left") as error:
        server.start()
    assert "Free at least" in error.value.hint


@pytest.mark.parametrize(
    "state",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"ports": 3, "memory": {}}',
        '{"ports": null, "memory": {"heap": "lots"}}',
        "\x00",
        '{"ports": {"bolt": 70000, "http": 1}, "memory": {}}',
        "[" * 100_000,
    ],
)
def test_a_malformed_state_file_is_ignored(tmp_path: Path, state: str) -> None:
    server = LocalServer(tmp_path)
    server.folder.mkdir(parents=True)
    (server.folder / "server.json").write_text(state)
    assert server.status().uri is None


def test_a_malformed_part_of_the_state_does_not_change_the_rest(tmp_path: Path) -> None:
    server = LocalServer(tmp_path)
    server.folder.mkdir(parents=True)
    state = server.folder / "server.json"
    state.write_text('{"ports": "lost", "memory": {"heap": "1500m", "page_cache": "64m"}}')
    assert (server.status().heap, server.status().page_cache) == ("1500m", "64m")
    state.write_text('{"ports": {"bolt": 7700, "http": 7500}, "memory": {"heap": "lost"}}')
    assert server.status().uri == "bolt://127.0.0.1:7700"


def test_list_of_servers_and_their_ports(tmp_path: Path) -> None:
    for name, bolt in (("b", 7700), ("a", 7701)):
        folder = LocalServer(tmp_path, name).folder
        folder.mkdir(parents=True)
        state = {"ports": {"bolt": bolt, "http": bolt - 200}, "memory": {"heap": "1g", "page_cache": None}}
        (folder / "server.json").write_text(json.dumps(state))
    assert server_names(tmp_path) == ["a", "b"]
    status = LocalServer(tmp_path, "b").status()
    assert (status.uri, status.heap) == ("bolt://127.0.0.1:7700", "1g")
    assert status.browser_url == "http://127.0.0.1:7500/browser/"


def test_files_are_written_privately_and_atomically(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("old")
    path.chmod(0o644)
    previous = os.umask(0)
    try:
        write_private(path, "new\n")
    finally:
        os.umask(previous)
    assert path.read_text() == "new\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
