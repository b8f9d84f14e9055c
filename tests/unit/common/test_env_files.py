"""A ``.env`` chooses the Neo4j server, and only after the user has confirmed it for its folder."""

import json
import os
import warnings
from pathlib import Path

import pytest

from explorer.common.configuration import configuration_folder
from explorer.common.env_files import (
    SERVER_SETTINGS,
    ServerChoice,
    choose_server,
    confirm,
    confirm_working_folder,
    confirmed,
    read_env_file,
    working_folder_file,
)
from explorer.common.errors import IgnoredSettingWarning, InputError, UsageError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of an analyst who has not confirmed anything."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in SERVER_SETTINGS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    return tmp_path / "data"


def write(folder: Path, *lines: str) -> Path:
    path = folder / ".env"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_only_settings_of_the_server_are_read(folder: Path) -> None:
    path = write(folder, "export NEO4J_URI='bolt://h:7687'", 'neo4j_password="a b"', "NEO4J_HEAP=2g", "PATH=/evil")
    assert read_env_file(path) == {"NEO4J_URI": "bolt://h:7687", "NEO4J_PASSWORD": "a b"}


@pytest.mark.parametrize("line", ["EXPLORER_HOME=/evil", "explorer_home=/evil", "export EXPLORER_Home='/evil'"])
def test_other_settings_are_ignored_with_a_warning_that_says_where_they_belong(folder: Path, line: str) -> None:
    path = write(folder, line, "EXPLORER_MAVEN_REPOSITORY=http://evil", "NEO4J_URI=bolt://h")
    with pytest.warns(IgnoredSettingWarning) as warned:
        assert read_env_file(path) == {"NEO4J_URI": "bolt://h"}
    (text,) = [str(warning.message) for warning in warned]
    assert f"EXPLORER_HOME, EXPLORER_MAVEN_REPOSITORY in {path}" in text
    assert "config.toml" in text
    assert "evil" not in text


def test_values_are_used_as_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET", "hush")
    path = write(folder, "NEO4J_URI=bolt://h", "NEO4J_USERNAME=${AWS_SECRET}", "NEO4J_DATABASE=$AWS_SECRET")
    assert "hush" not in str(read_env_file(path))


def test_what_is_not_a_file_of_settings_is_refused_or_no_file(folder: Path) -> None:
    assert working_folder_file() is None
    (folder / ".env").mkdir()
    assert working_folder_file() is None
    (folder / ".env").rmdir()
    # opening it would wait for ever
    os.mkfifo(folder / ".env")
    assert working_folder_file() is None
    (folder / ".env").unlink()
    (folder / ".env").symlink_to("/dev/zero")
    assert working_folder_file() is None
    (folder / ".env").unlink()
    for content, says in ((b"\xff\xfe", "not UTF-8"), (b"A=1\n" * 20_000, "more than 65,536 bytes")):
        (folder / ".env").write_bytes(content)
        with pytest.raises(InputError, match=says):
            read_env_file(folder / ".env")


@pytest.mark.parametrize("unit", ["'=", 'a="\n', "a='\\", "export ", "a=1#", "\\", "=", "\r", "'"])
def test_hostile_files_take_little_time(folder: Path, unit: str) -> None:
    text = (unit * 65_536)[:65_536]
    (folder / ".env").write_text(text, encoding="utf-8", newline="")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IgnoredSettingWarning)
        assert read_env_file(folder / ".env") == {}


def test_a_line_that_cannot_be_read_is_named(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write(folder, "# my server", "NEO4J_URI bolt://h", "NEO4J_PASSWORD=p", "=", "=")
    with pytest.warns(IgnoredSettingWarning, match="line 2 of") as warned:
        assert read_env_file(path) == {"NEO4J_PASSWORD": "p"}
    assert len(warned) == 1
    assert not caplog.records


def test_the_environment_takes_precedence(folder: Path) -> None:
    path = write(folder, "NEO4J_URI=bolt://file", "NEO4J_PASSWORD=p", "NEO4J_DATABASE=d")
    assert choose_server(path, {}) == (
        {"NEO4J_URI": "bolt://file", "NEO4J_PASSWORD": "p", "NEO4J_DATABASE": "d"},
        ServerChoice("bolt://file", "neo4j", "d"),
    )
    added, choice = choose_server(path, {"NEO4J_URI": "bolt://mine", "NEO4J_PASSWORD": "q"})
    # the file still decides on the database
    assert (added, choice) == ({"NEO4J_DATABASE": "d"}, ServerChoice("bolt://mine", "neo4j", "d"))
    assert choose_server(path, {"NEO4J_URI": "u", "NEO4J_PASSWORD": "q", "NEO4J_DATABASE": "e"}) == ({}, None)


def test_a_file_without_a_server_chooses_none(folder: Path) -> None:
    assert choose_server(write(folder, "NEO4J_PASSWORD=p", "NEO4J_URI="), {}) == ({}, None)
    with pytest.raises(UsageError, match="nothing to confirm"):
        confirm_working_folder(folder)
    (folder / ".env").unlink()
    with pytest.raises(UsageError, match="There is no file"):
        confirm_working_folder(folder)


def test_a_confirmation_holds_for_one_folder_and_one_server(folder: Path) -> None:
    path = write(folder, "NEO4J_URI=bolt://h", "NEO4J_PASSWORD=secret-word")
    assert confirmed(path) is None
    assert confirm_working_folder(Path()) == (path, ServerChoice("bolt://h"))
    assert confirmed(path) == ServerChoice("bolt://h")
    assert confirmed(folder / "other" / ".env") is None
    confirm(folder / "other" / ".env", ServerChoice("bolt://i"))
    assert confirmed(path) == ServerChoice("bolt://h")
    (store,) = configuration_folder().iterdir()
    assert "secret-word" not in store.read_text(encoding="utf-8")
    assert store.stat().st_mode & 0o777 == 0o600
    assert store.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", ["", "{", "[]", '{"x": []}', '{"x": {"url": "y"}}', "\xff"])
def test_damaged_confirmations_confirm_nothing(folder: Path, content: str) -> None:
    confirm(folder / ".env", ServerChoice("bolt://h"))
    (store,) = configuration_folder().iterdir()
    store.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match="cannot be read") as refusal:
        confirmed(folder / ".env")
    assert f"rm {store}" in refusal.value.hint


def test_confirmations_that_others_can_change_are_refused(folder: Path) -> None:
    confirm(folder / ".env", ServerChoice("bolt://h"))
    (store,) = configuration_folder().iterdir()
    assert json.loads(store.read_text(encoding="utf-8")) == {
        str(folder / ".env"): {"uri": "bolt://h", "username": "neo4j", "database": "neo4j"}
    }
    store.chmod(0o666)
    with pytest.raises(InputError, match="Other users can change"):
        confirmed(folder / ".env")


def test_a_server_is_shown_without_a_password_or_tricks() -> None:
    shown = str(ServerChoice("bolt://neo4j:secret-word@evil:7687\n\x1b[2J", "bolt://127.0.0.1", "x" * 10_000))
    assert "secret-word" not in shown
    assert "evil:7687" in shown
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert len(shown) < 700
