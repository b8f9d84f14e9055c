"""``explorer import FILE --guide``: ask how an unknown table is read, check it, and save the answers as a profile."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from explorer.cli.options.output import Format
from explorer.cli.settings import load_settings
from explorer.cli.ui.imports import print_checked
from explorer.cli.ui.output import note, print_rows, progress_bars
from explorer.cli.ui.profiles import option_words
from explorer.cli.ui.questions import ask, can_ask
from explorer.common.errors import InputError, UsageError

if TYPE_CHECKING:
    from explorer.importing.profile_files import Profile
    from explorer.sources.io.input_file import InputFile
    from explorer.sources.io.locations import FileLocation

NO_TERMINAL = "--guide asks questions, which needs a terminal."
NONE = "-"
"""Answer for no profile."""


def guide_import(context: typer.Context, paths: Sequence[Path], given: "Profile", *, named: str) -> "Profile":
    """Ask how a file is read, check the file, and save the answers as a profile.

    Args:
        context: Context of the command.
        paths: The file.
        given: What the options of the command say.
        named: The file as it was typed.

    Returns:
        How to read the file.

    Raises:
        UsageError: If several files were given, or the command is not used on a terminal; the hint is the command that
            accepts the proposal.
        InputError: If the file is not a table, or lacks what its table needs.
        KeyboardInterrupt: After Ctrl-C, or if standard input ends.
    """
    from explorer.sources.io.locations import find_files

    locations = find_files(paths)
    if len(locations) != 1:
        raise UsageError(
            f"--guide reads one file, but {len(locations)} were given.",
            hint=f"Begin with one of them: explorer import {locations[0].path} --guide",
        )
    (location,) = locations
    if not can_ask():
        _refuse_without_terminal(location, given, named)
    try:
        chosen = given
        if not _is_known(location, given):
            chosen = _ask_for_mapping(location, given)
        chosen = _check(paths, chosen)
        program = load_settings(context).program
        profile = _save(context, chosen, location.name)
        if ask("\nImport the file now, yes or no?", "yes").lower().startswith("y"):
            return chosen
    except (KeyboardInterrupt, EOFError):
        # the message follows the question otherwise
        note("")
        raise KeyboardInterrupt from None
    options = ["--profile", profile] if profile else option_words(chosen)
    note(f"Nothing was imported. Next: {program} {shlex.join(['import', named, *options])}")
    raise typer.Exit


def _open(location: "FileLocation", given: "Profile") -> "InputFile":
    """Open the file.

    Raises:
        InputError: If it is not a table.
    """
    from explorer.importing.profiles import heading_of
    from explorer.sources.io.input_file import InputFile

    if not heading_of(location, given.options.layout):
        raise InputError(
            f"{location.name} is not a table with a heading.",
            hint="--guide is for tables. docs/reference/formats.md describes the other formats.",
        )
    return InputFile.open(location, given.options.layout)


def _is_known(location: "FileLocation", given: "Profile") -> bool:
    """Return whether the file is of a format that needs no mapping, and say so."""
    from explorer.sources.declarations.all_formats import INPUT_FORMATS
    from explorer.sources.format_detection import AUTO, detect_format

    name = given.format or AUTO
    if name == AUTO:
        try:
            name = detect_format(location, given.options).name
        except InputError:
            return False
    if name == "native" or name not in INPUT_FORMATS:
        return False
    note(f"{location.name} has the format {name}, which needs no mapping: {INPUT_FORMATS[name].title}.")
    return True


def _refuse_without_terminal(location: "FileLocation", given: "Profile", named: str) -> NoReturn:
    from explorer.sources.column_matching import map_option, propose

    file = _open(location, given)
    proposal = propose(file, given.options.table)
    rows = [(match.column, match.target, match.reason) for match in proposal.matches]
    rows += [(name, "", "it looks like an account, a post, a time or an id") for name in proposal.unused]
    if rows:
        print_rows(
            ("column", "read as", "reason"),
            rows,
            Format.TABLE,
            title=f"{file.name} as the table {proposal.table}",
            labels={"column": "Column", "read as": "Read as", "reason": "Reason"},
        )
    if not proposal.complete:
        unnamed = [("COLUMN", name.partition(" or ")[0]) for name in proposal.missing]
        raise UsageError(
            f"{NO_TERMINAL} Nothing was imported. No column looks like {', '.join(proposal.missing)}.",
            hint="Run the same command on a terminal, or say what the columns are, for example: "
            + shlex.join(["explorer", "import", named, "--map", map_option((*proposal.columns, *unnamed))]),
        )
    layout = replace(given.options.layout, columns=proposal.columns)
    accepted = replace(given, options=replace(given.options, table=proposal.table, layout=layout))
    raise UsageError(
        f"{NO_TERMINAL} Nothing was imported.",
        hint=f"To accept the proposal, run: {shlex.join(['explorer', 'import', named, *option_words(accepted)])}",
    )


def _ask_for_mapping(location: "FileLocation", given: "Profile") -> "Profile":
    from explorer.cli.ui.mapping_dialog import confirm_mapping, show_first_rows
    from explorer.sources.parsing import tabular

    file = _open(location, given)
    show_first_rows(file)
    table, columns = confirm_mapping(file, given.options.table, ask)
    layout = replace(given.options.layout, columns=columns)
    return replace(given, options=replace(given.options, table=table, layout=layout), heading=tabular.heading(file))


def _check(paths: Sequence[Path], chosen: "Profile") -> "Profile":
    """Read the whole file without importing it, and ask how times are written until they can be read."""
    from explorer.importing.dry_run import check_files
    from explorer.importing.jobs import find_jobs

    note("", "Checking the file. Nothing is imported yet.")
    while True:
        try:
            jobs = find_jobs(
                paths, format_name=chosen.format or "auto", platform=chosen.platform, options=chosen.options
            )
            with progress_bars(len(jobs)) as progress:
                (checked,) = check_files(jobs, progress=progress)
        except InputError as error:
            if "--day-first" not in error.hint:
                raise
            note(error.message)
        else:
            print_checked([checked], Format.TABLE)
            if not any(" time " in reason for reason, _ in checked.reasons):
                return chosen
        answer = ask(
            "\nHow are the times written? day first, month first, a format such as %d.%m.%Y %H:%M, or Enter to leave "
            "them",
            "",
        )
        if not answer:
            return chosen
        if answer.lower() in {"day first", "month first"}:
            chosen = replace(chosen, options=replace(chosen.options, day_first=answer.lower() == "day first"))
        else:
            chosen = replace(chosen, options=replace(chosen.options, time_format=answer))


def _save(context: typer.Context, chosen: "Profile", file_name: str) -> str:
    """Save the answers as a profile, and return its name; empty if the analyst does not want one."""
    from explorer.importing.profiles import Profiles

    profiles = Profiles(load_settings(context).profiles)
    suggested = re.sub(r"[^\w-]+", "-", file_name.partition(".")[0]).strip("-_")[:50] or "profile"
    while True:
        name = ask(f"\nSave these answers as a profile? Its name, or {NONE} for none", suggested)
        if name == NONE:
            return ""
        try:
            exists = profiles.path(name).exists()
            if exists and not ask(f"Replace the profile {name}, yes or no?", "no").lower().startswith("y"):
                continue
            path = profiles.save(replace(chosen, name=name), force=True)
        except UsageError as error:
            note(f"{error.message} {error.hint}")
            continue
        program = load_settings(context).program
        note(f"Saved {path}. For files with the same heading: {program} import FILE --profile {name}")
        return name
