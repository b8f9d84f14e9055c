"""``explorer profiles`` as a person uses it; no graph is needed."""

import inspect
import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.cli.options.reading import read_options
from explorer.cli.ui.profiles import option_words
from explorer.importing.profile_files import Profile
from explorer.importing.profiles import Profiles
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.command_lines import ROOT
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


def test_options_are_saved_with_the_heading_of_a_file(explorer: Program, profiles: Profiles) -> None:
    explorer.write("export.csv", "id,user,rt_of,when,x\n1,@ada,900,1.3.2021 10:00:00,z\n")
    options = ("--map", "id=retweet_id,user=account_id,rt_of=post_id,when=retweeted_at,x=", "--table", "retweets")
    saved = explorer("profiles", "save", "lab", *options, "--day-first", "--platform", "x", "--from", "export.csv")
    assert saved.returncode == 0, saved.stderr
    assert "Next: explorer import export.csv --profile lab" in saved.stderr
    profile = profiles.find("lab")
    assert profile.heading == ("id", "user", "rt_of", "when", "x")
    assert (profile.platform, profile.options.table, profile.options.day_first) == ("x", "retweets", True)
    checked = explorer("import", "export.csv", "--profile", "lab", "--dry-run")
    assert "1 row read = 1 usable + 0 duplicates + 0 rejected" in checked.stderr, checked.stderr
    # also as a file that someone shared
    shared = explorer.folder / "shared.toml"
    profiles.path("lab").rename(shared)
    assert explorer("import", "export.csv", "--profile", "shared.toml", "--dry-run").returncode == 0
    # options replace what the profile says
    wrong = explorer("import", "export.csv", "--profile", "shared.toml", "--table", "posts", "--dry-run")
    assert wrong.returncode != 0


def test_networks_are_built_as_a_profile_says(explorer: Program, profiles: Profiles) -> None:
    rows = "".join(
        f"{who}{post},@{who},{post},1.3.2021 10:0{post}:00\n" for who in ("ada", "bea") for post in (1, 2, 3)
    )
    explorer.write("export.csv", f"id,user,rt_of,when\n{rows}")
    options = ("--map", "id=retweet_id,user=account_id,rt_of=post_id,when=retweeted_at", "--day-first")
    assert explorer("profiles", "save", "lab", *options, "--from", "export.csv").returncode == 0
    built = explorer("network", "export.csv", "--profile", "lab", "--significance", "off")
    assert built.returncode == 0, built.stderr
    assert built.stdout.splitlines()[1].endswith(",3")
    for words in (("slices", "--slice", "1d"), ("sensitivity", "--windows", "10s,60s")):
        command, *others = words
        shown = explorer(command, "export.csv", "--profile", "none", *others)
        assert "There is no profile 'none'." in shown.stderr, shown.stderr
    without_files = explorer("sensitivity", "--profile", "lab")
    assert "Options for reading files were given (profile), but no files." in without_files.stderr


def test_a_file_with_the_heading_of_a_profile_is_offered_the_profile(explorer: Program, profiles: Profiles) -> None:
    profiles.save(replace(MARCH, heading=("a", "b")))
    explorer.write("it's.csv", "a,b\n1,2\n")
    refused = explorer("import", "it's.csv", "--dry-run")
    assert refused.returncode == 1
    assert "has the heading of the profile march. Next: explorer import" in refused.stderr
    (command,) = re.findall(r"Next: explorer (import .*)", refused.stderr)
    assert shlex.split(command) == ["import", "it's.csv", "--profile", "march"]
    for options in (("--profile", "march"), ("--map", "a=post_id")):
        assert "has the heading of the profile" not in explorer("import", "it's.csv", *options, "--dry-run").stderr


def test_what_cannot_be_saved(explorer: Program, profiles: Profiles) -> None:
    explorer.write("export.csv", "id,user\n1,@ada\n")
    for words, message in (
        (("lab",), "A profile needs options that say how to read files."),
        (("../lab", "--table", "posts"), "is not a valid name for a profile"),
        (("lab", "--table", "posts", "--from", "export.csv"), "export.csv lacks"),
        (("lab", "--map", "nobody=account_id", "--from", "export.csv"), "nobody"),
        (("lab", "--table", "posts", "--from", "none.csv"), "none.csv does not exist"),
    ):
        refused = explorer("profiles", "save", *words)
        assert refused.returncode in {1, 2}
        assert message in refused.stderr, refused.stderr
    assert profiles.all() == ([], [])
    assert explorer("profiles", "save", "lab", "--table", "posts").returncode == 0
    assert explorer("profiles", "save", "lab", "--table", "likes").returncode == 2
    assert explorer("profiles", "save", "lab", "--table", "likes", "--force").returncode == 0
    assert profiles.find("lab").options.table == "likes"


def test_the_options_of_a_profile_can_be_typed() -> None:
    full = Profile(
        "full",
        "native",
        "x",
        ReadOptions(
            table="retweets",
            time_format="%d.%m.%Y %H:%M",
            day_first=False,
            timezone="Europe/Berlin",
            ids_are="handles",
            layout=Layout("cp1252", 0, "Sheet 1", (("a, b", "account_id"), ("c", ""))),
        ),
    )
    words = option_words(full)
    parsed = ROOT.load("import").make_context("import", ["file.csv", *words]).params
    options = read_options(**{name: parsed[name] for name in inspect.signature(read_options).parameters})
    assert Profile("full", parsed["format_"], parsed["platform"], options) == full
