"""Accounts and clusters by the names that people give them."""

import difflib
from collections.abc import Mapping
from typing import Any, Final

from explorer.errors import UsageError
from explorer.graph.connect import Connection
from explorer.graph.runs import find_run

_FIND: Final = """
MATCH (a:Account) WHERE a.accountId IN $ids OR a.handleKey IN $handles
RETURN a.accountId AS account, a.handle AS handle ORDER BY account
"""

# spelling mistakes seldom hit both ends of a name
_LIKE: Final = """
MATCH (a:Account)-[e:COORDINATED]-() USING INDEX e:COORDINATED(runId)
WHERE e.runId = $runId
WITH DISTINCT a.handle AS handle WHERE handle IS NOT NULL
  AND (left(toLower(handle), 2) = left($name, 2) OR right(toLower(handle), 3) = right($name, 3))
RETURN handle ORDER BY handle LIMIT 5000
"""


def find_account(graph: Connection, name: str, run: Mapping[str, Any]) -> str:
    """Return the key of the account called ``name``: a key, an id or a handle, with or without @.

    Args:
        graph: the graph.
        name: ids and handles without a platform are sought on the run's.
        run: properties of a run: its platforms, and where to look for names that are near.

    Raises:
        UsageError: if there is none, naming handles near it, or more than one.
    """
    plain = name.strip().removeprefix("@")
    spelt = [plain] if ":" in plain else [f"{platform}:{plain}" for platform in run["platforms"]]
    folded = [key.lower().replace(":@", ":") for key in spelt]
    ids = [*spelt, *(key.replace(":", ":@", 1) for key in folded)]
    found = graph.read(_FIND, {"ids": ids, "handles": folded}).rows
    # a key is one account's, even where another has its id for a handle
    found = [row for row in found if row[0] == plain] or found
    if len(found) == 1:
        key: str = found[0][0]
        return key
    if found:
        raise UsageError(
            f"Several accounts are called {name!r}.",
            hint=f"Name one by its key: {', '.join(account for account, _ in found)}",
        )
    handle = plain.rpartition(":")[2].removeprefix("@").lower()
    handles = {h.lower(): h for (h,) in graph.read(_LIKE, {"runId": run["runId"], "name": handle}).rows}
    near = [f"@{handles[close]}" for close in difflib.get_close_matches(handle, handles, n=3)]
    raise UsageError(
        f"There is no account {name!r} on {', '.join(run['platforms'])}.",
        hint=f"Did you mean {' or '.join(near)}?"
        if near
        else "Name it by handle or id: explorer clusters show 1 lists members.",
    )


def find_cluster(graph: Connection, name: str, run: str) -> tuple[dict[str, Any], int]:
    """Return the run's properties and the rank of the cluster called ``name``: a rank, or an id, ``run/rank``.

    Args:
        graph: the graph.
        name: the cluster; an id names its run itself.
        run: the run of a rank, see `explorer.graph.runs.find_run`.

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
