import random
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from explorer.common.errors import InputError
from explorer.sources.format_detection import find_format
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.locations import FileLocation, find_files
from explorer.sources.reading import read_batches
from tests.unit.sources.reading import write
from tests.unit.sources.test_fuzz import mutate

CASES = Path("tests/data/cases")


def read_all_rows(location: FileLocation) -> list[str]:
    return [
        retweet
        for batch in read_batches(location, find_format(location))
        for retweet in batch.rows["retweet_id"].to_list()
    ]


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
    expected = [FileLocation(path, "a.jsonl", 1), FileLocation(path, "b/posts.csv", 0), FileLocation(path, "x.zip", 4)]
    assert find_files([path]) == expected
    assert find_files([tmp_path]) == expected
    assert [location.name for location in expected] == ["a.jsonl", "posts.csv", "x.zip"]
    assert expected[0].size == 1


def test_archives_without_readable_files_raise_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no data files in it"):
        find_files([archive(tmp_path / "a.zip", "x.png")])
    with pytest.raises(InputError, match="has no data files in it"):
        find_files([archive(tmp_path / "b.zip")])
    with pytest.raises(InputError, match="has no data files in it"):
        find_files([archive(tmp_path / "c.zip", "data/", "data.csv/")])
    with pytest.raises(InputError, match="is not a readable zip archive"):
        find_files([write(tmp_path / "d.zip", b"PK\x03\x04rest")])
    secret = bytearray(archive(tmp_path / "e.zip", "a.csv").read_bytes())
    secret[secret.index(b"PK\x01\x02") + 8] |= 1  # the flag that says encrypted
    with pytest.raises(InputError, match="is encrypted"):
        find_files([write(tmp_path / "e.zip", bytes(secret))])


def test_files_of_one_name_in_an_archive_are_all_read() -> None:
    locations = find_files([CASES / "dup.zip"])
    assert [location.name for location in locations] == ["a.csv", "a (2).csv"]
    rows = [read_all_rows(location) for location in locations]
    assert rows == [[str(n) for n in range(10)], [str(n) for n in range(50, 55)]]


def test_a_damaged_archive_raises_one_sentence() -> None:
    with pytest.raises(
        InputError, match=r"^fz-12\.zip is not a readable zip archive: zip file version 19\.2\.$"
    ) as caught:
        find_files([CASES / "fz-12.zip"])
    assert caught.value.hint == "Download or copy it again."


def test_names_outside_the_archive_and_of_windows_are_names(tmp_path: Path) -> None:
    """Files are never unpacked to disk, so that no name can lead outside."""
    path = archive(tmp_path / "a.zip", "../../up.csv", "/etc/root.csv", "C:\\data\\posts.csv", "..", "sub/..")
    assert [location.name for location in find_files([path])] == ["up.csv", "root.csv", "posts.csv"]


def test_an_archive_in_an_archive_is_named(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", "a.csv")
    with ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.write(inner, "in/inner.zip")
        outer.writestr("b.csv", "a,b")
    first, second = find_files([tmp_path / "outer.zip"])
    assert first.name == "b.csv"
    with pytest.raises(InputError, match=r"^inner\.zip is a zip archive inside another file, not a table\.$"):
        InputFile.open(second)


def test_damaged_archives_never_cause_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(7)
    with ZipFile(tmp_path / "good.zip", "w", ZIP_DEFLATED) as good:
        for number in range(3):
            good.writestr(f"{number}.csv", "retweet_id,account_id,post_id,author_id,retweeted_at\n" * 20)
    content = (tmp_path / "good.zip").read_bytes()
    refused = 0
    for number in range(400):
        try:
            for location in find_files([write(tmp_path / f"{number}.zip", mutate(content, chance))]):
                with location.open() as stream:
                    assert location.size >= 0
                    stream.read()
        except InputError:
            refused += 1
    assert refused > 100


def test_the_directory_of_an_archive_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", *(f"{n}.csv" for n in range(200)))
    opened = 0
    original = ZipFile.__init__

    def count(self: ZipFile, *args: Any, **options: Any) -> None:
        nonlocal opened
        opened += 1
        original(self, *args, **options)

    monkeypatch.setattr(ZipFile, "__init__", count)
    for location in find_files([path]):
        with location.open() as stream:
            assert len(stream.read()) == location.size
    assert opened == 1
