"""Query packs: finds the packs that are shipped in ``cypher/packs`` and those in a user's own folders."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.common.package_files import package_folder
from explorer.packs.query import FORM_HINT, Query
from explorer.packs.query_file import read_query

SHIPPED_FOLDER: Final = package_folder("cypher") / "packs"
"""Folder of the packs that are shipped."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of queries, with a README in Markdown on how to read their results and how they can mislead."""

    name: str
    title: str
    readme: str
    queries: tuple[Query, ...]


def find_packs(folder: Path | None = None) -> dict[str, Pack]:
    """Return the packs in a folder by name; default: the packs that are shipped.

    Every subfolder with ``.cypher`` files is a pack, and so is the folder itself if it contains such files.

    Raises:
        InputError: The folder contains no packs or two packs of the same name, or a file is not a query.
    """
    folder = folder or SHIPPED_FOLDER
    try:
        packs = [_read_pack(pack_folder) for pack_folder in find_pack_folders(folder)]
    except OSError as error:
        raise InputError(f"Cannot read the packs in {folder}: {error.strerror}.") from error
    if not packs:
        raise InputError(f"There are no packs in {folder}.", hint=f"A pack is a folder of .cypher files. {FORM_HINT}")
    by_name = {pack.name: pack for pack in packs}
    if len(by_name) < len(packs):
        raise InputError(
            f"Two packs in {folder} have the same name.",
            hint="The name of a pack is the name of its folder. Rename one of the folders.",
        )
    return by_name


def find_pack_folders(folder: Path) -> list[Path]:
    """Return the folders of the packs in a folder, sorted; see `find_packs`."""
    return sorted({file.parent for file in (*folder.glob("*.cypher"), *folder.glob("*/*.cypher"))})


def find_query(name: str, packs: Mapping[str, Pack] | None = None) -> Query:
    """Return the query called ``pack/query``, or ``query`` if only one pack has a query of that name.

    Args:
        name: Name of the query.
        packs: Packs to search; default: the packs that are shipped.

    Raises:
        UsageError: There is no such query, or more than one.
    """
    queries = [query for pack in (packs or find_packs()).values() for query in pack.queries]
    matches = [query for query in queries if name in {query.full_name, query.name}]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(
            f"More than one pack has a query {name!r}.",
            hint=f"Name the pack: {', '.join(query.full_name for query in matches)}",
        )
    names = {query.full_name: query.full_name for query in queries} | {query.name: query.full_name for query in queries}
    near = list(dict.fromkeys(names[close] for close in difflib.get_close_matches(name, names, n=4)))
    hint = f"Similar queries: {', '.join(near)}" if near else f"Queries: {', '.join(sorted(set(names.values())))}"
    raise UsageError(f"There is no query {name!r}.", hint=hint)


def _read_pack(folder: Path) -> Pack:
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8", errors="replace") if readme.is_file() else ""
    name = folder.resolve().name
    title = next((line.lstrip("# ") for line in text.splitlines() if line.strip()), name)
    queries = tuple(read_query(name, path) for path in sorted(folder.glob("*.cypher")))
    return Pack(name, title, text, queries)
