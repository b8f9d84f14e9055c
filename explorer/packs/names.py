"""Resolve the names that people use for runs, outlets, states and days in the parameters of queries.

Parameters of these names have the same meaning in every query.
"""

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import find_run
from explorer.packs.query import DAY_PARAMETERS

_NAMES_IN_HINT: Final = 8
"""Maximum number of names in a hint."""


def resolve_names(graph: Connection, parameters: Mapping[str, object]) -> dict[str, object]:
    """Return parameters with the names of runs, outlets and states replaced by the graph's ids.

    Raises:
        UsageError: A run, outlet or state does not exist or is ambiguous (the hint lists similar names), or a value is
            not a day.
    """
    resolved = dict(parameters)
    if resolved.get("run", "latest") != "latest":
        resolved["run"] = find_run(graph, str(resolved["run"]))["runId"]
    if name := resolved.get("outlet"):
        resolved["outlet"] = find_outlet(graph, str(name))
    if name := resolved.get("state"):
        resolved["state"] = find_state(graph, str(name))
    days = {name: _day(name, resolved.get(name)) for name in DAY_PARAMETERS}
    resolved |= {name: day.isoformat() for name, day in days.items() if day}
    for first, last in (("since", "until"), ("suspendedSince", "suspendedUntil")):
        since, until = days[first], days[last]
        if since and until and since > until:
            raise UsageError(f"{first} {since} is later than {last} {until}.", hint="Swap the two days.")
    return resolved


def find_outlet(graph: Connection, name: str) -> str:
    """Return the id of an outlet, found by its id, its name or a part of it, or a handle of its accounts.

    Raises:
        UsageError: There is no such outlet (the hint lists similar names), or more than one.
    """
    wanted = name.strip().casefold()
    outlets = graph.read("MATCH (o:Outlet) RETURN o.outletId, coalesce(o.name, o.outletId) ORDER BY o.outletId").rows
    if not outlets:
        raise UsageError(
            f"There is no outlet {name!r}: the graph has no outlets.", hint="Load them: explorer registry load"
        )
    # Ids come before names, because hints ask for ids.
    matches = [(key, title) for key, title in outlets if wanted == key.casefold()]
    matches = matches or [(key, title) for key, title in outlets if wanted == title.casefold()]
    matches = matches or [(key, title) for key, title in outlets if wanted in title.casefold()]
    matches = (
        matches
        or graph.read(
            "MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet) WHERE toLower(a.handle) = $handle "
            "RETURN DISTINCT o.outletId, coalesce(o.name, o.outletId) ORDER BY o.outletId",
            {"handle": wanted.removeprefix("@")},
        ).rows
    )
    if len(matches) == 1:
        key: str = matches[0][0]
        return key
    if matches:
        more = f" and {len(matches) - _NAMES_IN_HINT:,} more" if len(matches) > _NAMES_IN_HINT else ""
        listed = ", ".join(f"{title} ({key})" for key, title in matches[:_NAMES_IN_HINT])
        raise UsageError(f"Several outlets match {name!r}.", hint=f"Use the id of one of them: {listed}{more}")
    titles = {title.casefold(): title for _, title in outlets}
    near = difflib.get_close_matches(wanted, titles, n=4, cutoff=0.5)
    raise UsageError(
        f"There is no outlet {name!r}.",
        hint=f"Similar names: {', '.join(titles[one] for one in near)}"
        if near
        else "List outlets: explorer registry list",
    )


def find_state(graph: Connection, code: str) -> str:
    """Return the code of a state in upper case.

    Raises:
        UsageError: No outlet in the graph belongs to that state; the hint lists the states that have outlets.
    """
    states = [
        state for (state,) in graph.read("MATCH (o:Outlet) RETURN DISTINCT o.state AS s ORDER BY s").rows if state
    ]
    if code.strip().upper() in states:
        return code.strip().upper()
    raise UsageError(
        f"The graph has no outlet of the state {code!r}.",
        hint=f"Use a two-letter code (ISO 3166-1). States in the graph: {', '.join(states)}"
        if states
        else "Load outlets: explorer registry load",
    )


def _day(name: str, text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        raise UsageError(
            f"{name} {text!r} is not a day.", hint="Write it as YYYY-MM-DD, for example 2021-03-01. Days are in UTC."
        ) from None
