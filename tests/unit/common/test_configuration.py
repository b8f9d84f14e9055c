"""The user's own configuration file, and the folder of the package's files."""

from contextlib import suppress
from pathlib import Path

import pytest

from explorer.common.configuration import absolute, configuration_file, home_folder, read_configuration
from explorer.common.errors import InputError, UsageError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration file, which does not exist, in a folder that does."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("EXPLORER_HOME", raising=False)
    path = configuration_file()
    path.parent.mkdir(parents=True)
    return path


def test_it_sets_what_no_file_beside_data_may_set(file: Path) -> None:
    assert read_configuration() == {}
    file.write_text('EXPLORER_HOME = "/data/explorer"\nEXPLORER_AUTHOR = "Ada"\n', encoding="utf-8")
    assert read_configuration() == {"EXPLORER_HOME": "/data/explorer", "EXPLORER_AUTHOR": "Ada"}
    assert home_folder() == Path("/data/explorer")


def test_the_environment_takes_precedence(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('EXPLORER_HOME = "/data/explorer"\n', encoding="utf-8")
    monkeypatch.setenv("EXPLORER_HOME", "/elsewhere")
    assert home_folder() == Path("/elsewhere")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('NEO4J_URI = "bolt://h"', "Set it in the environment"),
        ('explorer_home = "/x"', "which is not one of EXPLORER_HOME"),
        ("EXPLORER_SERVER = 3", "is not a text"),
        ("EXPLORER_SERVER", "not a valid configuration file"),
        ("\xff", "not a valid configuration file"),
        ("a=" + "[" * 5000, "not a valid configuration file"),
        ("#" * 70_000, "more than 65,536 bytes"),
    ],
)
def test_a_file_that_is_not_valid_is_refused(file: Path, content: str, says: str) -> None:
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises((UsageError, InputError)) as refusal:
        read_configuration()
    assert says in f"{refusal.value.message} {refusal.value.hint}"
    assert str(file) in refusal.value.message


@pytest.mark.parametrize("shared", ["", ".."])
def test_a_file_that_others_can_change_is_refused(file: Path, shared: str) -> None:
    file.write_text('EXPLORER_HOME = "/data/explorer"\n', encoding="utf-8")
    (file / shared if not shared else file.parent).chmod(0o777)
    with pytest.raises(InputError, match="Other users can change"):
        read_configuration()


def test_the_working_folder_does_not_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    assert absolute(Path("~/explorer"), "EXPLORER_HOME") == Path.home() / "explorer"
    for path in ("explorer", ".", "", "./x"):
        with pytest.raises(UsageError, match="EXPLORER_HOME is set to"):
            absolute(Path(path), "EXPLORER_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", "config")
    with suppress(UsageError):
        assert configuration_file().is_relative_to(Path.home())
