"""JSON that is not one message a line: arrays of messages, and messages spread over many lines.

Such a document is read one value at a time, so that memory does not grow with it; arrays are taken apart. Also here:
the first values of a file, which detection of the format looks at.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.common.errors import InputError
from explorer.sources.io.input_file import InputFile

LONGEST_LINE: Final = 64 << 20
"""Bytes; a line may hold a whole page of an API's answer."""

LOOK_AT: Final = 20
"""Number of values at the start of a file that detection looks at: the first may be a notice or an error."""

Value = tuple[int, bytes, str | None]
"""The line where a value begins, the value, and what is wrong with its text."""

Values = tuple[int, list[Value]]
"""Bytes of the stored file read so far, and values."""

_between = re.compile(r"[\s,\[\]]*").match
_decode = json.JSONDecoder(strict=False).raw_decode


def beginnings(file: InputFile) -> Iterator[str]:
    """Give the first values of a file of JSON as they are written, those of an array one by one."""
    text = file.text
    if not (text.lstrip().startswith("[") or is_spread(file)):
        lines = (line for line in text.split("\n") if line.strip())
        yield from (line for line, _ in zip(lines, range(LOOK_AT), strict=False))
        return
    at = 0
    for _ in range(LOOK_AT):
        at = _after(text, at)
        try:
            _, end = _decode(text, at)
        except (ValueError, RecursionError):
            return
        yield text[at:end]
        at = end


def is_spread(file: InputFile) -> bool:
    """Whether the file is a document of which one value takes many lines."""
    lines = [line.strip() for line in file.text.split("\n") if line.strip()]
    if len(lines) < 2 or not lines[0].startswith(("[", "{")):
        return False
    # a torn line among whole ones is a torn line
    return lines[0] == "[" or (_breaks_off(lines[0]) and not any(map(_is_whole, lines[1:LOOK_AT])))


def lines(file: InputFile) -> Iterator[Values]:
    """Give the lines of a file that has a value a line.

    Raises:
        InputError: if the file breaks off.
    """
    for block in file.lines(longest=LONGEST_LINE):
        numbered = enumerate(block.data.split(b"\n"), start=block.first)
        yield block.consumed, [(number, line, block.bad.get(number)) for number, line in numbered if line]


def values(file: InputFile) -> Iterator[Values]:
    """Give the values of a file whatever their lines, those of arrays one by one.

    Raises:
        InputError: if the file breaks off, or holds something that is no JSON; after the values before that point.
    """
    rest, number, consumed = "", 1, 0
    bad: dict[int, str] = {}
    enough = 0
    for block in file.lines(longest=LONGEST_LINE):
        rest, consumed = rest + block.text, block.consumed
        bad.update(block.bad)
        if len(rest) < enough:
            continue
        parsed, rest, number = _split(rest, number, bad)
        yield consumed, parsed
        # what is not whole yet is looked at again when there is twice as much of it
        enough = 2 * len(rest)
        if rest and (len(rest) > LONGEST_LINE or not _breaks_off(rest)):
            raise _unreadable(file, number, rest)
    if rest:
        parsed, rest, number = _split(rest, number, bad)
        if rest and not _breaks_off(rest):
            yield consumed, parsed
            raise _unreadable(file, number, rest)
        yield consumed, [*parsed, *([(number, rest.encode(), None)] if rest else [])]


def _split(text: str, number: int, bad: dict[int, str]) -> tuple[list[Value], str, int]:
    """Return the whole values in a text, what remains of it, and the line where that begins."""
    parsed: list[Value] = []
    at = 0
    while True:
        begin = _after(text, at)
        number += text.count("\n", at, begin)
        at = begin
        try:
            _, end = _decode(text, begin)
        except (ValueError, RecursionError):
            return parsed, text[begin:], number
        last = number + text.count("\n", begin, end)
        wrong = next((bad[line] for line in range(number, last + 1) if line in bad), None) if bad else None
        parsed.append((number, text[begin:end].encode(), wrong))
        number, at = last, end


def _after(text: str, at: int) -> int:
    """Where the next value begins, after what stands between the values of arrays."""
    between = _between(text, at)
    return between.end() if between else at


def _breaks_off(text: str) -> bool:
    """Whether a text is the beginning of a value and no more."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except msgspec.DecodeError as error:
        return "truncated" in str(error)
    except RecursionError:
        return False
    return False


def _is_whole(line: str) -> bool:
    try:
        return line.startswith("{") and len(msgspec.json.decode(line, type=dict[str, msgspec.Raw])) > 0
    except (msgspec.DecodeError, RecursionError):
        return False


def _unreadable(file: InputFile, number: int, rest: str) -> InputError:
    shown = rest[:40].split("\n", 1)[0]
    return InputError(
        f"{file.name} cannot be read beyond line {number:,}: there begins what is no JSON, {shown!r}.",
        hint="Write it with one message a line: jq -c '.[]' FILE > NEW",
    )
