"""Profiles are saved, read, matched with files and refused; what is refused was chosen by hand."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import InputError, UsageError
from explorer.importing.profile_files import Profile
from explorer.importing.profiles import Profiles, heading_of
from explorer.sources.io.layout import Layout
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing.parser import ReadOptions

FULL = Profile(
    "march",
    format="native",
    platform="x",
    options=ReadOptions(
        table="retweets",
        time_format='%d/%m/%Y "%H:%M"',
        day_first=True,
        timezone="Europe/Berlin",
        ids_are="handles",
        layout=Layout("cp1252", 2, "Tabelle 1", (("nutzer", "account_id"), ("größe", ""))),
    ),
    heading=("nutzer", "größe", 'a "b"\\c\td\x7f'),
)
MINIMAL = "version = 1\n"


@pytest.fixture
def profiles(tmp_path: Path) -> Profiles:
    return Profiles(tmp_path / "home" / "profiles")


@pytest.mark.parametrize("profile", [FULL, Profile("empty"), Profile("no", options=ReadOptions(day_first=False))])
def test_a_saved_profile_is_read_again(profiles: Profiles, profile: Profile) -> None:
    path = profiles.save(profile)
    assert profiles.find(profile.name) == profile
    assert profiles.find(str(path)) == profile
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [child.name for child in path.parent.iterdir()] == [path.name]


names = st.text(st.characters(codec="utf-8"), max_size=30).map(lambda name: name.strip().lower())


@given(heading=st.lists(names, unique=True), sheet=st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_names_survive(tmp_path_factory: pytest.TempPathFactory, heading: list[str], sheet: str) -> None:
    profiles = Profiles(tmp_path_factory.mktemp("profiles"))
    columns = tuple((name, "account_id") for name in heading if name == name.strip().lower())
    profile = Profile("x", options=ReadOptions(layout=Layout(sheet=sheet, columns=columns)), heading=tuple(heading))
    profiles.save(profile)
    assert profiles.find("x") == profile


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", ".hidden", "-a", "a.b", "a b", "a\n", "a\0", "x" * 51])
def test_names_that_are_no_file_names_are_refused(profiles: Profiles, name: str) -> None:
    for call in (profiles.path, profiles.remove):
        with pytest.raises(UsageError, match="is not a valid name for a profile"):
            call(name)
    with pytest.raises(UsageError):
        profiles.save(Profile(name))
    with pytest.raises((UsageError, InputError)):
        profiles.find(name)


def test_an_existing_profile_is_replaced_only_on_request(profiles: Profiles) -> None:
    profiles.save(Profile("a", platform="x"))
    with pytest.raises(UsageError, match="There is a profile a already"):
        profiles.save(Profile("a", platform="bluesky"))
    assert profiles.find("a").platform == "x"
    profiles.save(Profile("a", platform="bluesky"), force=True)
    assert profiles.find("a").platform == "bluesky"
    profiles.remove("a")
    with pytest.raises(UsageError, match="There is no profile 'a'"):
        profiles.remove("a")


def test_a_profile_that_could_not_be_read_again_is_not_saved(profiles: Profiles) -> None:
    for heading in (("x" * 20_000,), (chr(0xDCFF),), tuple(str(number) for number in range(200_000))):
        with pytest.raises(InputError, match="is not a valid profile"):
            profiles.save(Profile("a", heading=heading))
    assert profiles.all() == ([], [])


def test_damaged_profiles_do_not_hide_the_others(profiles: Profiles) -> None:
    folder = profiles.save(Profile("good")).parent
    (folder / "bad.toml").write_text("x")
    (folder / "notes.txt").write_text("x")
    (folder / "folder.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    kept, problems = profiles.all()
    assert [profile.name for profile in kept] == ["good"]
    assert len(problems) == 3
    profiles.remove("bad")
    with pytest.raises(UsageError, match="There is no profile 'other'") as caught:
        profiles.find("other")
    assert "good" in caught.value.hint


def test_files_that_are_no_profiles(profiles: Profiles, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist or is not a file"):
        profiles.find("/dev/zero")
    with pytest.raises(InputError, match="does not exist or is not a file"):
        profiles.find(str(tmp_path / "none.toml"))


def test_profiles_fit_files_with_the_same_heading(profiles: Profiles, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Tweet_ID,user,rt_of_id\n1,ada,900\n")
    heading = heading_of(path, Layout(columns=(("user", "account_id"),)))
    assert heading == ("tweet_id", "user", "rt_of_id")
    profiles.save(Profile("fits", heading=heading))
    profiles.save(Profile("reordered", heading=heading[::-1]))
    profiles.save(Profile("fewer", heading=heading[:2]))
    profiles.save(Profile("none"))
    assert [profile.name for profile in profiles.fitting(FileLocation(path))] == ["fits", "reordered"]
    assert profiles.fitting(FileLocation(tmp_path / "missing.csv")) == []
    (tmp_path / "a.jsonl").write_text('{"user": 1}\n')
    assert heading_of(tmp_path / "a.jsonl", Layout()) == ()
