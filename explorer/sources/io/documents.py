"""Read JSON files: one value per line, arrays of values, and values that span many lines.

Documents are read one value at a time, so that memory use does not grow with the file, and arrays are split into their
values. `beginnings` returns the first values of a file for format detection.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from explorer.common.errors import InputError
from explorer.sources.io import json_prefix
from explorer.sources.io.input_file import InputFile

LONGEST_LINE: Final = 64 << 20
"""Maximum length of a line in bytes; a line may contain a whole page of an API response."""

LOOK_AT: Final = 20
"""Number of values at the start of a file that detection examines: the first may be a notice or an error."""

Value = tuple[int, bytes, str | None]
"""Line number where a value starts, the value, and the problem with its text, if any."""

Values = tuple[int, list[Value]]
"""Number of bytes of the stored file read so far, and values."""

Split = Callable[[str, int, dict[int, str]], tuple[list[Value], str, int]]
"""Returns the complete values in a text, the remaining text, and the line where that starts.

The arguments are the text, the number of its first line, and the problems of lines by number.
"""

_between = re.compile(r"[\s,\[\]]*").match
_decode = json.JSONDecoder(strict=False).raw_decode
_IN_NUMBERS: Final = "-+.0123456789eE"
_NUMBER_END: Final = re.compile(r"[-+.0-9eE]*\Z")


def beginnings(file: InputFile) -> Iterator[str]:
    """Yield the first values of a JSON file as text; the values of an array are yielded one by one.

    A value that is longer than the file's head is yielded as far as it is complete.
    """
    text = file.text
    if not (text.lstrip().startswith("[") or is_spread(file)):
        first = [line for line in text.split("\n") if line.strip()][:LOOK_AT]
        yield from (json_prefix.complete(line) if _is_truncated(line) else line for line in first)
        return
    at = 0
    for _ in range(LOOK_AT):
        at = _next_value(text, at)
        try:
            _, end = _decode(text, at)
        except (ValueError, RecursionError):
            yield json_prefix.complete(text[at:])
            return
        yield text[at:end]
        at = end


def is_spread(file: InputFile) -> bool:
    """Whether the file contains values that span many lines, possibly after some notices of one line."""
    texts = [line for line in file.text.split("\n") if line.strip()]
    lines = [line.strip() for line in texts]
    if len(lines) < 2 or not lines[0].startswith(("[", "{")):
        return False
    first = next(
        (n for n, line in enumerate(lines[:LOOK_AT]) if line.startswith(("[", "{")) and _is_truncated(line)), None
    )
    if first is None or first == len(lines) - 1:
        return False
    # a broken line between complete ones is just a broken line, unless it begins a value with them
    return (
        lines[first] in {"[", "{"}
        or (first == 0 and not any(map(_is_complete_object, lines[1:LOOK_AT])))
        or _is_value("\n".join(texts[first:]))
    )


def lines(file: InputFile) -> Iterator[Values]:
    """Yield the lines of a file with one value per line.

    Raises:
        InputError: If the file is truncated.
    """
    for block in file.lines(longest=LONGEST_LINE):
        numbered = enumerate(block.data.split(b"\n"), start=block.first)
        yield block.consumed, [(number, line, block.bad.get(number)) for number, line in numbered if line]


def values(file: InputFile) -> Iterator[Values]:
    """Yield the values of a file, however many lines they span; the values of arrays are yielded one by one.

    Raises:
        InputError: As `read_values`.
    """
    return read_values(file, split_values)


def read_values(file: InputFile, split: Split) -> Iterator[Values]:
    """Yield the values that ``split`` finds in a file. Memory use is limited by the longest value.

    Raises:
        InputError: If the file is truncated or contains text that is not JSON; raised after the values before that
            point.
    """
    rest, number, consumed = "", 1, 0
    bad_lines: dict[int, str] = {}
    min_length = 0
    for block in file.lines(longest=LONGEST_LINE, whole=False):
        rest, consumed = rest + block.text, block.consumed
        bad_lines.update(block.bad)
        if len(rest) < min_length:
            continue
        parsed, rest, number = split(rest, number, bad_lines)
        yield consumed, parsed
        # parse an incomplete value again only after its text has doubled, so that the total time stays linear
        min_length = 2 * len(rest)
        if len(rest) > LONGEST_LINE:
            raise InputError(
                f"{file.name} cannot be read beyond line {number:,}: the value there is longer than {LONGEST_LINE:,} "
                "characters.",
                hint="Split the file into smaller values, one per line: jq -c '.[]' FILE > NEW",
            )
        if rest and not _may_continue(rest):
            raise _unreadable(file, number, rest)
    if rest:
        # a number at the end of the text is complete now
        parsed, rest, number = split(rest + " ", number, bad_lines)
        rest = rest.removesuffix(" ")
        if rest and not _is_truncated(rest):
            yield consumed, parsed
            raise _unreadable(file, number, rest)
        yield consumed, [*parsed, *([(number, rest.encode(), None)] if rest else [])]


def split_values(text: str, number: int, bad_lines: dict[int, str]) -> tuple[list[Value], str, int]:
    """Return the complete values in a text, as `Split` describes."""
    parsed: list[Value] = []
    at = 0
    while True:
        begin = _next_value(text, at)
        number += text.count("\n", at, begin)
        at = begin
        try:
            _, end = decode_value(text, begin)
        except (ValueError, RecursionError):
            return parsed, text[begin:], number
        last = number + text.count("\n", begin, end)
        parsed.append((number, text[begin:end].encode(), problem_within(number, last, bad_lines)))
        number, at = last, end


def decode_value(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at a position, and where it ends.

    Raises:
        ValueError: If it is not JSON or not complete. A number at the end of the text may continue.
    """
    value, end = _decode(text, at)
    if isinstance(value, int | float) and not isinstance(value, bool) and _NUMBER_END.match(text, end):
        raise ValueError("a number that may continue")
    return value, end


def problem_within(first: int, last: int, bad_lines: dict[int, str]) -> str | None:
    """Return the first problem of some lines, if there is any."""
    return next((bad_lines[line] for line in range(first, last + 1) if line in bad_lines), None) if bad_lines else None


def _next_value(text: str, at: int) -> int:
    """Return where the next value starts, after whitespace, commas and brackets."""
    between = _between(text, at)
    return between.end() if between else at


def _is_truncated(text: str) -> bool:
    """Whether a text is the beginning of an incomplete value."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except msgspec.DecodeError as error:
        return "truncated" in str(error)
    except RecursionError:
        return False
    return False


def _is_value(text: str) -> bool:
    try:
        _decode(text, _next_value(text, 0))
    except (ValueError, RecursionError):
        return False
    return True


def _may_continue(text: str) -> bool:
    """Whether a text that contains no complete value can be the beginning of one."""
    return _is_truncated(text) or _is_truncated(text.rstrip(_IN_NUMBERS))


def _is_complete_object(line: str) -> bool:
    try:
        return line.startswith("{") and len(msgspec.json.decode(line, type=dict[str, msgspec.Raw])) > 0
    except (msgspec.DecodeError, RecursionError):
        return False


def _unreadable(file: InputFile, number: int, rest: str) -> InputError:
    shown = rest[:40].split("\n", 1)[0]
    return InputError(
        f"{file.name} cannot be read beyond line {number:,}: {shown!r} is not JSON.",
        hint="Convert it to one message per line: jq -c '.[]' FILE > NEW",
    )
