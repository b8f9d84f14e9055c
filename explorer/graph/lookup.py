"""Find accounts and clusters by key, id, handle or rank."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import find_run

_ACCOUNTS: Final = """
MATCH (a:Account) WHERE a.accountId IN $ids OR a.handleKey IN $handles
RETURN a.accountId AS account, a.handleKey AS handle ORDER BY account
"""

_EARLIER_HANDLES: Final = """
MATCH (a:Account) WHERE a.aliases IS NOT NULL
UNWIND a.aliases AS alias
WITH a, a.platform + ':' + alias AS handle WHERE handle IN $handles
RETURN a.accountId AS account, handle ORDER BY account
"""

# the beginning or the end of a misspelt name is usually correct
_SIMILAR_HANDLES: Final = """
MATCH (a:Account)-[e:COORDINATED]-() USING INDEX e:COORDINATED(runId)
WHERE e.runId = $runId
WITH DISTINCT a.handle AS handle WHERE handle IS NOT NULL
  AND (left(toLower(handle), 2) = left($name, 2) OR right(toLower(handle), 3) = right($name, 3))
RETURN handle ORDER BY handle LIMIT 5000
"""


def find_keys(graph: Connection, names: Iterable[str], platforms: Sequence[str]) -> dict[str, list[str]]:
    """Map each name to the keys of the accounts with this key, id or handle; the list may be empty.

    Args:
        graph: The graph.
        names: Keys, ids or handles, with or without @.
        platforms: Platforms to search for ids and handles without a platform.
    """
    ids: dict[str, list[str]] = {}
    handles: dict[str, list[str]] = {}
    for name in names:
        bare = name.strip().removeprefix("@")
        candidates = [bare] if ":" in bare else [f"{platform}:{bare}" for platform in platforms]
        handles[name] = [key.lower().replace(":@", ":") for key in candidates]
        ids[name] = [*candidates, *(key.replace(":", ":@", 1) for key in handles[name])]
    accounts = graph.read(
        _ACCOUNTS,
        {"ids": list(chain.from_iterable(ids.values())), "handles": list(chain.from_iterable(handles.values()))},
    ).rows
    keys = {key for key, _ in accounts}
    # a handle that no account has now is that of the accounts that had it before
    free = set(chain.from_iterable(handles.values())) - {handle for _, handle in accounts}
    keys_by_handle: dict[str, list[str]] = {}
    for key, handle in (*accounts, *graph.read(_EARLIER_HANDLES, {"handles": sorted(free)}).rows):
        keys_by_handle.setdefault(handle, []).append(key)
    keys_by_name: dict[str, list[str]] = {}
    for name, candidates in ids.items():
        bare = name.strip().removeprefix("@")
        by_handle = (key for handle in handles[name] for key in keys_by_handle.get(handle, ()))
        # a key names one account, even if another account has this id as its handle
        keys_by_name[name] = [bare] if bare in keys else sorted({*keys.intersection(candidates), *by_handle})
    return keys_by_name


def find_account(graph: Connection, name: str, run: Mapping[str, Any]) -> str:
    """Return the key of the account with this key, id or handle.

    Args:
        graph: The graph.
        name: Key, id or handle, with or without @. Without a platform, the platforms of the run are searched.
        run: Properties of a run, which defines the platforms and the handles to suggest.

    Raises:
        UsageError: If there is no such account (similar handles are suggested), or more than one.
    """
    keys = find_keys(graph, [name], run["platforms"])[name]
    if len(keys) == 1:
        return keys[0]
    if keys:
        raise UsageError(
            f"Several accounts match {name!r}.",
            hint=f"Use the account key: {' or '.join(keys)}",
        )
    handle = name.strip().rpartition(":")[2].removeprefix("@").lower()
    handles = {h.lower(): h for (h,) in graph.read(_SIMILAR_HANDLES, {"runId": run["runId"], "name": handle}).rows}
    similar = [f"@{handles[close]}" for close in difflib.get_close_matches(handle, handles, n=3)]
    raise UsageError(
        f"There is no account {name!r} on {', '.join(run['platforms'])}.",
        hint=f"Did you mean {' or '.join(similar)}?"
        if similar
        else "Use a handle or an id. To list members of a cluster: explorer clusters show 1",
    )


def list_platforms(graph: Connection) -> list[str]:
    """Return the platforms of the accounts in the graph, sorted."""
    rows = graph.read("MATCH (a:Account) RETURN DISTINCT a.platform AS platform ORDER BY platform").rows
    return [platform for (platform,) in rows if platform]


def list_other_platforms(graph: Connection, platforms: Sequence[str]) -> list[str]:
    """Return the other platforms with retweets. Accounts that only a registry mentions do not count."""
    rows = graph.read(
        """
        MATCH (a:Account) WHERE NOT a.platform IN $platforms AND EXISTS { (a)-[:AMPLIFIED]->() }
        RETURN DISTINCT a.platform AS platform ORDER BY platform
        """,
        {"platforms": list(platforms)},
    ).rows
    return [platform for (platform,) in rows]


def find_cluster(graph: Connection, name: str, run: str) -> tuple[dict[str, Any], int]:
    """Return the run's properties and the rank of a cluster.

    Args:
        graph: The graph.
        name: Rank of the cluster, or its id, ``run/rank``.
        run: Run of the cluster if only its rank is given, see `explorer.graph.runs.runs.find_run`.

    Raises:
        UsageError: If there is no such run or cluster.
    """
    of_run, _, rank = name.rpartition("/")
    properties = find_run(graph, of_run or run)
    clusters = properties["clusters"]
    if not rank.isdecimal() or not 1 <= int(rank) <= clusters:
        raise UsageError(
            f"There is no cluster {name!r} in run {properties['runId']}.",
            hint=f"Its clusters are 1 to {clusters}. To list them: explorer clusters list --run {properties['runId']}"
            if clusters
            else f"The run has no clusters. To see its parameters: explorer runs show {properties['runId']}",
        )
    return properties, int(rank)
