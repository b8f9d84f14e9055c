"""Print how many rows were read from files, and which files failed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.cli.ui.output import note
from explorer.cli.ui.simulated_data import warn_of_simulated_files
from explorer.common.errors import InputError
from explorer.common.text import count
from explorer.model.outcome import find_failures

if TYPE_CHECKING:
    from explorer.model.outcome import FileOutcome
    from explorer.runs.files import FileRecords


def print_rows_read(readings: "Sequence[FileRecords]") -> None:
    """Print how many rows of the files were used, and why others were not, each time that the files were read."""
    for reading in readings:
        _print_rows_read(reading)
    warn_of_simulated_files(readings[0].name)


def _print_rows_read(reading: "FileRecords") -> None:
    used = " + ".join(f"{rows:,} {table}" for table, rows in reading.used.items())
    note(
        f"{count(reading.rows, 'row')} read = {used} + {count(reading.duplicates, 'duplicate')} + "
        f"{count(reading.other, 'other row')} + "
        f"{reading.rejected:,} rejected"
    )
    for reason, rejected in reading.reasons[:5]:
        note(f"  {rejected:,} rejected: {reason}")
    for text in reading.notes:
        note(f"  {text}")


def raise_failures(outcomes: "Sequence[FileOutcome]") -> None:
    """End a command that has printed its result with an error if files failed; see `explorer.model.outcome`.

    Raises:
        InputError: If a file failed, or none of the files contains a usable row.
    """
    failures = find_failures(outcomes)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        for failure in failures:
            note(" ".join(filter(None, (failure.message, failure.hint))))
        raise InputError(
            f"{len(failures)} of {len(outcomes)} files failed.", hint="The reasons are listed above, one line per file."
        )
