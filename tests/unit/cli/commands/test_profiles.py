"""``explorer profiles`` as a person uses it; no graph is needed."""

import json
from pathlib import Path

import pytest

from explorer.importing.profile_files import Profile
from explorer.importing.profiles import Profiles
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.program import Program

MARCH = Profile(
    "march",
    format="native",
    platform="x",
    options=ReadOptions(table="retweets", day_first=True, layout=Layout(columns=(("user", "account_id"), ("x", "")))),
    heading=("user", "x"),
)


@pytest.fixture
def explorer(tmp_path: Path) -> Program:
    return Program(None, tmp_path)


@pytest.fixture
def profiles(explorer: Program) -> Profiles:
    return Profiles(explorer.folder / "home" / "profiles")


def test_profiles_are_listed_and_damaged_ones_are_named(explorer: Program, profiles: Profiles) -> None:
    listed = explorer("profiles", "list")
    assert listed.returncode == 0
    assert "explorer profiles save NAME" in listed.stderr
    path = profiles.save(MARCH)
    (path.parent / "bad.toml").write_text("version = 9")
    listed = explorer("profiles", "list", "--format", "json")
    assert listed.returncode == 0
    assert json.loads(listed.stdout) == [
        {
            "profile": "march",
            "format": "native",
            "table": "retweets",
            "platform": "x",
            "mapped": 2,
            "heading": ["user", "x"],
        }
    ]
    assert "bad.toml is not a valid profile: its version is 9" in listed.stderr
    for form in ("table", "csv", "jsonl"):
        assert "march" in explorer("profiles", "list", "--format", form).stdout


def test_a_profile_is_shown_with_its_file(explorer: Program, profiles: Profiles) -> None:
    path = profiles.save(MARCH)
    for name in ("march", str(path)):
        shown = explorer("profiles", "show", name, "--format", "json")
        assert shown.returncode == 0, shown.stderr
        assert {row["setting"]: row["value"] for row in json.loads(shown.stdout)} == {
            "profile": "march",
            "file": str(path),
            "format": "native",
            "table": "retweets",
            "platform": "x",
            "day_first": True,
            "heading": ["user", "x"],
            "map user": "account_id",
            "map x": "(not used)",
        }


def test_a_profile_is_removed_by_its_name_alone(explorer: Program, profiles: Profiles) -> None:
    path = profiles.save(MARCH)
    refused = explorer("profiles", "remove", str(path))
    assert refused.returncode == 2
    assert path.exists()
    assert explorer("profiles", "remove", "march").returncode == 0
    assert not path.exists()
    missing = explorer("profiles", "remove", "march")
    assert missing.returncode == 2
    assert "There is no profile 'march'." in missing.stderr
