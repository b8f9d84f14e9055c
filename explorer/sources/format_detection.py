"""Detect the format of a file from its content."""

import shlex
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.model.tables import TABLES
from explorer.sources.column_matching import map_option
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.declarations.input_format import InputFormat
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.parsing.tabular import columns
from explorer.sources.refusals import likeness, near, refuse_unknown_targets

NATIVE: Final = "native"
"""Name of the format of the explorer's own tables."""
_MOST_UNPRINTABLE: Final = 10
"""Number of unprintable characters among the first 100 of a text, such as letters of another encoding."""
AUTO: Final = "auto"
"""Format name that requests detection by content."""


def detect_format(path: FileLocation | Path, options: ReadOptions = ReadOptions()) -> InputFormat:
    """Return the format of a file.

    Raises:
        InputError: If the file cannot be read, or does not match any format.
    """
    file = _open(path, options)
    if _is_registry(file):
        raise InputError(
            f"{file.name} is a registry of outlets, not a data file.",
            hint=f"Load it with: explorer registry load {shlex.quote(file.location.argument)}",
        )
    if options.table:
        return INPUT_FORMATS[NATIVE]
    detected = _first_match(file)
    if detected is None:
        sentence, fix = likeness(file)
        raise InputError(
            " ".join(filter(None, [f"The format of {file.name} is unknown: {_describe_content(file)}.", sentence])),
            hint=fix
            or "`explorer formats` lists the supported formats; --format NAME shows what the file lacks. "
            "--guide helps to import any other table.",
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
        UsageError: If no format or table has this name, or a column is mapped to one that the format does not have.
    """
    if options.table and name not in {AUTO, NATIVE}:
        raise UsageError(
            f"--table applies to the explorer's own tables, not to --format {name}.", hint="Leave out one of the two."
        )
    if options.table and options.table not in TABLES:
        raise UsageError(
            f"There is no table {options.table!r}.", hint=f"{near(options.table, TABLES)}Tables: {', '.join(TABLES)}."
        )
    if name != AUTO and name not in INPUT_FORMATS:
        raise UsageError(f"There is no format {name!r}.", hint=f"Formats: {', '.join((AUTO, *INPUT_FORMATS))}.")
    input_format = detect_format(path, options) if name == AUTO else INPUT_FORMATS[name]
    parser = input_format.load_parser()
    file = _open(path, options)
    _check_targets(file, input_format.name, parser.columns)
    if not options.table and not parser.matches(file):
        missing = parser.lacks(file) if parser.lacks else ()
        raise InputError(
            f"{file.name} does not look like {name}. Expected: {parser.expects}. "
            + (f"It lacks {', '.join(missing)}. " if missing else "")
            + f"Here {_describe_content(file)}.",
            hint=_near_misses(file, missing) or _suggest_format(file),
        )
    # parsers check the heading as soon as they are called, before any row is loaded
    parser.read(file, options)
    return input_format


def _open(path: FileLocation | Path, options: ReadOptions) -> InputFile:
    file = InputFile.open(path, options.layout)
    if options.layout.columns and options.table is not None and options.table in TABLES:
        columns(file)
        refuse_unknown_targets(file, TABLES[options.table])
    elif options.layout.columns:
        # a mapping that does not fit the file must not be ignored, whatever its format
        columns(file)
        _check_targets(file, "", frozenset[str]().union(*(one.load_parser().columns for one in INPUT_FORMATS.values())))
    return file


def _check_targets(file: InputFile, format_name: str, known: frozenset[str]) -> None:
    for name, target in file.layout.columns:
        if target and target not in known:
            where = f"{file.name} is read as {format_name}, which has" if format_name else "there is"
            raise UsageError(
                f"--map {name}={target}: {where} no column {target}.",
                hint=near(target, known).rstrip()
                or f"Columns of the explorer's tables: {', '.join(_native_columns())}.",
            )


def _native_columns() -> list[str]:
    return list(dict.fromkeys(name for table in TABLES.values() for name in table.schema))


def _first_match(file: InputFile) -> InputFormat | None:
    return next(
        (input_format for input_format in INPUT_FORMATS.values() if input_format.load_parser().matches(file)), None
    )


def _near_misses(file: InputFile, missing: Sequence[str]) -> str:
    """Return the columns whose names resemble those that a file lacks, if all that it lacks are among them."""
    names = columns(file) if missing else ()
    found = [(close[0], name) for name in missing if (close := get_close_matches(name, names, n=1, cutoff=0.7))]
    if not found or len(found) < len(missing):
        return ""
    questions = (f"`{name}`: did you mean `{target}`?" for name, target in found)
    return f"{' '.join(questions)} Use --map {map_option(found)}"


def _suggest_format(file: InputFile) -> str:
    detected = _first_match(file)
    if detected is None:
        return likeness(file)[1] or "It does not look like another format either; see docs/reference/formats.md."
    return f"It looks like {detected.name}. Use --format {detected.name}, or omit --format."


def _is_registry(file: InputFile) -> bool:
    heading = file.text.partition("\n")[0].lower().split(",")
    return {"outlet", "kind", "state", "source_date"} <= {name.strip() for name in heading}


def _describe_content(file: InputFile) -> str:
    if file.kind != "text":
        return f"the columns are {', '.join(columns(file))[:200]}"
    first = next((line for line in file.text.split("\n") if line.strip()), file.text)
    if sum(not char.isprintable() or char == "\ufffd" for char in first[:100]) > _MOST_UNPRINTABLE:
        return "it does not contain text"
    return f"the first line is {first.rstrip()[:100]!r}"
