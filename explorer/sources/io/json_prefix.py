"""The complete part of a JSON text that was cut off."""

import re
from typing import Final

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_CLOSING: Final = {"[": "]", "{": "}"}


def complete(text: str) -> str:
    """Cut a JSON text after its last complete element and close what is open there.

    ``{"data": [{"id": 1}, {"id": 2, "te`` becomes ``{"data": [{"id": 1}, {"id": 2}]}``. A text that begins like JSON
    but is something else stays unreadable. The time is linear.
    """
    open_brackets: list[str] = []
    kept, end = "", 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{" as bracket:
                open_brackets.append(_CLOSING[bracket])
                end = token.end()
            case "]" | "}" as bracket:
                if not open_brackets or open_brackets.pop() != bracket:
                    break
                end = token.end()
            case ",":
                end = token.start()
            case _:
                continue
        kept = "".join(reversed(open_brackets))
        if not open_brackets:
            break
    return text[:end] + kept
