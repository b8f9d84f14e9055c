from pathlib import Path
from zipfile import ZipFile

import pytest

from explorer.common.errors import InputError
from explorer.sources.io.locations import FileLocation, find_files
from tests.unit.sources.reading import write


def test_a_folder_yields_its_data_files_in_name_order(tmp_path: Path) -> None:
    for name in (
        "b.csv",
        "a.tsv.gz",
        "C.PARQUET",
        "README.txt",
        "readme.csv",
        ".hidden.csv",
        "notes.md",
        "d.txt",
        "e.json.bz2",
        "f.ndjson.xz",
        "g.csv.zst",
    ):
        write(tmp_path / name, "x")
    (tmp_path / "sub.csv").mkdir()
    single = write(tmp_path / "notes.md", "a single file is taken whatever its name")
    names = [location.name for location in find_files([single, tmp_path])]
    assert names == ["notes.md", "C.PARQUET", "a.tsv.gz", "b.csv", "d.txt", "e.json.bz2", "f.ndjson.xz", "g.csv.zst"]


def test_paths_without_data_files_raise_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist") as caught:
        find_files([tmp_path / "missing.csv"])
    assert "Check the name" in caught.value.hint
    write(tmp_path / "README.md", "x")
    with pytest.raises(InputError, match="has no data files"):
        find_files([tmp_path])
    for odd in ("nul\x00byte", "n" * 300, "README.md/inside"):
        with pytest.raises(InputError):
            find_files([tmp_path / odd])


def test_patterns_match_files_in_folders(tmp_path: Path) -> None:
    for name in ("a/1.csv", "a/b/2.csv", "3.txt", "odd[1].csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path / name, "x")
    found = find_files([tmp_path / "**" / "[0-9].csv"])
    assert [location.name for location in found] == ["1.csv", "2.csv"]
    # the name of an existing file is not a pattern
    assert [location.name for location in find_files([tmp_path / "odd[1].csv"])] == ["odd[1].csv"]
    with pytest.raises(InputError, match="No file matches"):
        find_files([tmp_path / "*.parquet"])


def archive(path: Path, *members: str) -> Path:
    with ZipFile(path, "w") as inside:
        for member in members:
            inside.writestr(member, "x")
    return path


def test_an_archive_yields_its_data_files(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", "b/posts.csv", "a.jsonl", "README.txt", "__MACOSX/._a.csv", "x.zip", "pic.png")
    expected = [FileLocation(path, "a.jsonl"), FileLocation(path, "b/posts.csv")]
    assert find_files([path]) == expected
    assert find_files([tmp_path]) == expected
    assert [location.name for location in expected] == ["a.jsonl", "posts.csv"]
    assert expected[0].size == 1


def test_archives_without_readable_files_raise_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no data files in it"):
        find_files([archive(tmp_path / "a.zip", "x.png")])
    with pytest.raises(InputError, match="has no data files in it"):
        find_files([archive(tmp_path / "b.zip")])
    with pytest.raises(InputError, match="is an Excel workbook"):
        find_files([archive(tmp_path / "c.xlsx", "[Content_Types].xml", "xl/workbook.xml")])
    with pytest.raises(InputError, match="is a damaged zip archive"):
        find_files([write(tmp_path / "d.zip", b"PK\x03\x04rest")])
    secret = bytearray(archive(tmp_path / "e.zip", "a.csv").read_bytes())
    secret[secret.index(b"PK\x01\x02") + 8] |= 1  # the flag that says encrypted
    with pytest.raises(InputError, match="is encrypted"):
        find_files([write(tmp_path / "e.zip", bytes(secret))])
