"""Encodings of text: which one a file has, and streams that convert it to UTF-8."""

import codecs
from io import BufferedIOBase, BufferedReader, RawIOBase, TextIOWrapper
from typing import Any, Final, cast

from explorer.common.errors import UsageError

BOM: Final = codecs.BOM_UTF8

CHUNK: Final = 1 << 16
"""Number of characters converted at a time."""

_PLAIN: Final = 8
"""Number of bytes at the start of a file that are letters and punctuation in a heading and in JSON."""

# the mark of UTF-32 begins with that of UTF-16
_MARKS: Final = {
    codecs.BOM_UTF8: None,
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NOT_FOR_FILES: Final = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}
)
_SUGGESTED: Final = "cp1252 (Western Europe, Windows), cp1250, cp1251, latin-1, shift-jis, gb18030 or big5"
_UNREADABLE: Final = "explorer-unreadable"

# A byte that is not text becomes one that is not UTF-8 either, so that the line is rejected as any other.
codecs.register_error(_UNREADABLE, lambda error: (chr(0xDCFF), cast("UnicodeDecodeError", error).end))


def checked(name: str) -> str | None:
    """Return the name of an encoding as Python writes it, None for UTF-8.

    Raises:
        UsageError: If it is not an encoding of text.
    """
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)
    except (LookupError, ValueError):
        codec = None
    if codec is None or codec.name in _NOT_FOR_FILES:
        raise UsageError(f"There is no encoding {name!r}.", hint=f"Use --encoding utf-8, {_SUGGESTED}.")
    return None if codec.name in {"utf-8", "utf-8-sig"} else codec.name


def detected(beginning: bytes, given: str | None) -> str | None:
    """Return the encoding of a text, None for UTF-8.

    A byte-order mark decides. Without one, the encoding is what the analyst gives, or UTF-16 if every second of the
    first bytes is zero, as in the UTF-16 of a heading or of JSON.

    Args:
        beginning: The first bytes.
        given: Name of the encoding that the analyst gives.
    """
    for mark, name in _MARKS.items():
        if beginning.startswith(mark):
            return name
    if given is not None:
        return checked(given)
    even, odd = beginning[:_PLAIN:2], beginning[1:_PLAIN:2]
    if len(odd) > 1 and not any(odd) and all(even):
        return "utf-16-le"
    if len(odd) > 1 and not any(even) and all(odd):
        return "utf-16-be"
    return None


def recoded(stream: BufferedIOBase, encoding: str | None) -> BufferedIOBase:
    """Return a stream of UTF-8. Text that cannot be decoded becomes bytes that are not UTF-8.

    Args:
        stream: The text as stored.
        encoding: From `detected`.
    """
    return stream if encoding is None else BufferedReader(_Recoded(stream, encoding), CHUNK)


class _Recoded(RawIOBase):
    """A stream that converts text from another encoding to UTF-8."""

    def __init__(self, stream: BufferedIOBase, encoding: str) -> None:
        self._text = TextIOWrapper(cast("BufferedReader", stream), encoding=encoding, errors=_UNREADABLE, newline="")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._rest = self._rest or self._text.read(CHUNK).encode("utf-8", errors="surrogateescape")
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
