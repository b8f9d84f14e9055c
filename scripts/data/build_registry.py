"""Build explorer/registry/registry.csv from the published lists.

    .venv/bin/python -m scripts.data.build_registry SOURCE_DIR > conflicts.txt

SOURCE_DIR contains canis-state-media-2023-11-03.csv, twiplomacy-handles.csv and state-media-matrix.csv.
docs/reference/registry.md describes their origin and how they are merged. The script prints one line for each conflict
or gap in the sources, with its resolution. The same files always give the same registry.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from explorer.registry.accounts import HANDLES, id_column
from explorer.registry.reader import check_registry
from explorer.registry.schema import COLUMNS, SHIPPED
from scripts.data.registry_entry import REPORTS, Entry, report
from scripts.data.registry_readers import owner_kind, read_canis, read_matrix, read_twiplomacy
from scripts.data.registry_sources import SAME_OUTLET


def owners(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries that claim each account, by account key."""
    claims: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in sorted({key for account in entry.accounts for key in account.keys}):
            claims[key].append(entry)
    return claims


def same_outlet(entry: Entry, names: dict[str, Entry]) -> Entry | None:
    """Return the known outlet that equals an entry according to `SAME_OUTLET`; equal names are not sufficient."""
    name = SAME_OUTLET.get(f"{entry.owner}: {entry.name}", SAME_OUTLET.get(entry.name))
    return names[name] if name else None


def settle_shared(known: list[Entry], entries: list[Entry]) -> list[Entry]:
    """Assign accounts that a source lists for several outlets to their common owner, or drop them if there is none."""
    names = {entry.name: entry for entry in known}
    owned = owners(known)
    new: dict[tuple[str, str], Entry] = {}
    for key, claimants in sorted(owners(entries).items()):
        shared = [a for entry in claimants for a in entry.accounts if key in a.keys]
        # An account with handle and ID has two keys, and is settled with the first one.
        if len(claimants) == 1 or not shared:
            continue
        first = claimants[0]
        for entry in claimants:
            entry.accounts = [a for a in entry.accounts if key not in a.keys]
        if key in owned:
            outcome = f"belongs to {owned[key][0].name!r}"
        elif len({(entry.state, entry.owner) for entry in claimants}) > 1 or not first.owner:
            outcome = "different owners, left out"
        elif any(same_outlet(entry, names) for entry in claimants):
            outcome = "an earlier source lists these outlets without it, left out"
        else:
            place = (first.state, first.owner.casefold())
            holder = next((e for e in entries if (e.state, e.name.casefold()) == place), None) or new.setdefault(
                place,
                Entry(
                    [*first.sources],
                    first.where,
                    first.owner,
                    owner_kind(first.owner),
                    first.state,
                    typology=first.typology,
                ),
            )
            holder.accounts.append(shared[0])
            outcome = f"given to {holder.name!r}"
        claims = ", ".join(f"{entry.where} {entry.name!r}" for entry in claimants)
        report("shared", f"{key}: {outcome}: claimed by {claims}")
    return [*entries, *new.values()]


def merge(known: list[Entry], more: list[Entry]) -> list[Entry]:
    """Merge outlets of a later source into known outlets by account or by `SAME_OUTLET`, or add them as new ones."""
    merged = list(known)
    claims = {key: entry for key, (entry, *_) in owners(known).items()}
    names = {entry.name: entry for entry in known}
    for entry in more:
        by_hand = same_outlet(entry, names)
        holders = list({id(e): e for a in entry.accounts for key in sorted(a.keys) if (e := claims.get(key))}.values())
        target = by_hand or (holders[0] if len(holders) == 1 else None)
        if others := [e.name for e in holders if e is not target]:
            resolution = f"merged with {target.name!r} by hand" if target else "not merged"
            report(
                "ambiguous",
                f"{entry.where} {entry.name!r} has accounts of {', '.join(others)}; {resolution}, they keep them",
            )
        entry.accounts = [a for a in entry.accounts if all(claims.get(key) in {None, target} for key in a.keys)]
        if target is None:
            merged.append(entry)
        else:
            report("merged", f"{entry.where} {entry.name!r} = {target.where} {target.name!r}")
            target.absorb(entry)
    return merged


def slug(text: str) -> str:
    """Return the text as a slug of lower-case ASCII letters, digits and hyphens, which may be empty."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", "")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def name_outlets(entries: list[Entry]) -> dict[str, Entry]:
    """Return the entries by stable ID: state and name, and also the owner or first account if that is not unique."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[f"{entry.state.lower() or 'influencer'}-{slug(entry.name)}"[:80].rstrip("-")].append(entry)
    named: dict[str, Entry] = {}
    for base, group in groups.items():
        for entry in group:
            first = slug(str(entry.accounts[0])) if entry.accounts else ""
            outlet = base
            if len(group) > 1:
                same_owner = len({e.owner for e in group}) < len(group)
                outlet = f"{base}-{first if same_owner and first else slug(entry.owner)}"
                report("named", f"{outlet}: {entry.where} {entry.name!r} shares its name with another outlet")
            if outlet in named:
                raise SystemExit(f"two outlets would be called {outlet}: {named[outlet].where} and {entry.where}")
            named[outlet] = entry
    return named


def write(named: dict[str, Entry], path: Path) -> None:
    """Write the registry, sorted by outlet ID."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for outlet, entry in sorted(named.items()):
            cells = {n: getattr(entry, n) for n in ("name", "kind", "state", "owner", "parent", "typology")}
            for platform in HANDLES:
                accounts = sorted((a for a in entry.accounts if a.platform == platform), key=str)
                for column, values in (
                    (platform, [account.handle for account in accounts]),
                    (id_column(platform), [account.identifier for account in accounts]),
                ):
                    cells[column] = ";".join(values) if any(values) else ""
            sources, dates = zip(*entry.sources, strict=True)
            writer.writerow(cells | {"outlet": outlet, "source": ";".join(sources), "source_date": ";".join(dates)})


def main() -> None:
    """Build the registry, check it, and print the conflicts and gaps of the sources."""
    folder = Path(sys.argv[1])
    entries: list[Entry] = []
    for read in (read_canis, read_twiplomacy, read_matrix):
        entries = merge(entries, settle_shared(entries, read(folder)))
    named = name_outlets(entries)
    write(named, SHIPPED)
    for topic, texts in REPORTS.items():
        print(f"# {topic}: {len(texts)}", *texts, "", sep="\n")
    problems = check_registry(SHIPPED)
    print(*problems, sep="\n")
    print(f"{len(named)} outlets, {len(problems)} broken rules", file=sys.stderr)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
