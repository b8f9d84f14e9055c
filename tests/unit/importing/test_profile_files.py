"""Files of profiles are read, or refused with the reason."""

from datetime import date
from pathlib import Path

import pytest

from explorer.common.errors import InputError
from explorer.importing.profile_files import LARGEST, Profile, read_profile, with_profile
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions

MINIMAL = "version = 1\n"


def test_a_profile_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        """
        version = 1
        table = "retweets"    # a comment
        map = { "User " = "Account_ID", lang = "" }
        """
    )
    profile = read_profile(path)
    assert profile.name == "mine"
    assert profile.options.layout.columns == (("user", "account_id"), ("lang", ""))
    assert profile.settings == {"table": "retweets", "map": {"user": "account_id", "lang": ""}}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "its version is 'missing'"),
        ("version = 2", "its version is 2"),
        ("version = true", "the value of version must be a whole number"),
        (MINIMAL + "mapp = {}", "the key 'mapp' is unknown; the keys are version, format"),
        (MINIMAL + "table = 3", "the value of table must be a text in quotation marks"),
        (MINIMAL + "day_first = 1", "the value of day_first must be true or false"),
        (MINIMAL + "skip_lines = true", "the value of skip_lines must be a whole number"),
        (MINIMAL + "skip_lines = -1", "the value of skip_lines must not be negative"),
        (MINIMAL + "heading = [1]", "the value of heading must be a list of texts"),
        (MINIMAL + "map = { user = 1 }", "the value of map must be a table of texts"),
        (MINIMAL + "map = { User = 'a', user = 'b' }", "a column is mapped twice"),
        (MINIMAL + "ids_are = 'names'", "the value of ids_are must be ids or handles"),
        ("version = 1\nversion = 1", "it is not TOML"),
        ("not toml", "it is not TOML"),
        (MINIMAL + "skip_lines = " + "9" * 5_000, "it is not TOML"),
        (MINIMAL + "heading = " + "[\n" * 20_000, "it is not TOML"),
        (MINIMAL + "a." * 20_000 + "a = 1", "a line of more than"),
        (MINIMAL + "# comment\n" * (LARGEST // 10), "it has more than 1,048,576 bytes"),
        (b"version = 1\nsheet = '\xff'", "it is not UTF-8 text"),
    ],
)
def test_what_is_no_profile_is_refused_with_the_reason(tmp_path: Path, content: str | bytes, why: str) -> None:
    path = tmp_path / "other.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        read_profile(path)
    assert caught.value.message.startswith(f"{path} is not a valid profile: ")
    assert why in caught.value.message
    assert len(caught.value.message) < 500


def test_given_settings_take_precedence_over_those_of_a_profile() -> None:
    profile = Profile(
        "march",
        format="native",
        platform="bluesky",
        options=ReadOptions(table="posts", day_first=True, layout=Layout("cp1252", 2, columns=(("a", "post_id"),))),
        heading=("a",),
    )
    released = ReadOptions(released=date(2021, 3, 1), day_first=False, layout=Layout(skip_lines=0))
    assert with_profile(Profile("given", platform="x", options=released), profile) == Profile(
        "given",
        format="native",
        platform="x",
        options=ReadOptions(
            released=date(2021, 3, 1),
            table="posts",
            day_first=False,
            layout=Layout("cp1252", 0, columns=(("a", "post_id"),)),
        ),
    )
    mapped = Profile("given", options=ReadOptions(layout=Layout(columns=(("b", "post_id"),))))
    assert with_profile(mapped, profile).options.layout.columns == (("b", "post_id"),)
