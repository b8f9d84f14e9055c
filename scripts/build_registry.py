"""Make explorer/registry/registry.csv from the published lists it stands on.

    .venv/bin/python -m scripts.build_registry SOURCE_DIR > conflicts.txt

SOURCE_DIR holds canis-state-media-2023-11-03.csv, twiplomacy-handles.csv and state-media-matrix.csv;
docs/reference/registry.md says where they come from and how they are merged. Whatever the sources leave open is
printed, one line each, with what was done about it. The same files always give the same registry.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from explorer.registry.accounts import HANDLES, Account, parse_account
from explorer.registry.reader import check_registry
from explorer.registry.schema import COLUMNS, SHIPPED
from scripts.registry_sources import (
    AGENCY_NAME,
    CANIS,
    CORRECTIONS,
    COUNTRIES,
    MATRIX,
    NOT_THE_OUTLET,
    OWNER_KINDS,
    SAME_OUTLET,
    TWIPLOMACY,
    TWIPLOMACY_KINDS,
)

Cells = dict[str, str]

CANIS_COLUMNS = {
    "x": ("X (Twitter) handle", "X (Twitter) URL"),
    "facebook": ("Facebook page", "Facebook URL"),
    "instagram": ("Instragram page", "Instagram URL"),
    "threads": ("Threads account", "Threads URL"),
    "youtube": ("YouTube account", "YouTube URL"),
    "tiktok": ("TikTok account", "TikTok URL"),
}
MATRIX_COLUMNS = {
    "x": "Twitter Link",
    "facebook": "Facebook Link",
    "instagram": "Instagram Link",
    "youtube": "Youtube Link",
    "tiktok": "Tiktok Link",
    "telegram": "Telegram Link",
    "vk": "VK Link",
}
SHARED_PAGE = re.compile(r"(?P<name>.*)-(?P<id>[0-9]{12,20})")
MEDIUM = re.compile(r"(Print media|Print|Television|Online|News agency|Radio): ")


@dataclass(eq=False, slots=True)
class Entry:
    """An outlet as one source, or several taken together, describe it."""

    sources: list[tuple[str, str]]
    where: str
    name: str
    kind: str
    state: str
    owner: str = ""
    parent: str = ""
    typology: str = ""
    accounts: list[Account] = field(default_factory=list)

    def platforms(self) -> set[str]:
        return {account.platform for account in self.accounts}

    def absorb(self, other: "Entry") -> None:
        """Take over what the other entry knows more; where the two differ, report it and stay as before."""
        for name in ("kind", "state", "typology"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine and theirs and mine != theirs:
                report(
                    "differ",
                    f"{self.where} {self.name!r}: {name} {mine!r}; {other.where}: {theirs!r}; first kept",
                )
        for name in ("owner", "parent", "typology"):
            setattr(self, name, getattr(self, name) or getattr(other, name))
        mine_before = self.platforms()
        for account in other.accounts:
            if any(account.keys & known.keys for known in self.accounts):
                continue
            if account.platform in mine_before:
                report("differ", f"{self.where} {self.name!r} has another {account.platform} account than "
                                 f"{account} of {other.where} {other.name!r}; first kept")  # fmt: skip
            else:
                self.accounts.append(account)
        self.sources += [source for source in other.sources if source not in self.sources]


REPORTS: dict[str, list[str]] = defaultdict(list)


def report(topic: str, text: str) -> None:
    """Remember something that the sources leave open."""
    REPORTS[topic].append(text)


def rows(path: Path) -> Iterator[tuple[str, Cells]]:
    """Yield file:line and the row's cells, blanks tidied."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield f"{path.name}:{reader.line_num}", {k: " ".join(v.split()) for k, v in row.items()}


def read_address(platform: str, address: str) -> tuple[str, str]:
    """Return handle and id that a web address, or a handle column's cell, holds; either may be empty."""
    parts = urlsplit(address.replace("\\", "/"))
    steps = [unquote(step) for step in parts.path.split("/") if step]
    if parts.netloc:
        # /about, /featured and the like come after the name; /channel, /c, /user and /p before it
        steps = [step for step in steps if step not in {"channel", "c", "user", "p", "company"}]
    name = steps[0].removeprefix("@") if steps else ""
    if platform == "facebook":
        if name == "profile.php":
            return "", parse_qs(parts.query).get("id", [""])[0].partition("&")[0]
        if page := SHARED_PAGE.fullmatch(name):
            return "", page["id"]
        return ("", name) if name.isdigit() else (name, "")
    if platform == "youtube" and re.fullmatch(r"UC[\w-]{22}", name):
        return "", name
    if platform == "tiktok" and name.startswith("MS4wLjAB"):
        return "", name
    return name, ""


def account(where: str, platform: str, *addresses: str) -> Account | None:
    """Make one account of all that a source says of it; the first saying counts where they differ."""
    said = [read_address(platform, CORRECTIONS.get(a, a)) for a in addresses if a]
    handles, ids = ([value for value in values if value] for values in zip(*said, strict=True))
    for values in (handles, ids):
        if len({value.lower() for value in values}) > 1:
            report("differ", f"{where}: {platform} {' or '.join(values)}; first kept")
    try:
        return parse_account(platform, ":".join([*handles[:1], *([""] if not handles else []), *ids[:1]]))
    except ValueError as error:
        report("unusable", f"{where}: {platform} {addresses[0]}: {error}; left out")
        return None


