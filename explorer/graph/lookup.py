"""Accounts and clusters by the names that people give them."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import find_run

_FIND: Final = """
MATCH (a:Account) WHERE a.accountId IN $ids OR a.handleKey IN $handles
RETURN a.accountId AS account, a.handleKey AS handle ORDER BY account
"""

# spelling mistakes seldom hit both ends of a name
_LIKE: Final = """
MATCH (a:Account)-[e:COORDINATED]-() USING INDEX e:COORDINATED(runId)
WHERE e.runId = $runId
WITH DISTINCT a.handle AS handle WHERE handle IS NOT NULL
  AND (left(toLower(handle), 2) = left($name, 2) OR right(toLower(handle), 3) = right($name, 3))
RETURN handle ORDER BY handle LIMIT 5000
"""


def find_keys(graph: Connection, names: Iterable[str], platforms: Sequence[str]) -> dict[str, list[str]]:
    """Return, for each name, the keys of the accounts called so: a key, an id or a handle, with or without @.

    Args:
        graph: the graph.
        names: the names; of those that are no account's the list is empty.
        platforms: where ids and handles without a platform are sought.
    """
    ids: dict[str, list[str]] = {}
    handles: dict[str, list[str]] = {}
    for name in names:
        plain = name.strip().removeprefix("@")
        spelt = [plain] if ":" in plain else [f"{platform}:{plain}" for platform in platforms]
        handles[name] = [key.lower().replace(":@", ":") for key in spelt]
        ids[name] = [*spelt, *(key.replace(":", ":@", 1) for key in handles[name])]
    found = graph.read(
        _FIND, {"ids": list(chain.from_iterable(ids.values())), "handles": list(chain.from_iterable(handles.values()))}
    ).rows
    keys = {key for key, _ in found}
    carried: dict[str, list[str]] = {}
    for key, handle in found:
        carried.setdefault(handle, []).append(key)
    called: dict[str, list[str]] = {}
    for name, spelt in ids.items():
        plain = name.strip().removeprefix("@")
        by_handle = (key for handle in handles[name] for key in carried.get(handle, ()))
        # a key is one account's, even where another has its id for a handle
        called[name] = [plain] if plain in keys else sorted({*keys.intersection(spelt), *by_handle})
    return called


def find_account(graph: Connection, name: str, run: Mapping[str, Any]) -> str:
    """Return the key of the account called ``name``: a key, an id or a handle, with or without @.

    Args:
        graph: the graph.
        name: ids and handles without a platform are sought on the run's.
        run: properties of a run: its platforms, and where to look for names that are near.

    Raises:
        UsageError: if there is none, naming handles near it, or more than one.
    """
    found = find_keys(graph, [name], run["platforms"])[name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"Several accounts are called {name!r}.",
            hint=f"Name one by its key: {', '.join(found)}",
        )
    handle = name.strip().rpartition(":")[2].removeprefix("@").lower()
    handles = {h.lower(): h for (h,) in graph.read(_LIKE, {"runId": run["runId"], "name": handle}).rows}
    near = [f"@{handles[close]}" for close in difflib.get_close_matches(handle, handles, n=3)]
    raise UsageError(
        f"There is no account {name!r} on {', '.join(run['platforms'])}.",
        hint=f"Did you mean {' or '.join(near)}?"
        if near
        else "Name it by handle or id: explorer clusters show 1 lists members.",
    )


def list_platforms(graph: Connection) -> list[str]:
    """Return the platforms of the accounts in the graph, sorted."""
    found = graph.read("MATCH (a:Account) RETURN DISTINCT a.platform AS platform ORDER BY platform").rows
    return [platform for (platform,) in found if platform]


def list_other_platforms(graph: Connection, platforms: Sequence[str]) -> list[str]:
    """Return the platforms but these on which accounts retweet; a registry names accounts on many more."""
    found = graph.read(
        """
        MATCH (a:Account) WHERE NOT a.platform IN $platforms AND EXISTS { (a)-[:AMPLIFIED]->() }
        RETURN DISTINCT a.platform AS platform ORDER BY platform
        """,
        {"platforms": list(platforms)},
    ).rows
    return [platform for (platform,) in found]


def find_cluster(graph: Connection, name: str, run: str) -> tuple[dict[str, Any], int]:
    """Return the run's properties and the rank of the cluster called ``name``: a rank, or an id, ``run/rank``.

    Args:
        graph: the graph.
        name: the cluster; an id names its run itself.
        run: the run of a rank, see `explorer.graph.runs.runs.find_run`.

    Raises:
        UsageError: if there is no such run or cluster.
    """
    of_run, _, rank = name.rpartition("/")
    properties = find_run(graph, of_run or run)
    clusters = properties["clusters"]
    if not rank.isdecimal() or not 1 <= int(rank) <= clusters:
        raise UsageError(
            f"There is no cluster {name!r} in run {properties['runId']}.",
            hint=f"Its clusters are 1 to {clusters}: explorer clusters list --run {properties['runId']}"
            if clusters
            else f"It has none: explorer runs show {properties['runId']} tells what it asked for.",
        )
    return properties, int(rank)
