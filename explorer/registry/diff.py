"""Compare two registries: which outlets, accounts and domains were added, removed or changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from explorer.registry.reader import Registry

_Entries = Mapping[tuple[str, str], Mapping[str, Any]]
"""Values by name for each entry, by outlet and name of the entry."""


@dataclass(frozen=True, slots=True)
class RegistryChange:
    """One difference between two registries.

    Attributes:
        outlet: Id of the outlet.
        change: ``added``, ``removed`` or ``changed``.
        entry: What differs: ``outlet``, ``x @handle`` or ``x id`` for an account, ``domain host`` for a domain.
        value: Name of the value that changed; empty if the whole entry was added or removed.
        old: Earlier value; None: there was none.
        new: Later value; None: there is none.
    """

    outlet: str
    change: str
    entry: str
    value: str = ""
    old: str | None = None
    new: str | None = None


def compare_registries(old: Registry, new: Registry) -> list[RegistryChange]:
    """Return the differences between two registries, by outlet."""
    parts = (
        (_entries(registry.outlets, pl.lit("outlet")) for registry in (old, new)),
        (_entries(registry.accounts, pl.format("{} {}", "platform", "account_id")) for registry in (old, new)),
        (_entries(registry.domains, pl.format("domain {}", "domain")) for registry in (old, new)),
    )
    changes = [change for earlier, later in parts for change in _compare(earlier, later)]
    return sorted(changes, key=lambda change: (change.outlet, change.entry != "outlet", change.entry, change.value))


def _entries(table: pl.DataFrame, entry: pl.Expr) -> _Entries:
    keys = table.select("outlet_id", entry.alias("entry")).rows()
    # as the column of a registry is called
    values = table.drop("outlet_id", "platform", "account_id", "domain", strict=False).rename(
        {"tenure": "status"}, strict=False
    )
    return dict(zip(keys, values.to_dicts(), strict=True))


def _compare(old: _Entries, new: _Entries) -> Iterator[RegistryChange]:
    for key in old.keys() | new.keys():
        if key not in old or key not in new:
            yield RegistryChange(key[0], "removed" if key in old else "added", key[1])
            continue
        for name, value in new[key].items():
            if value != old[key][name]:
                yield RegistryChange(key[0], "changed", key[1], name, _text(old[key][name]), _text(value))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