def owner_kind(owner: str) -> str:
    """Return what an owner's outlets are; CANIS' owners are listed, others tell by their name."""
    return OWNER_KINDS.get(owner) or ("agency" if AGENCY_NAME.search(owner) else "media")


def read_canis(folder: Path) -> list[Entry]:
    entries = []
    for where, row in rows(folder / "canis-state-media-2023-11-03.csv"):
        owner, parent = (row[f"{k} (English)"] for k in ("Entity owner", "Parent entity"))
        entry = Entry([CANIS], where, row["Name (English)"], owner_kind(owner), "CN")
        entry.owner, entry.parent = (value if value != "unknown" else "" for value in (owner, parent))
        for platform, (handle, address) in CANIS_COLUMNS.items():
            if row[handle] and (found := account(where, platform, row[handle], row[address])):
                entry.accounts.append(found)
        entries.append(entry)
    return entries


def read_twiplomacy(folder: Path) -> list[Entry]:
    entries = []
    for where, row in rows(folder / "twiplomacy-handles.csv"):
        if row["handle"] == "handle":
            report("unusable", f"{where}: the table's heading again; left out")
            continue
        kind = TWIPLOMACY_KINDS[row["table"].partition(":")[0]]
        # the study names influencers for whom they mention, not for whom they work for
        entry = Entry([TWIPLOMACY], where, row["description"], kind, "" if kind == "influencer" else "CN")
        if found := account(where, "x", row["handle"]):
            entry.accounts.append(found)
        entries.append(entry)
    return entries


def read_matrix(folder: Path) -> list[Entry]:
    entries: dict[tuple[str, str, str], Entry] = {}
    for where, row in rows(folder / "state-media-matrix.csv"):
        if not row["Country"]:
            report("unusable", f"{where}: an empty row; left out")
            continue
        company, asset = row["Media company"].rstrip("*"), row["Main assets"]
        kind = owner_kind(f"{company} / {asset}")
        name = MEDIUM.sub("", asset)
        name += ")" * (name.count("(") - name.count(")"))
        entry = Entry([MATRIX], where, name, kind, COUNTRIES[row["Country"]], company, typology=row["Typology"])
        for platform, column in MATRIX_COLUMNS.items():
            if row[column] and (found := account(where, platform, row[column])):
                if reason := NOT_THE_OUTLET.get(f"{platform}:{str(found).lower()}"):
                    report("unusable", f"{where}: {platform} {found}: {reason}; left out")
                else:
                    entry.accounts.append(found)
        known = entries.setdefault((entry.state, company, name), entry)
        if known is not entry:
            known.absorb(entry)
    return list(entries.values())


def owners(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return who claims each account."""
    claims: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in sorted({key for account in entry.accounts for key in account.keys}):
            claims[key].append(entry)
    return claims


def same_outlet(entry: Entry, names: dict[str, Entry]) -> Entry | None:
    """Return the known outlet that an entry is by the hand-made table; equal names alone prove nothing."""
    name = SAME_OUTLET.get(f"{entry.owner}: {entry.name}", SAME_OUTLET.get(entry.name))
    return names[name] if name else None


def settle_shared(known: list[Entry], entries: list[Entry]) -> list[Entry]:
    """Give accounts that one source names for several outlets to their one owner, or else to nobody."""
    names = {entry.name: entry for entry in known}
    held = owners(known)
    new: dict[tuple[str, str], Entry] = {}
    for key, claimants in sorted(owners(entries).items()):
        shared = [a for entry in claimants for a in entry.accounts if key in a.keys]
        # an account with handle and id has two keys; the first one settles it
        if len(claimants) == 1 or not shared:
            continue
        first = claimants[0]
        for entry in claimants:
            entry.accounts = [a for a in entry.accounts if key not in a.keys]
        if key in held:
            outcome = f"belongs to {held[key][0].name!r}"
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
    """Add a later source's outlets: to those they are by account or by hand-made table, or as new ones."""
    merged = list(known)
    claims = {key: entry for key, (entry, *_) in owners(known).items()}
    names = {entry.name: entry for entry in known}
    for entry in more:
        by_hand = same_outlet(entry, names)
        holders = list({id(e): e for a in entry.accounts for key in sorted(a.keys) if (e := claims.get(key))}.values())
        target = by_hand or (holders[0] if len(holders) == 1 else None)
        if others := [e.name for e in holders if e is not target]:
            done = f"merged with {target.name!r} by hand" if target else "not merged"
            report(
                "ambiguous",
                f"{entry.where} {entry.name!r} has accounts of {', '.join(others)}; {done}, they keep them",
            )
        entry.accounts = [a for a in entry.accounts if all(claims.get(key) in {None, target} for key in a.keys)]
        if target is None:
            merged.append(entry)
        else:
            report("merged", f"{entry.where} {entry.name!r} = {target.where} {target.name!r}")
            target.absorb(entry)
    return merged


def slug(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and hyphens, as far as it has any."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", "")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def name_outlets(entries: list[Entry]) -> dict[str, Entry]:
    """Return the entries by stable id: state and name; if not unique, with the owner or first account."""
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
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for outlet, entry in sorted(named.items()):
            cells = {n: getattr(entry, n) for n in ("name", "kind", "state", "owner", "parent", "typology")}
            cells |= {p: ";".join(sorted(str(a) for a in entry.accounts if a.platform == p)) for p in HANDLES}
            sources, dates = zip(*entry.sources, strict=True)
            writer.writerow(cells | {"outlet": outlet, "source": ";".join(sources), "source_date": ";".join(dates)})


def main() -> None:
    """Build the registry, check it, and print what the sources leave open."""
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
