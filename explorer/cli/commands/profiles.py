"""``explorer profiles``: save, list, show and remove profiles, which say how to read files of one kind."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from explorer.cli.options.files import PlatformOption, SourceFormatOption
from explorer.cli.options.output import ForceOption, Format, FormatOption
from explorer.cli.options.profiles import ProfileArgument
from explorer.cli.options.reading import with_read_options
from explorer.cli.settings import load_settings
from explorer.cli.ui.output import note, print_rows, warn
from explorer.common.errors import UsageError

if TYPE_CHECKING:
    from explorer.sources.parsing.parser import ReadOptions

app = typer.Typer(no_args_is_help=True)

_LABELS: Final = {
    "profile": "Profile",
    "format": "Format",
    "table": "Table",
    "platform": "Platform",
    "mapped": "Mapped columns",
    "heading": "Made for the heading",
    "setting": "Setting",
    "value": "Value",
}


@app.command("save")
@with_read_options
def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the profile: letters, digits, - and _.", metavar="NAME")],
    format_: SourceFormatOption = "auto",
    platform: PlatformOption = None,
    *,
    options: "ReadOptions",
    example: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A file that the options are tried on. The profile is suggested for files with the same heading.",
        ),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Save how to read files of one kind, so that you need not type it again.

    Example: explorer profiles save lab --map user=account_id,rt_of=post_id --table retweets --day-first
    """
    from explorer.importing.profile_files import Profile
    from explorer.importing.profiles import Profiles, heading_of
    from explorer.model.keys import parse_platform
    from explorer.sources.format_detection import find_format
    from explorer.sources.io.locations import find_files

    if platform is not None:
        parse_platform(platform)
    profile = Profile(name, None if format_ == "auto" else format_, platform, options)
    if not profile.settings:
        raise UsageError(
            "A profile needs options that say how to read files.",
            hint="For example --map user=account_id. To answer questions instead: explorer import FILE --guide",
        )
    if example is not None:
        location, *_ = find_files([example])
        find_format(location, format_, options)
        profile = replace(profile, heading=heading_of(location, options.layout))
    settings = load_settings(context)
    path = Profiles(settings.profiles).save(profile, force=force)
    file = shlex.quote(str(example or "FILE"))
    note(f"Saved {path}. Next: {settings.program} import {file} --profile {name}")


@app.command("list")
def list_command(context: typer.Context, format_: FormatOption = Format.TABLE) -> None:
    """List the profiles.

    Example: explorer profiles list
    """
    from explorer.importing.profiles import Profiles

    profiles, problems = Profiles(load_settings(context).profiles).all()
    columns = ("profile", "format", "table", "platform", "mapped", "heading")
    rows = [
        (
            profile.name,
            profile.format,
            profile.options.table,
            profile.platform,
            len(profile.options.layout.columns),
            list(profile.heading),
        )
        for profile in profiles
    ]
    print_rows(columns, rows, format_, labels=_LABELS, spare=("heading", "platform", "format"))
    for problem in problems:
        warn(problem.message)
    if not rows:
        note("To save a profile: explorer profiles save NAME --map COLUMN=COLUMN,… --from FILE")


@app.command("show")
def show(context: typer.Context, name: ProfileArgument, format_: FormatOption = Format.TABLE) -> None:
    """Show the settings of a profile, and its file, which you can edit and share.

    Example: explorer profiles show crowdtangle-fr
    """
    from explorer.importing.profiles import Profiles

    profiles = Profiles(load_settings(context).profiles)
    profile = profiles.find(name)
    settings: dict[str, Any] = profile.settings
    columns = settings.pop("map", {})
    rows = [
        ("profile", profile.name),
        ("file", str(profiles.locate(name))),
        *settings.items(),
        *((f"map {column}", target or "(not used)") for column, target in columns.items()),
    ]
    print_rows(("setting", "value"), rows, format_, labels=_LABELS)


@app.command("remove")
def remove(context: typer.Context, name: ProfileArgument) -> None:
    """Remove a profile. Imports that used it do not change.

    Example: explorer profiles remove crowdtangle-fr
    """
    from explorer.importing.profiles import Profiles

    Profiles(load_settings(context).profiles).remove(name)
    note(f"Removed profile {name}.")
