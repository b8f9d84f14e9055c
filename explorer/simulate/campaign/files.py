"""Write a campaign as a folder: native tables that can be imported directly, and the ground truth in a subfolder."""

from pathlib import Path
from typing import Final, Literal, get_args

import polars as pl

from explorer.common.errors import InputError, UsageError
from explorer.common.files import full_disk_errors
from explorer.common.temporary import temporary
from explorer.simulate.campaign.marks import FILE_MARK
from explorer.simulate.campaign.model import Campaign

FileFormat = Literal["parquet", "csv"]
TRUTH_FOLDER: Final = "truth"
"""Name of the subfolder that contains the ground truth. The import ignores subfolders."""

_README: Final = """# Simulated data: nothing here is real

Created by `{command}`. No account, post or retweet in these files exists or ever existed, even where real outlets are
named.

Import the tables in this folder with `explorer import DIR`, or analyse them directly with `explorer network DIR`. The
ground truth is in `truth/`, which neither command reads: `accounts` lists the planted group of each account, `figures`
compares planted numbers with the tables. `explorer evaluate DIR --edges FILE` scores a network against the ground
truth.
"""


def write_campaign(
    campaign: Campaign, folder: Path, *, command: str, file_format: FileFormat = "parquet", force: bool = False
) -> list[Path]:
    """Write a campaign into a folder atomically: write a temporary folder beside it, then rename that folder.

    The same campaign always gives the same bytes, independent of the folder.

    Args:
        campaign: The campaign to write.
        folder: The folder, which is created if it does not exist. Its parent must exist.
        command: Command line that creates this campaign, for the README.
        file_format: Format of the tables.
        force: Replace a folder that contains a campaign. Everything in it is deleted.

    Returns:
        Paths of the files written.

    Raises:
        UsageError: If the folder has content that may not be replaced, or the format is unknown.
        InputError: If the folder cannot be written.
    """
    if file_format not in get_args(FileFormat):
        raise UsageError(
            f"Unknown table format {file_format!r}.", hint=f"Use one of: {', '.join(get_args(FileFormat))}"
        )
    check_folder(folder, force=force)
    try:
        with full_disk_errors(), temporary(folder.parent, is_folder=True) as work:
            new = work / "new"
            new.mkdir()
            (new / "README.md").write_text(_README.format(command=command), encoding="utf-8")
            for name, table in campaign.tables.items():
                _write(table, new / f"{name}{FILE_MARK}{file_format}")
            (new / TRUTH_FOLDER).mkdir()
            for name, table in (*campaign.truth.items(), ("figures", campaign.figures)):
                _write(table, new / TRUTH_FOLDER / f"{name}.{file_format}")
            # A folder that is deleted under its own name would be half a campaign if this were interrupted.
            if folder.exists():
                folder.replace(work / "old")
            new.replace(folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def check_folder(folder: Path, *, force: bool) -> None:
    """Check that a campaign can be written into this folder, before any work is done.

    Raises:
        UsageError: If the path is a file, or the folder has content and either ``force`` is not set or the content is
            not a campaign.
        InputError: If the folder cannot be read.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder.", hint="Name a new or empty folder.")
    try:
        empty = not any(folder.iterdir())
    except OSError as error:
        raise _not_written(folder, error) from error
    if not empty and not force:
        raise UsageError(f"{folder} is not empty.", hint="Name another folder, or add --force to replace a campaign.")
    if not empty and not (folder / TRUTH_FOLDER).is_dir():
        raise UsageError(
            f"{folder} contains files that are not a simulated campaign. --force does not delete them.",
            hint="Name a new or empty folder.",
        )


def _write(table: pl.DataFrame, path: Path) -> None:
    if path.suffix == ".parquet":
        table.write_parquet(path)
        return
    list_columns = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    table.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name in list_columns).write_csv(
        path, datetime_format="%Y-%m-%dT%H:%M:%S%.3fZ"
    )


def _not_written(folder: Path, error: OSError) -> InputError:
    return InputError(f"{folder} cannot be written: {error.strerror or error}.", hint="Name another folder.")
