"""Cut objects with long arrays into slices of one item, so that an export of any size can be read.

An export may be one object whose array contains millions of messages: ``{"name": …, "id": …, "messages": […]}``. A
slice is the object around an item with its plain fields (as far as they precede the array) and with this item only. A
decoder of whole objects can therefore decode the slices.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from explorer.common.errors import InputError
from explorer.sources.io.documents import LOOK_AT, Value, Values, decode_value, problem_within, read_values
from explorer.sources.io.input_file import InputFile

Path = tuple[str, ...]
"""Names of the fields that lead to an array, from the outside; arrays on the way have no name."""

MOST_FIELDS: Final = 32
LONGEST_FIELD: Final = 4_000
"""Maximum number of plain fields of an object that its slices repeat, and the maximum length of each in characters."""

_separators = re.compile(r"[\s,:]*").match
_HEX_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)


def slices(file: InputFile, paths: frozenset[Path]) -> Iterator[Values]:
    """Yield the items of the arrays at some paths, each as a slice.

    Args:
        file: A file with one or more objects. Values outside ``paths`` are skipped.
        paths: Paths of the arrays.

    Raises:
        InputError: If the file is truncated or contains text that is not JSON; raised after the items before that
            point.
    """
    splitter = _Splitter(paths)
    yield from read_values(file, splitter.split)
    if splitter.stack:
        raise InputError(
            f"{file.name} is truncated: the document in it has no end.", hint="Download or export the file again."
        )


def first_slices(file: InputFile, paths: frozenset[Path]) -> list[str]:
    """Return up to `LOOK_AT` slices from the start of a file, for detection."""
    values, _, _ = _Splitter(paths, LOOK_AT).split(file.text, 1, {})
    return [value.decode() for _, value, _ in values]


@dataclass(slots=True)
class _Frame:
    """An open object or array.

    Attributes:
        is_object: Whether it is an object.
        path: Names of the fields that lead to it.
        name: In an object, the name of the field whose value comes next.
        fields: The plain fields of an object so far, as JSON.
    """

    is_object: bool
    path: Path
    name: str | None = None
    fields: list[str] = field(default_factory=list)

    def remember(self, value: str) -> None:
        """Add the value of the current field to the plain fields, if it is not too long."""
        if len(self.fields) < MOST_FIELDS and len(value) <= LONGEST_FIELD:
            self.fields.append(f"{json.dumps(self.name)}: {value}")


class _Splitter:
    """Splits consecutive parts of a file; keeps the open objects and arrays between them."""

    def __init__(self, paths: frozenset[Path], limit: int | None = None) -> None:
        self.stack: list[_Frame] = []
        self._paths = paths
        self._on_the_way = {path[:size] for path in paths for size in range(len(path))}
        self._limit = limit

    def split(self, text: str, number: int, bad_lines: dict[int, str]) -> tuple[list[Value], str, int]:
        """Return the slices in a text, as `explorer.sources.io.documents.Split` describes."""
        if "\\x" in text:  # some programs write control characters in this form, which is not JSON
            text = _HEX_ESCAPE.sub(lambda escape: f"\\u00{escape[1]}" if escape[1] else escape[0], text)
        found: list[Value] = []
        at = 0
        while self._limit is None or len(found) < self._limit:
            separators = _separators(text, at)
            begin = separators.end() if separators else at
            number += text.count("\n", at, begin)
            at = begin
            try:
                end, item = self._step(text, at)
            except (ValueError, IndexError, RecursionError):
                break
            last = number + text.count("\n", at, end)
            if item is not None:
                found.append((number, item.encode(), problem_within(number, last, bad_lines)))
            number, at = last, end
        return found, text[at:], number

    def _step(self, text: str, at: int) -> tuple[int, str | None]:
        """Read what begins at a position: a bracket, the name of a field, or a value.

        Returns:
            Where it ends, and the slice if it is an item of a long array.

        Raises:
            ValueError: If it is incomplete or not JSON.
            IndexError: If the text ends here.
        """
        top = self.stack[-1] if self.stack else None
        if text[at] in "]}":
            if top is None or top.is_object != (text[at] == "}"):
                raise ValueError("a bracket that closes nothing")
            self.stack.pop()
            return at + 1, None
        if top is not None and top.is_object and top.name is None:
            top.name, end = decode_value(text, at)
            if not isinstance(top.name, str):
                raise ValueError("not the name of a field")
            return end, None
        path = () if top is None else top.path if top.name is None else (*top.path, top.name)
        if self._leads_to_an_array(text[at], top, path):
            self.stack.append(_Frame(text[at] == "{", path))
            end = at + 1
        else:
            value, end = decode_value(text, at)
            if top is not None and not top.is_object and path in self._paths:
                return end, self._slice(text[at:end])
            if top is not None and top.name is not None and not isinstance(value, dict | list):
                top.remember(text[at:end])
        if top is not None:
            top.name = None
        return end, None

    def _leads_to_an_array(self, bracket: str, top: _Frame | None, path: Path) -> bool:
        """Whether a value is an object or array to look into."""
        if bracket == "{":
            return path in self._on_the_way
        # in arrays, look only into objects, so that the depth is limited by the paths
        return bracket == "[" and (top is None or top.is_object) and (path in self._on_the_way or path in self._paths)

    def _slice(self, item: str) -> str:
        # the object that contains the array; a path has at least one name
        around = self.stack[-2]
        return f"{{{', '.join((*around.fields, json.dumps(self.stack[-1].path[-1])))}: [{item}]}}"
