"""Detect compression, and read compressed files up to where they are damaged."""

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable, Mapping
from io import BufferedIOBase, BufferedReader
from typing import Any, Final, cast

from explorer.sources.io.archives import DAMAGED_DATA

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError, ZstdFile
else:
    from backports.zstd import ZstdError, ZstdFile

_UNPACK: Final[Mapping[bytes, tuple[str, Callable[[Any], Any]]]] = {
    b"\x1f\x8b": ("gzip", lambda stored: gzip.GzipFile(fileobj=stored)),
    b"\x28\xb5\x2f\xfd": ("zstd", ZstdFile),
    b"BZh": ("bzip2", bz2.BZ2File),
    b"\xfd7zXZ": ("xz", lzma.LZMAFile),
}

MAGIC: Final = tuple(_UNPACK)
"""First bytes of compressed files."""

_DAMAGED: Final = (gzip.BadGzipFile, ZstdError, lzma.LZMAError, *DAMAGED_DATA)

FAILURES: Final = (OSError, *_DAMAGED)
"""Errors that reading can raise."""

_BEGINNING: Final = 64


def unpacked(stored: BufferedIOBase) -> tuple[BufferedIOBase, str | None, bytes]:
    """Return a decompressed stream, the compression (None if it is not compressed), and its first bytes."""
    for magic, (name, unpack) in _UNPACK.items():
        if _peek(stored).startswith(magic):
            stream = unpack(stored)
            return stream, name, _peek(stream)
    return stored, None, _peek(stored)


def read_up_to(stream: BufferedIOBase, size: int) -> tuple[bytes, Exception | None]:
    """Read ``size`` bytes, fewer at the end; return them with the error that stopped reading, if any."""
    parts: list[bytes] = []
    remaining = size
    try:
        # read1, because read() would lose the bytes read before an error
        while remaining and (part := stream.read1(remaining)):
            parts.append(part)
            remaining -= len(part)
    except FAILURES as error:
        return b"".join(parts), error
    return b"".join(parts), None


def reason(failure: Exception) -> str:
    """Return why a file cannot be read."""
    if isinstance(failure, EOFError):
        return "its compressed data is truncated"
    if isinstance(failure, _DAMAGED):
        return "its compressed data is damaged"
    return getattr(failure, "strerror", None) or str(failure)


def _peek(stream: BufferedIOBase) -> bytes:
    return cast("BufferedReader", stream).peek(_BEGINNING)[:_BEGINNING]
