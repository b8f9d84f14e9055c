import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.errors import InputError
from explorer.sources import files
from explorer.sources.files import NOT_UTF8, TOO_LONG, File, Lines, count_bytes, find_files
from tests.unit.sources.reading import write

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def test_a_folder_means_its_data_files_in_name_order(tmp_path: Path) -> None:
    for name in (
        "b.csv",
        "a.tsv.gz",
        "C.PARQUET",
        "README.txt",
        "readme.csv",
        ".hidden.csv",
        "notes.md",
        "d.txt",
    ):
        write(tmp_path / name, "x")
    (tmp_path / "sub.csv").mkdir()
    single = write(tmp_path / "notes.md", "a single file is taken whatever its name")
    names = [path.name for path in find_files([single, tmp_path])]
    assert names == ["notes.md", "C.PARQUET", "a.tsv.gz", "b.csv", "d.txt"]


def test_paths_that_mean_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist") as caught:
        find_files([tmp_path / "missing.csv"])
    assert "Check the name" in caught.value.hint
    write(tmp_path / "README.md", "x")
    with pytest.raises(InputError, match="has no data files"):
        find_files([tmp_path])
    for odd in ("nul\x00byte", "n" * 300, "README.md/inside"):
        with pytest.raises(InputError):
            find_files([tmp_path / odd])


def test_bytes_are_counted_as_stored(tmp_path: Path) -> None:
    paths = [write(tmp_path / "a.csv", "12345"), write(tmp_path / "b.csv.gz", "x" * 1000)]
    assert count_bytes(paths) == 5 + paths[1].stat().st_size


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image, not a table"),
        (b"PK\x03\x04rest", "is a zip archive or an Excel workbook"),
        (gzip.compress(b"PK\x03\x04rest", mtime=0), "is a zip archive or an Excel workbook"),
        (gzip.compress(gzip.compress(b"a,b", mtime=0), mtime=0), "is compressed twice"),
        (gzip.compress(b"PAR1....", mtime=0), "is Parquet inside gzip"),
        ("a,b\n1,2\n".encode("utf-16"), "is UTF-16 text"),
        ("a,b\n1,2\n".encode("utf-16-le"), "is a binary file"),
        (bytes(range(256)) * 10, "is a binary file"),
        (b"a,b\r1,2\r3,4\r", "ends its lines with a carriage return alone"),
        (gzip.compress(b"a,b\n" * 99, mtime=0)[:10], "its compressed data breaks off"),
        (b"\x1f\x8bnonsense", "cannot be read: its compressed data is damaged"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        File.open(path)
    assert caught.value.hint


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        File.open(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not a regular file"):
        File.open(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "a,b")
    path.chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        File.open(path)


def together(blocks: list[Lines]) -> tuple[str, dict[int, str]]:
    """Text and bad lines of all blocks; checks that the line numbers join."""
    number = 1
    bad: dict[int, str] = {}
    for block in blocks:
        assert block.first == number
        number += block.text.count("\n")
        bad |= block.bad
    return "".join(block.text for block in blocks), bad


@in_one_folder
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1), st.integers(1, 40))
def test_lines_give_the_text_back(tmp_path: Path, text: str, block: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    file = File(path, path.stat().st_size, compressed=False, parquet=False, head=b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "BLOCK", block)
        read, bad = together(list(file.lines()))
    expected = text.removeprefix("\ufeff").split("\n") if text.removeprefix("\ufeff") else [""]
    assert set(bad.values()) <= {TOO_LONG.format(block)}
    for number, (line, before) in enumerate(zip(read.split("\n"), expected, strict=True), start=1):
        if len(before.encode()) > block:
            assert bad[number] == TOO_LONG.format(block)
            assert line == before.encode()[:block].decode(errors="replace")
        else:
            assert number not in bad
            assert line == before


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "bomb.txt.gz", "first\n" + "x" * (10 * files.BLOCK) + "\nlast\n")
    blocks = list(File.open(path).lines())
    text, bad = together(blocks)
    assert [len(line) for line in text.split("\n")] == [5, files.BLOCK, 4, 0]
    assert bad == {2: TOO_LONG.format(files.BLOCK)}
    assert max(len(block.text) for block in blocks) <= 2 * files.BLOCK + 2


def test_lines_that_are_not_utf8_are_told_by_number(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "ok\nMüller\nok\n".encode("latin-1"))
    text, bad = together(list(File.open(path).lines()))
    assert bad == {2: NOT_UTF8}
    assert text == "ok\nM\ufffdller\nok\n"


def test_a_file_that_breaks_off_gives_its_whole_lines_first(tmp_path: Path) -> None:
    lines = "".join(f"line {i} {os.urandom(20).hex()}\n" for i in range(1, 5001))
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(lines.encode())[:-50_000])
    read: list[str] = []
    with pytest.raises(InputError, match="cannot be read beyond line") as caught:
        read.extend(block.text for block in File.open(path).lines())
    text = "".join(read)
    assert lines.startswith(text)
    assert text.endswith("\n")
    assert text.count("\n") > 1000
    assert f"beyond line {text.count(chr(10)):,}: its compressed data breaks off." in caught.value.message
    assert "gzip -t a.txt.gz" in caught.value.hint
