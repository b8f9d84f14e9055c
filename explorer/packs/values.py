"""Values of parameters: the literals of query files, and text from the command line.

Literals are parsed, never evaluated.
"""

import math
import re
from collections import deque
from typing import Final

Value = bool | int | float | str | list["Value"] | None
"""Value of a parameter."""

_WORD: Final = re.compile(r"""('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[\w.+-]+|[\[\],])""")
_MOST_SHOWN: Final = 60
"""Maximum length of a literal in a message."""
_ESCAPES: Final = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
_ESCAPED: Final = {meant: f"\\{name}" for name, meant in _ESCAPES.items() if name != '"'}


def show_value(value: object) -> str:
    """Return a value as a literal of a query file."""
    if isinstance(value, list):
        return f"[{', '.join(map(show_value, value))}]"
    if isinstance(value, str):
        return "'" + re.sub(r"[\\'\n\r\t]", lambda match: _ESCAPED[match[0]], value) + "'"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def value_like(default: Value, value: object) -> Value:
    """Return a value, given as text or as a Python value, converted to the type of the default.

    Text gives a list as ``a,b,c``.

    Raises:
        ValueError: The value is not of that type.
    """
    if isinstance(default, list) and isinstance(value, list | tuple):
        return [value_like(default[0] if default else "", item) for item in value]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{text!r} is not Unicode text.") from None
    if isinstance(default, bool):
        booleans = {"true": True, "false": False}
        if text.lower() not in booleans:
            raise ValueError(f"{text!r} is neither true nor false.")
        return booleans[text.lower()]
    if isinstance(default, int):
        return _integer(text)
    if isinstance(default, float):
        return _float(text)
    if isinstance(default, list):
        first = default[0] if default else ""
        return [value_like(first, item.strip()) for item in text.split(",") if item.strip()]
    return text


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError(f"{text!r} is not a whole number.")
    return int(text)


def _float(text: str) -> float:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text) or math.isinf(float(text)):
        raise ValueError(f"{text!r} is not a number.")
    return float(text)


def parse_literal(text: str) -> Value:
    """Return the value of a literal: a number, a quoted string, true, false, null or a list of these.

    Raises:
        ValueError: ``text`` is anything else.
    """
    words = deque(match[1] for match in _WORD.finditer(text))
    gaps = _WORD.sub("", text).strip()
    words.append("")
    try:
        value = _take_value(words)
    except (ValueError, KeyError, RecursionError):
        words.clear()
    if gaps or words != deque([""]):
        shown = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
        raise ValueError(f"{shown} is not a number, a quoted string, true, false, null or a list of these")
    return value


def _take_value(words: deque[str]) -> Value:
    word = words.popleft()
    if word == "[":
        items: list[Value] = []
        while words[0] != "]":
            items.append(_take_value(words))
            if words[0] != "]" and (words.popleft() != "," or words[0] == "]"):
                raise ValueError("a comma stands between two items")
        words.popleft()
        return items
    if word.startswith(("'", '"')):
        return re.sub(r"\\(.)", lambda match: _ESCAPES[match[1]], word[1:-1])
    constants: dict[str, Value] = {"null": None, "true": True, "false": False}
    if word.lower() in constants:
        return constants[word.lower()]
    return _integer(word) if re.fullmatch(r"[+-]?[0-9]+", word) else _float(word)
