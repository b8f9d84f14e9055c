"""What people call things, as the parameters of queries take them: runs, outlets, states and days.

Parameters of these names mean the same in every query, so that they are understood here, once for all.
"""

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import find_run

COMMON: Final = ("run", "outlet", "state", "since", "until", "top")
"""Parameters that mean the same in every query that has them: docs/reference/packs.md says what."""
DAYS: Final = ("since", "until", "foundSince", "foundUntil", "asOf", "wave", "day")
"""Parameters that are days."""

_SHOWN: Final = 8
"""How many names a hint lists."""


def resolve_names(graph: Connection, parameters: Mapping[str, object]) -> dict[str, object]:
    """Return parameters with what people call runs, outlets and states in the words of the graph.

    Raises:
        UsageError: if a run, an outlet or a state is not there or may be several, naming those near; if a day is none.
    """
    resolved = dict(parameters)
    if resolved.get("run", "latest") != "latest":
        resolved["run"] = find_run(graph, str(resolved["run"]))["runId"]
    if name := resolved.get("outlet"):
        resolved["outlet"] = find_outlet(graph, str(name))
    if name := resolved.get("state"):
        resolved["state"] = find_state(graph, str(name))
    days = {name: _day(name, resolved.get(name)) for name in DAYS}
    resolved |= {name: day.isoformat() for name, day in days.items() if day}
    for first, last in (("since", "until"), ("foundSince", "foundUntil")):
        since, until = days[first], days[last]
        if since and until and since > until:
            raise UsageError(f"The time from {since} until {until} has no day.", hint="Is it the other way round?")
    return resolved


def find_outlet(graph: Connection, name: str) -> str:
    """Return the id of the outlet called ``name``: its id, its name or a part of it, or a handle of its accounts.

    Raises:
        UsageError: if there is none, naming outlets near it, or more than one.
    """
    wanted = name.strip().casefold()
    outlets = graph.read("MATCH (o:Outlet) RETURN o.outletId, coalesce(o.name, o.outletId) ORDER BY o.outletId").rows
    if not outlets:
        raise UsageError(f"There is no outlet {name!r}, nor any other.", hint="Load them: explorer registry load")
    # an id before names: ids are what hints ask for
    found = [(key, title) for key, title in outlets if wanted == key.casefold()]
    found = found or [(key, title) for key, title in outlets if wanted == title.casefold()]
    found = found or [(key, title) for key, title in outlets if wanted in title.casefold()]
    found = (
        found
        or graph.read(
            "MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet) WHERE toLower(a.handle) = $handle "
            "RETURN DISTINCT o.outletId, coalesce(o.name, o.outletId) ORDER BY o.outletId",
            {"handle": wanted.removeprefix("@")},
        ).rows
    )
    if len(found) == 1:
        key: str = found[0][0]
        return key
    if found:
        more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        listed = ", ".join(f"{title} ({key})" for key, title in found[:_SHOWN])
        raise UsageError(f"Several outlets are called {name!r}.", hint=f"Name one by its id: {listed}{more}")
    titles = {title.casefold(): title for _, title in outlets}
    near = difflib.get_close_matches(wanted, titles, n=4, cutoff=0.5)
    raise UsageError(
        f"There is no outlet {name!r}.",
        hint=f"Near it: {', '.join(titles[one] for one in near)}" if near else "explorer registry list shows them.",
    )


def find_state(graph: Connection, code: str) -> str:
    """Return a state's code, upper case.

    Raises:
        UsageError: if no outlet in the graph is of that state, naming the states there are.
    """
    states = [
        state for (state,) in graph.read("MATCH (o:Outlet) RETURN DISTINCT o.state AS s ORDER BY s").rows if state
    ]
    if code.strip().upper() in states:
        return code.strip().upper()
    raise UsageError(
        f"No outlet in the graph is of the state {code!r}.",
        hint=f"States are named by two letters (ISO 3166-1); in the graph are: {', '.join(states)}"
        if states
        else "Load outlets: explorer registry load",
    )


def _day(name: str, text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        raise UsageError(f"{name} {text!r} is not a day.", hint="Write it like 2021-03-01; it counts in UTC.") from None
