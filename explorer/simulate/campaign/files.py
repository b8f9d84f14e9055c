"""Write a campaign as a folder: native tables that can be imported directly, and the truth in a subfolder."""

import shutil
import tempfile
from pathlib import Path
from typing import Final, Literal, get_args

import polars as pl

from explorer.common.errors import InputError, UsageError
from explorer.common.files import umask
from explorer.simulate.campaign.marks import FILE_MARK
from explorer.simulate.campaign.model import Campaign

FileFormat = Literal["parquet", "csv"]
TRUTH_FOLDER: Final = "truth"
"""Name of the subfolder that contains the truth. The import ignores subfolders."""

_README: Final = """# Simulated data: nothing in it is real

Made by `{command}`. No account, post or retweet in it exists or ever did, whatever names they bear.

The tables in this folder can be imported (`explorer import DIR`) or asked at once (`explorer network DIR`). What was
planted is in `truth/`, which neither of them reads: `accounts` says which account belongs to which planted group,
`figures` what was planted beside what the tables hold. `explorer evaluate DIR --edges FILE` scores a network by it.
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
            f"{file_format!r} is not a format of tables.", hint=f"Formats: {', '.join(get_args(FileFormat))}."
        )
    check_folder(folder, force=force)
    try:
        new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        (new / "README.md").write_text(_README.format(command=command), encoding="utf-8")
        for name, table in campaign.tables.items():
            _write(table, new / f"{name}{FILE_MARK}{file_format}")
        (new / TRUTH_FOLDER).mkdir()
        for name, table in (*campaign.truth.items(), ("figures", campaign.figures)):
            _write(table, new / TRUTH_FOLDER / f"{name}.{file_format}")
        # Use the default permissions, because only the owner can access folders from mkdtemp.
        new.chmod(0o777 & ~umask())
        if folder.exists():
            shutil.rmtree(folder)
        new.replace(folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
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
        raise UsageError(f"{folder} is a file.", hint="Name a folder that is new or empty.")
    try:
        empty = not any(folder.iterdir())
    except OSError as error:
        raise _not_written(folder, error) from error
    if not empty and not force:
        raise UsageError(f"{folder} is not empty.", hint="Name another folder, or add --force to replace a campaign.")
    if not empty and not (folder / TRUTH_FOLDER).is_dir():
        raise UsageError(
            f"{folder} holds something else than a campaign; --force does not delete that.",
            hint="Name a folder that is new or empty.",
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
