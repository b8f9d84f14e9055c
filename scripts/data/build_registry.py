"""Build explorer/registry/registry.csv from the published lists.

    .venv/bin/python -m scripts.data.build_registry SOURCE_DIR > open-questions.txt

SOURCE_DIR contains the lists, in any subfolders. docs/reference/registry.md describes their origin and how they are
merged. The script prints one line for each conflict or gap in the sources, with its resolution. The same files always
give the same registry.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from explorer.registry.reader import check_registry
from explorer.registry.schema import SHIPPED
from scripts.data.registry_entry import REPORTS, Entry, Holding, report
from scripts.data.registry_file import name_outlets, write
from scripts.data.registry_lists import (
    read_domains,
    read_embassies,
    read_institutions,
    read_newsmap,
    read_officials,
    read_portal_kombat,
)
from scripts.data.registry_missions import is_embassy, mission_key
from scripts.data.registry_readers import owner_kind, read_canis, read_matrix, read_twiplomacy
from scripts.data.registry_sources import CANIS, MINISTRY, OFFICE, SAME_OUTLET, TWIPLOMACY


def owners(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries that claim each account or domain, by its key."""
    claims: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in sorted({key for holding in entry.holdings for key in holding.keys}):
            claims[key].append(entry)
    return claims


def same_outlet(entry: Entry, names: dict[str, Entry]) -> Entry | None:
    """Return the known outlet that equals an entry according to `SAME_OUTLET`; equal names are not sufficient."""
    name = SAME_OUTLET.get(f"{entry.owner}: {entry.name}", SAME_OUTLET.get(entry.name))
    return names[name] if name else None


def settle_shared(known: list[Entry], entries: list[Entry]) -> list[Entry]:
    """Assign what a source lists for several outlets to their embassy or owner, or drop it if there is no such one."""
    names = {entry.name: entry for entry in known}
    owned = owners(known)
    new: dict[tuple[str, str], Entry] = {}
    for key, claimants in sorted(owners(entries).items()):
        shared = [holding for entry in claimants for holding in entry.holdings if key in holding.keys]
        # An account with handle and ID has two keys, and is settled with the first one.
        if len(claimants) == 1 or not shared:
            continue
        first = claimants[0]
        for entry in claimants:
            entry.holdings = [holding for holding in entry.holdings if key not in holding.keys]
        equal = [target for entry in claimants if (target := same_outlet(entry, names))]
        if key in owned:
            outcome = f"belongs to {owned[key][0].name!r}"
        elif isinstance(shared[0].item, str) and len({id(target) for target in equal}) == 1:
            holder = next(entry for entry in claimants if same_outlet(entry, names))
            holder.holdings.append(shared[0])
            outcome = f"given to {holder.name!r}"
        elif len({(entry.state, entry.owner) for entry in claimants}) > 1 or not first.owner:
            outcome = "different owners, left out"
        elif embassies := [entry for entry in claimants if is_embassy(entry)]:
            if len({mission_key(entry) for entry in embassies}) > 1:
                outcome = "several embassies, left out"
            else:
                embassies[0].holdings.append(shared[0])
                outcome = f"given to {embassies[0].name!r}"
        elif equal:
            outcome = "an earlier source lists these outlets without it, left out"
        else:
            holder = owner_of(first, entries, new)
            holder.holdings.append(shared[0])
            outcome = f"given to {holder.name!r}"
        claims = ", ".join(f"{entry.where} {entry.name!r}" for entry in claimants)
        report("shared", f"{key}: {outcome}: claimed by {claims}")
    return [*entries, *new.values()]


def owner_of(entry: Entry, entries: list[Entry], new: dict[tuple[str, str], Entry]) -> Entry:
    """Return the outlet with the name of an entry's owner, which is created in ``new`` if there is none."""
    place = (entry.state, entry.owner.casefold())
    return next((e for e in entries if (e.state, e.name.casefold()) == place), None) or new.setdefault(
        place,
        Entry(
            [*entry.sources],
            entry.where,
            entry.owner,
            owner_kind(entry.owner),
            entry.state,
            typology=entry.typology,
        ),
    )


