"""Name the outlets of the registry and write its file."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from explorer.registry.accounts import HANDLES, id_column
from explorer.registry.schema import COLUMNS, DESCRIPTIVE
from scripts.data.registry_entry import Entry, Holding, report


def slug(text: str) -> str:
    """Return the text as a slug of lower-case ASCII letters, digits and hyphens, which may be empty."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", "")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def name_outlets(entries: list[Entry], named: Mapping[str, Entry] = {}) -> dict[str, Entry]:
    """Return the entries by stable ID: state and name, and also the owner or first account if that is not unique.

    Args:
        entries: The outlets.
        named: Outlets that keep the ID that they have already.
    """
    taken = dict(named)
    known = {id(entry) for entry in named.values()}
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if id(entry) not in known:
            groups[f"{entry.state.lower() or entry.kind}-{slug(entry.name)}"[:80].rstrip("-")].append(entry)
    for base, group in groups.items():
        for entry in group:
            first = slug(str(entry.accounts[0])) if entry.accounts else ""
            outlet = base
            if len(group) > 1 or base in named:
                same_owner = len({e.owner for e in group}) < len(group) or base in named
                outlet = f"{base}-{first if same_owner and first else slug(entry.owner)}"
                report("named", f"{outlet}: {entry.where} {entry.name!r} shares its name with another outlet")
            if outlet in taken:
                raise SystemExit(f"two outlets would be called {outlet}: {taken[outlet].where} and {entry.where}")
            taken[outlet] = entry
    return taken


def write(named: dict[str, Entry], path: Path) -> None:
    """Write the registry, sorted by outlet ID."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for outlet, entry in sorted(named.items()):
            writer.writerows({"outlet": outlet} | row for row in _rows(entry))


def _rows(entry: Entry) -> Iterator[dict[str, str]]:
    """Yield the outlet's first row, with what all its sources list, and a row for each other group of sources."""
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[Holding]] = {(entry.status, tuple(entry.sources)): []}
    for holding in entry.holdings:
        # the order of the outlet's sources
        sources = tuple(source for source in entry.sources if source in holding.sources)
        groups.setdefault((holding.status, sources), []).append(holding)
    description = {name: getattr(entry, name) for name in DESCRIPTIVE}
    for (status, sources), holdings in groups.items():
        names, dates = zip(*sources, strict=True)
        cells = description | _cells(holdings) | {"status": status}
        yield cells | {"source": ";".join(names), "source_date": ";".join(dates)}
        description = {}


def _cells(holdings: Iterable[Holding]) -> dict[str, str]:
    cells: dict[str, str] = {}
    accounts = sorted((h.item for h in holdings if not isinstance(h.item, str)), key=str)
    for platform in HANDLES:
        of_platform = [account for account in accounts if account.platform == platform]
        for column, values in (
            (platform, [account.handle for account in of_platform]),
            (id_column(platform), [account.identifier for account in of_platform]),
        ):
            cells[column] = ";".join(values) if any(values) else ""
    return cells | {"domains": ";".join(sorted(h.item for h in holdings if isinstance(h.item, str)))}
