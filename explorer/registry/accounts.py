"""Parse the accounts in a registry and validate them by the rules of the platforms.

A cell of a platform's column contains any number of accounts, separated by ``;``. Each account is ``handle`` (or
``@handle``), ``handle:id`` if the platform's id is known too, or ``:id`` if only the id is known. Ids can also have a
column of their own, ``x_id`` for ``x``, with one place for each account of the platform's column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final


@dataclass(frozen=True, slots=True)
class RegistryAccount:
    """One account of an outlet; at least one of ``handle`` and ``identifier`` is not empty.

    Attributes:
        platform: One of `HANDLES`.
        handle: Screen name without @, with the capitalisation of the registry.
        identifier: ID of the account on the platform.
    """

    platform: str
    handle: str = ""
    identifier: str = ""

    @property
    def account_id(self) -> str:
        """Value of ``account_id`` in the canonical tables: the id, or ``@handle`` if only the handle is known."""
        return self.identifier or f"@{self.handle}"

    @property
    def keys(self) -> frozenset[str]:
        """Keys that identify the account; handles are in lower case."""
        handle = {f"{self.platform}:@{self.handle.lower()}"} if self.handle else set()
        identifier = {f"{self.platform}:{self.identifier}"} if self.identifier else set()
        return frozenset(handle | identifier)

    def __str__(self) -> str:
        """Return the account as written in a registry's cell."""
        return f"{self.handle}:{self.identifier}" if self.identifier else self.handle


HANDLES: Final[Mapping[str, re.Pattern[str]]] = {
    "x": re.compile(r"[A-Za-z0-9_]{1,15}"),
    # a number is an id, not a user name
    "facebook": re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9.]{1,50}"),
    "instagram": re.compile(r"[A-Za-z0-9._]{1,30}"),
    "threads": re.compile(r"[A-Za-z0-9._]{1,30}"),
    "youtube": re.compile(r"[A-Za-z0-9._-]{1,30}"),
    "tiktok": re.compile(r"[A-Za-z0-9._]{1,24}"),
    "telegram": re.compile(r"[A-Za-z0-9_]{4,32}"),
    "vk": re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9._]{1,50}"),
    "bluesky": re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.)+[A-Za-z][A-Za-z0-9-]{0,62}"),
}
"""Platforms that have a column, and the pattern of valid handles on each."""

_IDENTIFIERS: Final[Mapping[str, re.Pattern[str]]] = {
    "youtube": re.compile(r"UC[A-Za-z0-9_-]{22}"),
    # TikTok has numeric ids and longer opaque ids, which occur in its URLs
    "tiktok": re.compile(r"[0-9]{1,20}|MS4wLjAB[A-Za-z0-9_-]{20,100}"),
    "bluesky": re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.-]{1,253})"),
}
_NUMBER = re.compile(r"[0-9]{1,20}")
_ROUNDED = re.compile(r"[1-9][0-9]{2,8}0{9,}")


def id_column(platform: str) -> str:
    """Return the name of the column with the ids of a platform's accounts."""
    return f"{platform}_id"


def parse_accounts(platform: str, cell: str, ids: str = "") -> tuple[list[RegistryAccount], list[tuple[str, str]]]:
    """Parse the accounts of one platform.

    Args:
        platform: One of `HANDLES`.
        cell: Cell of the platform's column.
        ids: Cell of its `id_column`. If both cells have accounts, they have equally many places; a place may be empty.

    Returns:
        The accounts, and column and message for each invalid one.
    """
    places = [part.strip() for part in cell.split(";")] if cell else []
    identifiers = [part.strip() for part in ids.split(";")] if ids else []
    if places and identifiers and len(places) != len(identifiers):
        message = (
            f"{len(identifiers)} ids for {len(places)} accounts in {platform}; leave the place of an unknown id empty"
        )
        return [], [(id_column(platform), message)]
    accounts: list[RegistryAccount] = []
    problems: list[tuple[str, str]] = []
    for text, identifier in zip_longest(places, identifiers, fillvalue=""):
        if not text and not identifier:
            continue
        try:
            if ":" in text and identifier:
                raise ValueError(f"{text!r} has an id in two columns")
            accounts.append(parse_account(platform, f"{text}:{identifier}" if identifier else text))
        except ValueError as error:
            problems.append((platform if text else id_column(platform), str(error)))
    return accounts, problems


def parse_account(platform: str, text: str) -> RegistryAccount:
    """Parse one account of a cell.

    Args:
        platform: One of `HANDLES`.
        text: Account as ``handle``, ``@handle``, ``handle:id`` or ``:id``.

    Raises:
        ValueError: If the text is not a valid account of the platform; the message says why.
    """
    handle, _, identifier = text.strip().partition(":")
    handle, identifier = handle.strip().removeprefix("@"), identifier.strip()
    if not handle and not identifier:
        raise ValueError("an account has neither handle nor id")
    if identifier.startswith("//"):
        raise ValueError(f"{text.strip()!r} is a web address; write only the handle")
    if handle and not HANDLES[platform].fullmatch(handle):
        raise ValueError(f"{handle!r} is not a valid handle on {platform}")
    if identifier:
        if _ROUNDED.fullmatch(identifier):
            raise ValueError(f"the id {identifier!r} was rounded by a spreadsheet")
        if not _IDENTIFIERS.get(platform, _NUMBER).fullmatch(identifier):
            raise ValueError(f"{identifier!r} is not a valid id on {platform}")
    return RegistryAccount(platform, handle, identifier)
