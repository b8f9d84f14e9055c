"""Accounts as a registry writes them, checked against the rules of the platforms.

One cell of a platform's column holds any number of accounts, separated by ``;``. Each is ``handle`` (or
``@handle``), ``handle:id`` where the platform's own id is known too, or ``:id`` where only that is known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RegistryAccount:
    """One account of an outlet; at least one of ``handle`` and ``identifier`` is not empty.

    Attributes:
        platform: one of `HANDLES`.
        handle: the screen name without @, in the registry's spelling.
        identifier: the platform's own id.
    """

    platform: str
    handle: str = ""
    identifier: str = ""

    @property
    def account_id(self) -> str:
        """The canonical tables' account_id: the id, or @handle where only that is known."""
        return self.identifier or f"@{self.handle}"

    @property
    def keys(self) -> frozenset[str]:
        """What the account is recognised by; handles without regard to case."""
        handle = {f"{self.platform}:@{self.handle.lower()}"} if self.handle else set()
        identifier = {f"{self.platform}:{self.identifier}"} if self.identifier else set()
        return frozenset(handle | identifier)

    def __str__(self) -> str:
        """Return the account as a registry's cell writes it."""
        return f"{self.handle}:{self.identifier}" if self.identifier else self.handle


HANDLES: Final[Mapping[str, re.Pattern[str]]] = {
    "x": re.compile(r"[A-Za-z0-9_]{1,15}"),
    # digits alone are an id, not a user name
    "facebook": re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9.]{1,50}"),
    "instagram": re.compile(r"[A-Za-z0-9._]{1,30}"),
    "threads": re.compile(r"[A-Za-z0-9._]{1,30}"),
    "youtube": re.compile(r"[A-Za-z0-9._-]{1,30}"),
    "tiktok": re.compile(r"[A-Za-z0-9._]{1,24}"),
    "telegram": re.compile(r"[A-Za-z0-9_]{4,32}"),
    "vk": re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9._]{1,50}"),
}
"""The platforms that have a column of their own, and the handles that each allows."""

_IDENTIFIERS: Final[Mapping[str, re.Pattern[str]]] = {
    "youtube": re.compile(r"UC[A-Za-z0-9_-]{22}"),
    # TikTok has numbers and a longer, opaque id that its web addresses carry
    "tiktok": re.compile(r"[0-9]{1,20}|MS4wLjAB[A-Za-z0-9_-]{20,100}"),
}
_NUMBER = re.compile(r"[0-9]{1,20}")
_ROUNDED = re.compile(r"[1-9][0-9]{2,8}0{9,}")


def parse_account(platform: str, text: str) -> RegistryAccount:
    """Read one account of a cell.

    Args:
        platform: one of `HANDLES`.
        text: ``handle``, ``@handle``, ``handle:id`` or ``:id``.

    Raises:
        ValueError: saying what is wrong, if no account of that platform can be written like this.
    """
    handle, _, identifier = text.strip().partition(":")
    handle, identifier = handle.strip().removeprefix("@"), identifier.strip()
    if not handle and not identifier:
        raise ValueError("an account without handle and id")
    if identifier.startswith("//"):
        raise ValueError(f"{text.strip()!r} is an address; write the handle alone")
    if handle and not HANDLES[platform].fullmatch(handle):
        raise ValueError(f"{handle!r} cannot be a handle on {platform}")
    if identifier:
        if _ROUNDED.fullmatch(identifier):
            raise ValueError(f"{identifier!r} is an id that a spreadsheet has rounded")
        if not _IDENTIFIERS.get(platform, _NUMBER).fullmatch(identifier):
            raise ValueError(f"{identifier!r} cannot be an id on {platform}")
    return RegistryAccount(platform, handle, identifier)
