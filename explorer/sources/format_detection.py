"""Detect the format of a file from its content."""

from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.sources.input_format import InputFormat
from explorer.sources.input_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.parsing.tabular import columns

AUTO: Final = "auto"
"""Format name that requests detection by content."""


def detect_format(path: FileLocation | Path, options: ReadOptions = ReadOptions()) -> InputFormat:
    """Return the format of a file.

    Raises:
        InputError: If the file cannot be read, or does not match any format.
    """
    file = InputFile.open(path, options.layout)
    if _is_registry(file):
        raise InputError(
            f"{file.name} is a registry of outlets, not a data file.",
            hint=f"Load it with: explorer registry load {file.name}",
        )
    detected = _first_match(file)
    if detected is None:
        raise InputError(
            f"The format of {file.name} is unknown: {_describe_content(file)}.",
            hint=f"Supported formats: {', '.join(INPUT_FORMATS)}. docs/reference/formats.md describes their columns; "
            "--format NAME shows what the file lacks.",
        )
    return detected


def find_format(path: FileLocation | Path, name: str = AUTO, options: ReadOptions = ReadOptions()) -> InputFormat:
    """Return the format to read a file as, and check the file's heading.

    Args:
        path: A single file.
        name: One of `INPUT_FORMATS`, or ``auto``.
        options: Options for reading the file.

    Raises:
        InputError: If the file as a whole cannot be read as that format.
        UsageError: If no format has this name.
    """
    if name != AUTO and name not in INPUT_FORMATS:
        raise UsageError(f"There is no format {name!r}.", hint=f"Formats: {', '.join((AUTO, *INPUT_FORMATS))}.")
    input_format = detect_format(path, options) if name == AUTO else INPUT_FORMATS[name]
    parser = input_format.load_parser()
    file = InputFile.open(path, options.layout)
    if not parser.matches(file):
        raise InputError(
            f"{file.name} does not look like {name}. Expected: {parser.expects}. Here {_describe_content(file)}.",
            hint=_suggest_format(file),
        )
    # parsers check the heading as soon as they are called, before any row is loaded
    parser.read(file, options)
    return input_format


def _first_match(file: InputFile) -> InputFormat | None:
    return next(
        (input_format for input_format in INPUT_FORMATS.values() if input_format.load_parser().matches(file)), None
    )


def _suggest_format(file: InputFile) -> str:
    detected = _first_match(file)
    if detected is None:
        return "It does not look like another format either; see docs/reference/formats.md."
    return f"It looks like {detected.name}. Use --format {detected.name}, or omit --format."


def _is_registry(file: InputFile) -> bool:
    heading = [] if file.parquet else file.text.partition("\n")[0].lower().split(",")
    return {"outlet", "kind", "state", "source_date"} <= {name.strip() for name in heading}


def _describe_content(file: InputFile) -> str:
    if file.parquet:
        return f"the columns are {', '.join(columns(file))[:200]}"
    first = next((line for line in file.text.split("\n") if line.strip()), file.text)
    return f"the first line is {first.rstrip()[:100]!r}"
