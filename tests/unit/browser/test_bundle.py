"""The archive of saved scripts."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from explorer.browser.bundle import write_bundle
from explorer.browser.guide import FOLDER
from explorer.browser.saved_scripts import saved_script
from explorer.common.errors import InputError, UsageError
from explorer.packs.catalog import find_packs


def test_the_bundle_contains_every_query_in_the_folder_of_its_pack_and_the_style(tmp_path: Path) -> None:
    path = tmp_path / "queries.zip"
    packs = find_packs()
    queries = {query.full_name: query for pack in packs.values() for query in pack.queries}
    assert write_bundle(packs, path) == len(queries)
    with ZipFile(path) as archive:
        names = archive.namelist()
        assert names == sorted([*(f"{name}.cypher" for name in queries), "style.grass"])
        for name, query in queries.items():
            text = archive.read(f"{name}.cypher").decode()
            assert text == saved_script(query)
            # Browser takes the script's name from its first line.
            assert text.split("\n")[0] == f"// {query.title}"
        assert archive.read("style.grass") == (FOLDER / "style.grass").read_bytes()


def test_the_same_packs_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bundle(find_packs(), tmp_path / "a.zip")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_bundle(dict(reversed(find_packs().items())), tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_an_existing_file_is_replaced_on_request_only(tmp_path: Path) -> None:
    path = tmp_path / "queries.zip"
    path.write_text("mine")
    with pytest.raises(UsageError, match="already exists"):
        write_bundle(find_packs(), path)
    assert path.read_text() == "mine"
    write_bundle(find_packs(), path, force=True)
    assert path.read_bytes().startswith(b"PK")
    assert list(tmp_path.iterdir()) == [path]


def test_the_error_names_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_bundle(find_packs(), tmp_path / "no" / "queries.zip")
