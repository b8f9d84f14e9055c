"""Write the queries as saved scripts for classic Neo4j Browser, with the style, into one zip archive."""

import io
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from explorer.browser.guide import FOLDER
from explorer.browser.saved_scripts import saved_script
from explorer.common.files import refuse_existing, write_atomically
from explorer.packs.catalog import Pack


def write_bundle(packs: Mapping[str, Pack], path: Path, *, force: bool = False) -> int:
    """Write the archive atomically, and return the number of queries in it.

    Args:
        packs: The packs; each becomes a folder.
        path: The archive.
        force: Replace an existing file.

    Raises:
        UsageError: The file exists already.
        InputError: The file cannot be written.
    """
    files = {f"{query.full_name}.cypher": saved_script(query) for pack in packs.values() for query in pack.queries}
    style = {"style.grass": (FOLDER / "style.grass").read_text(encoding="utf-8")}
    refuse_existing(path, force=force)
    write_atomically(path, lambda part: part.write_bytes(_archive(files | style)))
    return len(files)


def _archive(files: Mapping[str, str]) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name, text in sorted(files.items()):
            # The same queries give the same bytes: entries have no time stamps, and no compression that may differ
            # between machines.
            entry = ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return content.getvalue()
