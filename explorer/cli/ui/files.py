"""Print how many rows were read from files."""

from typing import TYPE_CHECKING

from explorer.cli.ui.output import note
from explorer.cli.ui.simulated_data import warn_of_simulated_files

if TYPE_CHECKING:
    from explorer.runs.files import FileRecords


def print_rows_read(reading: "FileRecords") -> None:
    """Print how many rows of the files were used, and why others were not."""
    used = " + ".join(f"{count:,} {table}" for table, count in reading.used.items())
    note(
        f"{reading.rows:,} rows read = {used} + {reading.duplicates:,} duplicates + {reading.other:,} other rows + "
        f"{reading.rejected:,} rejected"
    )
    for reason, count in reading.reasons[:5]:
        note(f"  {count:,} rejected: {reason}")
    for text in reading.notes:
        note(f"  {text}")
    warn_of_simulated_files(reading.name)
