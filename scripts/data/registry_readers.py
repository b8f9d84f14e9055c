"""Read the published lists that the registry is built from."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from explorer.registry.accounts import RegistryAccount, parse_account
from explorer.registry.domains import parse_domain
from scripts.data.registry_entry import Entry, report
from scripts.data.registry_sources import (
    AGENCY_NAME,
    CANIS,
    CORRECTIONS,
    COUNTRIES,
    MATRIX,
    NOT_OF_THE_STATE,
    NOT_THE_MISSION,
    NOT_THE_OUTLET,
    OFFICE,
    OFFICIALS,
    OWNER_KINDS,
    RENAMED,
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
SURNAME = re.compile(r"[A-ZÜ]{2,} ")
"""How the descriptions of diplomats begin."""
MEDIUM = re.compile(r"(Print media|Print|Television|Online|News agency|Radio): ")


def find(folder: Path, name: str) -> Path:
    """Return the file of this name in a folder or its subfolders."""
    return next(folder.rglob(name))


def rows(path: Path) -> Iterator[tuple[str, Cells]]:
    """Yield file:line and the row's cells, with white space normalised."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield f"{path.name}:{reader.line_num}", {k: " ".join(v.split()) for k, v in row.items()}


def read_address(platform: str, address: str) -> tuple[str, str]:
    """Return the handle and the ID in a web address or a cell of a handle column; either may be empty."""
    parts = urlsplit(address.replace("\\", "/"))
    steps = [unquote(step) for step in parts.path.split("/") if step]
    if parts.netloc:
        # Steps such as /about and /featured follow the name; /channel, /c, /user and /p precede it.
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


def account(where: str, platform: str, *addresses: str) -> RegistryAccount | None:
    """Combine the addresses that a source gives for an account; if they differ, the first one is used."""
    parsed = [read_address(platform, CORRECTIONS.get(a, a)) for a in addresses if a]
    handles, ids = ([value for value in values if value] for values in zip(*parsed, strict=True))
    for values in (handles, ids):
        if len({value.lower() for value in values}) > 1:
            report("differ", f"{where}: {platform} {' or '.join(values)}; first kept")
    try:
        return parse_account(platform, ":".join([*handles[:1], *([""] if not handles else []), *ids[:1]]))
    except ValueError as error:
        report("unusable", f"{where}: {platform} {addresses[0]}: {error}; left out")
        return None


def owner_kind(owner: str) -> str:
    """Return the kind of an owner's outlets: listed for owners in CANIS, otherwise derived from the owner's name."""
    return OWNER_KINDS.get(owner) or ("agency" if AGENCY_NAME.search(owner) else "media")


def read_canis(folder: Path) -> list[Entry]:
    entries = []
    for where, row in rows(find(folder, "canis-state-media-2023-11-03.csv")):
        owner, parent = (row[f"{k} (English)"] for k in ("Entity owner", "Parent entity"))
        name, kind = row["Name (English)"], owner_kind(owner)
        is_person = (kind == "diplomat" and not OFFICE.search(name)) or name in OFFICIALS
        entry = Entry([CANIS], where, name, kind, "CN", status="historical" if is_person else "")
        entry.owner, entry.parent = (value if value != "unknown" else "" for value in (owner, parent))
        for platform, (handle, address) in CANIS_COLUMNS.items():
            if row[handle] and (known_account := account(where, platform, row[handle], row[address])):
                if reason := NOT_THE_MISSION.get((name, f"{platform}:{str(known_account).lower()}")):
                    report("unusable", f"{where}: {platform} {known_account}: {reason}; left out")
                else:
                    entry.add(known_account)
        entries.append(entry)
    return entries


def read_twiplomacy(folder: Path) -> list[Entry]:
    entries = []
    for where, row in rows(find(folder, "twiplomacy-handles.csv")):
        if row["handle"] == "handle":
            report("unusable", f"{where}: the table's heading again; left out")
            continue
        kind = TWIPLOMACY_KINDS[row["table"].partition(":")[0]]
        # The study selects influencers by the accounts they mention, so their employers are unknown.
        state = "" if kind == "influencer" else "CN"
        is_person = kind == "diplomat" and SURNAME.match(row["description"])
        status = "historical" if is_person else ""
        entry = Entry([TWIPLOMACY], where, row["description"], kind, state, status=status)
        if known_account := account(where, "x", row["handle"]):
            entry.add(known_account)
        entries.append(entry)
    return entries


def read_matrix(folder: Path) -> list[Entry]:
    entries: dict[tuple[str, str, str], Entry] = {}
    for where, row in rows(find(folder, "state-media-matrix.csv")):
        if not row["Country"]:
            report("unusable", f"{where}: an empty row; left out")
            continue
        if reason := NOT_OF_THE_STATE.get(row["Main assets"]):
            report("unusable", f"{where} {row['Main assets']}: {reason}; left out")
            continue
        company, asset = row["Media company"].rstrip("*"), row["Main assets"]
        kind = owner_kind(f"{company} / {asset}")
        name = MEDIUM.sub("", RENAMED.get(asset, asset))
        name += ")" * (name.count("(") - name.count(")"))
        entry = Entry([MATRIX], where, name, kind, COUNTRIES[row["Country"]], company, typology=row["Typology"])
        for platform, column in MATRIX_COLUMNS.items():
            if row[column] and (known_account := account(where, platform, row[column])):
                if reason := NOT_THE_OUTLET.get(f"{platform}:{str(known_account).lower()}"):
                    report("unusable", f"{where}: {platform} {known_account}: {reason}; left out")
                else:
                    entry.add(known_account)
        url = row["URL"]
        if host := urlsplit(url if "//" in url else f"//{url}").hostname:
            entry.add(parse_domain(CORRECTIONS.get(host, host)))
        known = entries.setdefault((entry.state, company, name), entry)
        if known is not entry:
            known.absorb(entry)
    return list(entries.values())
