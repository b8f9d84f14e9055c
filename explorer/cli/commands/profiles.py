"""``explorer profiles``: save, list, show and remove profiles, which say how to read files of one kind."""

from typing import Any, Final

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.options.profiles import ProfileArgument
from explorer.cli.settings import load_settings
from explorer.cli.ui.output import note, print_rows, warn

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