def merge(known: list[Entry], more: list[Entry], *, by_name: bool = False) -> list[Entry]:
    """Merge outlets of a later source into known outlets, or add them as new ones.

    Args:
        known: The outlets of earlier sources.
        more: The outlets of the later source.
        by_name: Whether an equal mission, or an equal name within a state, identifies an outlet, besides a common
            account or domain and `SAME_OUTLET`.
    """
    merged = list(known)
    claims = {key: entry for key, (entry, *_) in owners(known).items()}
    names = {entry.name: entry for entry in known}
    for entry in more:
        holders = list({id(e): e for h in entry.holdings for key in sorted(h.keys) if (e := claims.get(key))}.values())
        by_hand = same_outlet(entry, names)
        target = by_hand or (holders[0] if len(holders) == 1 else None)
        if by_name and (target is None or is_another(target, entry)):
            target = namesake(entry, [one for one in holders if not is_another(one, entry)] or merged) or (
                None if mission_key(entry) else target
            )
        if others := [e.name for e in holders if e is not target]:
            resolution = f"merged with {target.name!r}" if target else "not merged"
            report(
                "ambiguous",
                f"{entry.where} {entry.name!r} has accounts of {', '.join(others)}; {resolution}, they keep them",
            )
        entry.holdings = [h for h in entry.holdings if claims_all(claims, h, target)]
        if target is not None:
            report("merged", f"{entry.where} {entry.name!r} = {target.where} {target.name!r}")
            target.absorb(entry)
        elif entry.holdings or not others:
            merged.append(entry)
        claims |= {key: target or entry for holding in entry.holdings for key in holding.keys}
    return merged


def claims_all(claims: dict[str, Entry], holding: Holding, target: Entry | None) -> bool:
    """Return whether no outlet but ``target`` holds an account or domain."""
    return all(claims.get(key) in {None, target} for key in holding.keys)


def is_another(holder: Entry, entry: Entry) -> bool:
    """Return whether an outlet with an account of a later entry is an ambassador, the ministry or another mission."""
    mission = mission_key(entry)
    is_elsewhere = mission is not None and (holder.name == MINISTRY or mission_key(holder) not in {None, mission})
    return is_person(holder) or is_elsewhere


def is_person(entry: Entry) -> bool:
    """Return whether an outlet is a diplomat rather than a mission, according to the lists that name both."""
    return entry.kind == "diplomat" and entry.sources[0] in (CANIS, TWIPLOMACY) and not OFFICE.search(entry.name)


def namesake(entry: Entry, known: Iterable[Entry]) -> Entry | None:
    """Return the only known outlet that is the same mission, or has the same name in the same state."""
    key = mission_key(entry)
    if key:
        same = [other for other in known if mission_key(other) == key]
    else:
        name = (entry.state, entry.name.casefold())
        same = [other for other in known if (other.state, other.name.casefold()) == name]
    return same[0] if len(same) == 1 else None


def main() -> None:
    """Build the registry, check it, and print the conflicts and gaps of the sources."""
    folder = Path(sys.argv[1])
    entries: list[Entry] = []
    for read in (read_canis, read_twiplomacy, read_matrix):
        entries = merge(entries, settle_shared(entries, read(folder)))
    named = name_outlets(entries)
    for read in (read_institutions, read_embassies, read_officials, read_newsmap):
        entries = merge(entries, settle_shared(entries, read(folder)), by_name=True)
    entries = merge(entries, read_domains(folder, entries), by_name=True)
    entries += read_portal_kombat(folder)
    named = name_outlets(entries, named)
    write(named, SHIPPED)
    for topic, texts in REPORTS.items():
        print(f"# {topic}: {len(texts)}", *texts, "", sep="\n")
    problems = check_registry(SHIPPED)
    print(*problems, sep="\n")
    print(f"{len(named)} outlets, {len(problems)} broken rules", file=sys.stderr)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
