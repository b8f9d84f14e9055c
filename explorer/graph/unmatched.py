"""Explain why no outlet of the registry is in the data."""

import re
from dataclasses import dataclass
from typing import Final

from explorer.graph.connection.connect import Connection
from explorer.model.platforms import PLATFORMS

_EXAMINED: Final = 1_000
"""Number of accounts whose ids are examined."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Why no outlet has data.

    Attributes:
        cause: The likely cause.
        fix: What to do about it.
    """

    cause: str
    fix: str


def explain_unmatched(graph: Connection) -> Unmatched:
    """Return the likely cause why none of the registry's accounts posted or was retweeted in the data."""
    ((platforms, listed),) = graph.read(
        """
        CALL () { MATCH (i:Import) WHERE i.registry IS NULL UNWIND i.platforms AS p RETURN collect(DISTINCT p) AS data }
        CALL () { MATCH (a:Account)-[:OPERATED_BY]->() RETURN collect(DISTINCT split(a.accountId, ':')[0]) AS listed }
        RETURN data, listed
        """
    ).rows
    if platforms and listed and not set(platforms) & set(listed):
        return Unmatched(
            f"the data are of the platform {_list(platforms)}, but the registry lists accounts of {_list(listed)}",
            "If the ids are those of a listed platform, undo the import (explorer imports undo FILE) and repeat it "
            f"with --platform {sorted(listed)[0]}.",
        )
    # descending order puts letters before digits, so that names come first
    keys = graph.read(
        """
        MATCH (a:Account) WHERE a.handleKey IS NULL AND NOT (a)-[:OPERATED_BY]->()
        RETURN a.accountId ORDER BY a.accountId DESC LIMIT $examined
        """,
        {"examined": _EXAMINED},
    ).rows
    handles = [name for (key,) in keys if (name := _handle_without_at(key))]
    if handles:
        return Unmatched(
            f"accounts such as {handles[0]} look like handles without @, but were read as ids",
            "Undo the import (explorer imports undo FILE) and repeat it with --ids-are handles.",
        )
    if keys:
        return Unmatched(
            "the data name accounts by id only, and the registry knows most of its accounts by handle",
            "Import profiles with the ids and the handles of the accounts (columns account_id,handle in accounts.csv), "
            "or check with explorer registry list which accounts are expected.",
        )
    return Unmatched(
        "the data may not contain these outlets",
        "Compare the handles in the data with those of explorer registry list.",
    )


def _handle_without_at(key: str) -> str | None:
    platform, _, name = key.partition(":")
    rules = PLATFORMS.get(platform)
    if rules is None or name.startswith("@") or re.fullmatch(rules.ids, name):
        return None
    return name if re.fullmatch(rules.handles, name) else None


def _list(names: list[str]) -> str:
    return ", ".join(sorted(names))
