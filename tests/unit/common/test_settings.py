"""Where settings come from, and what no file beside data may set."""

from pathlib import Path

import pytest

from explorer.common.configuration import USER_SETTINGS, configuration_file
from explorer.common.env_files import SERVER_SETTINGS, UnconfirmedServerError, confirm_working_folder
from explorer.common.errors import IgnoredSettingWarning, InputError, UsageError
from explorer.common.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, and an environment that sets nothing."""
    for name in (*SERVER_SETTINGS, *USER_SETTINGS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    return tmp_path / "data"


def write(folder: Path, *lines: str) -> Path:
    path = folder / ".env"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def configure(text: str) -> Path:
    path = configuration_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_has_one_kind_of_file() -> None:
    assert {name.upper() for name in Settings.model_fields} == {*SERVER_SETTINGS, *USER_SETTINGS}


def test_a_doctored_home_is_not_used(folder: Path, tmp_path: Path) -> None:
    """The case of the report: a ``.env`` with a home that contains another Neo4j, which would run."""
    (folder / "home" / "neo4j-5.26.25").mkdir(parents=True)
    write(folder, f"EXPLORER_HOME={folder / 'home'}", "EXPLORER_MAVEN_REPOSITORY=http://evil", "EXPLORER_AUTHOR=eve")
    with pytest.warns(IgnoredSettingWarning, match="EXPLORER_AUTHOR, EXPLORER_HOME, EXPLORER_MAVEN_REPOSITORY"):
        settings = Settings()
    assert settings.explorer_home == tmp_path / "share" / "coordination-explorer"
    assert (settings.explorer_maven_repository, settings.explorer_author) == (None, None)


def test_a_server_is_used_only_after_it_was_confirmed(folder: Path) -> None:
    write(folder, "NEO4J_URI=bolt://one", "NEO4J_PASSWORD=p")
    with pytest.raises(UnconfirmedServerError, match="bolt://one") as refusal:
        Settings()
    assert refusal.value.exit_code == 2
    assert refusal.value.hint.endswith(f"explorer server confirm-env {folder}")
    confirm_working_folder(folder)
    assert Settings().neo4j_uri == "bolt://one"
    # another password is for the same server
    write(folder, "NEO4J_URI=bolt://one", "NEO4J_PASSWORD=q", "OTHER=1")
    assert Settings().neo4j_uri == "bolt://one"
    for changed in ("NEO4J_URI=bolt://two", "NEO4J_URI=bolt://one\nNEO4J_DATABASE=d", "NEO4J_URI=bolt+ssc://one"):
        write(folder, changed)
        with pytest.raises(UnconfirmedServerError, match=r"confirmed only bolt://one \(user neo4j, database neo4j\)"):
            Settings()


def test_another_folder_asks_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "NEO4J_URI=bolt://one")
    confirm_working_folder(folder)
    (folder / "below").mkdir()
    write(folder / "below", "NEO4J_URI=bolt://one")
    monkeypatch.chdir(folder / "below")
    with pytest.raises(UnconfirmedServerError):
        Settings()


def test_the_file_does_not_count_where_the_server_is_given(folder: Path) -> None:
    write(folder, "NEO4J_URI=bolt://evil", "NEO4J_DATABASE=d")
    assert Settings(neo4j_uri=None).neo4j_uri is None
    given = Settings(neo4j_uri="bolt://mine")
    assert (given.neo4j_uri, given.neo4j_database) == ("bolt://mine", "neo4j")
    (folder / ".env").write_bytes(b"\xff")
    assert Settings(neo4j_uri=None).neo4j_uri is None
    with pytest.raises(InputError):
        Settings()


def test_a_server_in_the_environment_asks_only_if_the_file_changes_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in zip(SERVER_SETTINGS, ("bolt://mine", "u", "p", "d"), strict=True):
        monkeypatch.setenv(name, value)
    write(folder, "NEO4J_URI=bolt://evil", "NEO4J_USERNAME=v", "NEO4J_PASSWORD=q", "NEO4J_DATABASE=e")
    settings = Settings()
    assert (settings.neo4j_uri, settings.neo4j_username, settings.neo4j_database) == ("bolt://mine", "u", "d")
    monkeypatch.delenv("NEO4J_DATABASE")
    with pytest.raises(UnconfirmedServerError, match=r"bolt://mine \(user u, database e\)"):
        Settings()


def test_a_file_that_is_named_needs_no_confirmation_and_takes_precedence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://other")
    monkeypatch.setenv("NEO4J_PASSWORD", "hush")
    write(folder, "NEO4J_URI=bolt://evil")
    file = folder / "prod.env"
    file.write_text("NEO4J_URI=bolt://prod\nEXPLORER_HOME=/evil\n", encoding="utf-8")
    with pytest.warns(IgnoredSettingWarning, match=r"prod\.env"):
        settings = Settings.from_env_file(file)
    assert settings.neo4j_uri == "bolt://prod"
    assert settings.neo4j_password is not None
    assert settings.program == f"explorer --env-file {file}"
    assert settings.model_copy(update={"neo4j_database": "d"}).program == settings.program
    assert settings.origins == {"NEO4J_URI": str(file), "NEO4J_PASSWORD": "environment"}
    file.write_text("NEO4J_PASSWORD=p\n", encoding="utf-8")
    with pytest.raises(UsageError, match="does not set NEO4J_URI"):
        Settings.from_env_file(file)
    with pytest.raises(InputError, match="cannot be read"):
        Settings.from_env_file(folder / "none.env")


def test_settings_of_the_user_come_from_the_environment_and_the_configuration_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPLORER_SERVER", "one")
    path = configure(f'EXPLORER_HOME = "{tmp_path}/home"\nEXPLORER_SERVER = "two"\nEXPLORER_AUTHOR = "Ada"\n')
    write(folder, "NEO4J_URI=bolt://h")
    confirm_working_folder(folder)
    settings = Settings()
    assert (settings.explorer_server, settings.explorer_author) == ("one", "Ada")
    assert settings.explorer_home == tmp_path / "home"
    assert settings.origins == {
        "EXPLORER_SERVER": "environment",
        "EXPLORER_HOME": str(path),
        "EXPLORER_AUTHOR": str(path),
        "NEO4J_URI": str(folder / ".env"),
    }


def test_a_home_that_others_can_change_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("EXPLORER_HOME", str(home))
    settings = Settings()
    home.chmod(0o777)
    with pytest.raises(InputError, match="Other users can change") as refusal:
        Settings()
    assert f"chmod go-w {home}" in refusal.value.hint
    home.chmod(0o700)
    (home / "profiles").mkdir()
    (home / "profiles").chmod(0o777)
    with pytest.raises(InputError, match="profiles"):
        _ = settings.profiles
    monkeypatch.setenv("EXPLORER_HOME", "home")
    with pytest.raises(UsageError, match="not an absolute path"):
        Settings()


def test_the_server_is_named_without_its_password() -> None:
    assert Settings(neo4j_uri=None, explorer_server="protests").server_name == "local server protests"
    remote = Settings(neo4j_uri="bolt://u:secret-word@h:1", neo4j_database="d")
    assert remote.server_name == "Neo4j at bolt://…@h:1, database d"
    assert Settings(neo4j_uri="bolt://h:1").server_name == "Neo4j at bolt://h:1"
