"""Read the lists of accounts, ids and domains that extend the registry beyond China and beyond X."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from explorer.registry.accounts import HANDLES, RegistryAccount, parse_account
from explorer.registry.domains import parse_domain
from explorer.registry.rows import split_cell
from scripts.data.registry_entry import Entry, Holding, Source, report
from scripts.data.registry_missions import mission_name
from scripts.data.registry_names import DIPLOMATS, NAMES, NOT_LISTED
from scripts.data.registry_readers import Cells, find, rows
from scripts.data.registry_sources import (
    EMBASSIES,
    HAMILTON,
    NEWSMAP,
    PORTAL_KOMBAT,
    V2FLY,
    V2FLY_OUTLETS,
    VIGINUM,
)

NO_OUTLET = re.compile(r"Infrastructure|KTECH|Merchendise|Ads/tracking")
"""Sections of domains that serve no content to readers."""


def read_institutions(folder: Path) -> list[Entry]:
    """Read the institutions of the Hamilton list."""
    return list(_hamilton(folder, "hamilton_2024_institutions.csv"))


def read_officials(folder: Path) -> list[Entry]:
    """Read the office-holders of the Hamilton list, which names neither offices nor dates."""
    officials = _hamilton(folder, "hamilton_2024_officials.csv", status="historical")
    return [official for official in officials if official.holdings]


def read_embassies(folder: Path) -> list[Entry]:
    """Read the missions abroad and their hosts."""
    entries = []
    for where, row in rows(find(folder, "asd_embassies_2024.csv")):
        row["name"] = mission_name(row["name"])
        entries.append(_entry(EMBASSIES, where, row))
    return entries


def read_newsmap(folder: Path) -> list[Entry]:
    """Read media with their numeric ids on X, from Wikidata."""
    entries: dict[str, Entry] = {}
    for name in ("newsmap_ids_for_registry_handles.csv", "newsmap_state_outlets_x_ids.csv"):
        for where, row in rows(find(folder, name)):
            outlet = NAMES.get(row["x_handle"].lower()) or row.get("wikidata_name") or row["name"]
            entry = entries.setdefault(row["x_id"], Entry([NEWSMAP], where, outlet, "media", row["state"]))
            entry.add(RegistryAccount("x", row["x_handle"], row["x_id"]))
    return list(entries.values())


def read_domains(folder: Path, known: Iterable[Entry]) -> list[Entry]:
    """Read the domains of state media, for outlets that another source lists."""
    held = {domain: entry for entry in known for domain in entry.domains}
    by_name = {(entry.state, entry.name): entry for entry in known}
    entries: dict[tuple[str, str], Entry] = {}
    for where, row in rows(find(folder, "v2fly_domains.csv")):
        domain, state = parse_domain(row["domain"]), row["state"]
        if NO_OUTLET.search(row["section"]):
            report("unusable", f"{where}: {domain} serves {row['section']}; left out")
            continue
        holder = _holder(domain, held)
        name = holder.name if holder else V2FLY_OUTLETS.get((row["owner"], row["section"]), row["owner"])
        if (state, name) not in by_name and (row["owner"], row["section"]) not in V2FLY_OUTLETS:
            report("open", f"{where}: no source says that the state runs {name!r} ({domain}); left out")
            continue
        kind = by_name[state, name].kind if (state, name) in by_name else "media"
        entry = entries.setdefault((state, name), Entry([V2FLY], where, name, kind, state, row["owner"]))
        entry.add(domain)
    return list(entries.values())


def read_portal_kombat(folder: Path) -> list[Entry]:
    """Read the domains of the covert network that VIGINUM describes."""
    entry = Entry([VIGINUM, PORTAL_KOMBAT], "portal_kombat_domains.csv", "Portal Kombat (Pravda network)", "covert", "")
    for _, row in rows(find(folder, "portal_kombat_domains.csv")):
        entry.holdings.append(Holding(parse_domain(row["domain"]), [PORTAL_KOMBAT]))
    return [entry]


def _holder(domain: str, held: dict[str, Entry]) -> Entry | None:
    """Return the outlet that holds a domain or one above it."""
    labels = domain.split(".")
    return next((held[host] for n in range(len(labels) - 1) if (host := ".".join(labels[n:])) in held), None)


def _hamilton(folder: Path, name: str, *, status: str = "") -> Iterator[Entry]:
    for where, row in rows(find(folder, name)):
        handle = row["x"].partition(":")[0].lower()
        if reason := NOT_LISTED.get(handle):
            report("open", f"{where} {row['name']!r}: {reason}; left out")
            continue
        row["name"] = NAMES.get(handle, row["name"])
        row["kind"] = "diplomat" if handle in DIPLOMATS else row["kind"]
        yield _entry(HAMILTON, where, row, status=status)


def _entry(source: Source, where: str, row: Cells, *, status: str = "") -> Entry:
    entry = Entry([source], where, row["name"], row["kind"], row["state"], row["owner"], row["parent"], status=status)
    for platform in HANDLES:
        for text in split_cell(row.get(platform, "")):
            try:
                entry.add(parse_account(platform, text))
            except ValueError as error:
                report("unusable", f"{where}: {platform} {text}: {error}; left out")
    for host in split_cell(row["domain"]):
        entry.add(parse_domain(host))
    return entry
