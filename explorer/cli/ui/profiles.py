"""Apply profiles, suggest them, and write them as options."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from explorer.cli.settings import load_settings
from explorer.cli.ui.output import note
from explorer.common.errors import InputError

if TYPE_CHECKING:
    from explorer.importing.profile_files import Profile
    from explorer.sources.parsing.parser import ReadOptions

EXAMINED: Final = 100
"""Maximum number of files whose heading is compared with those of profiles."""


def given_options(
    context: typer.Context, format_name: str, platform: str | None, options: "ReadOptions", profile: str | None
) -> "Profile":
    """Return what the options of a command say, with the settings of a profile where no option was given.

    Args:
        context: Context of the command.
        format_name: Name of a format, or ``auto``.
        platform: Platform of rows that do not name one.
        options: The other options.
        profile: Name of the profile; None: there is none.

    Raises:
        UsageError: If there is no such profile.
        InputError: If its file is not a valid profile.
    """
    # these modules import Polars
    from explorer.importing.profile_files import Profile, with_profile  # noqa: PLC0415
    from explorer.importing.profiles import Profiles  # noqa: PLC0415

    given = Profile("given", None if format_name == "auto" else format_name, platform, options)
    return given if profile is None else with_profile(given, Profiles(load_settings(context).profiles).find(profile))


def suggest_profiles(context: typer.Context, given: "Profile", paths: Sequence[Path]) -> None:
    """Print a command for each file whose heading is that of a profile, unless an option says how to read the files."""
    from explorer.importing.profiles import Profiles  # noqa: PLC0415
    from explorer.sources.io.locations import find_files  # noqa: PLC0415

    if given.settings:
        return
    settings = load_settings(context)
    profiles = Profiles(settings.profiles)
    if not profiles.all()[0]:
        return
    try:
        locations = find_files(paths)[:EXAMINED]
    except InputError:
        # the command itself will say so
        return
    for location in locations:
        for profile in profiles.fitting(location):
            command = shlex.join(["import", location.argument, "--profile", profile.name])
            note(f"{location.name} has the heading of the profile {profile.name}. Next: {settings.program} {command}")


def option_words(profile: "Profile") -> list[str]:
    """Return the options of ``explorer import`` that say the same as a profile."""
    from explorer.sources.column_matching import map_option  # noqa: PLC0415

    words: list[str] = []
    for key, value in profile.settings.items():
        option = key.replace("_", "-")
        if key == "map":
            words += ["--map", map_option(profile.options.layout.columns)]
        elif isinstance(value, bool):
            words.append(f"--{option}" if value else f"--no-{option}")
        elif key != "heading":
            words += [f"--{option}", str(value)]
    return words
