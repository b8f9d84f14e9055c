"""Validate the web domains in a registry."""

import re
from typing import Final

import idna

_HOST: Final = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_MAX_LENGTH: Final = 253


def parse_domain(text: str) -> str:
    """Return a host in lower case, in its ASCII form (xn--…) and without ``www.``.

    Raises:
        ValueError: If the text is not the name of a host; the message says why.
    """
    host = text.strip().lower().removeprefix("www.").rstrip(".")
    if "/" in host or ":" in host or "?" in host:
        raise ValueError(f"{text.strip()!r} is a web address; write only the host, such as example.org")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except idna.IDNAError:
            raise ValueError(f"{text.strip()!r} is not a domain") from None
    if len(host) > _MAX_LENGTH or not _HOST.fullmatch(host):
        raise ValueError(f"{text.strip()!r} is not a domain")
    return host
