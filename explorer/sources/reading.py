"""Read a file of a known format into batches of canonical tables."""

from collections.abc import Iterator
from pathlib import Path

from explorer.model.batches import Batch
from explorer.model.keys import parse_platform
from explorer.sources.declarations.input_format import InputFormat
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing.parser import ReadOptions


def resolve_platform(input_format: InputFormat, platform: str | None) -> str:
    """Return the platform of rows that do not name one: ``platform`` if given, else the format's default.

    Raises:
        UsageError: If the platform name is not valid.
    """
    return input_format.platform if platform is None else parse_platform(platform)


def read_batches(
    location: FileLocation | Path, input_format: InputFormat, options: ReadOptions | None = None
) -> Iterator[Batch]:
    """Read a file.

    Args:
        location: A single file.
        input_format: Format of the file.
        options: Options for reading the file; None means the defaults and the format's platform.

    Returns:
        At least one batch. If the file is truncated, the iterator yields the batches before that point and then raises
        `InputError`.

    Raises:
        InputError: Immediately, if the file as a whole cannot be read as this format.
    """
    options = options or ReadOptions(input_format.platform)
    return input_format.load_parser().read(InputFile.open(location, options.layout), options)
