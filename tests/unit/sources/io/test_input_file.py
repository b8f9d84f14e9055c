import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.sources.io import input_file as files
from explorer.sources.io.input_file import NOT_UTF8, TOO_LONG, InputFile, LineBlock
from explorer.sources.io.locations import FileLocation
from tests.unit.sources.reading import write

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image, not a table"),
        (b"PK\x03\x04rest", "is a zip archive inside another file"),
        (gzip.compress(b"PK\x03\x04rest", mtime=0), "is a zip archive inside another file"),
        (gzip.compress(gzip.compress(b"a,b", mtime=0), mtime=0), "is compressed twice"),
        (zstd.compress(gzip.compress(b"a,b", mtime=0)), "is compressed twice"),
        (zstd.compress(b"a,b\n" * 99)[:-5], "its compressed data is truncated"),
        (bz2.compress(b"a,b\n" * 99)[:20], "its compressed data is truncated"),
        (lzma.compress(b"a,b\n" * 99)[:20], "its compressed data is truncated"),
        (bz2.compress(lzma.compress(b"a,b\n")), "is compressed twice"),
        (b"\xfd7zXZ nonsense", "cannot be read: its compressed data is damaged"),
        (b"\x28\xb5\x2f\xfdnonsense", "cannot be read: its compressed data is damaged"),
        (gzip.compress(b"PAR1....", mtime=0), "is Parquet inside gzip"),
        ("a,b\n1,2\n".encode("utf-16-le"), "is a binary file"),
        (bytes(range(256)) * 10, "is a binary file"),
        (b"a,b\r1,2\r3,4\r", "end with a carriage return only"),
        (gzip.compress(b"a,b\n" * 99, mtime=0)[:10], "its compressed data is truncated"),
        (b"\x1f\x8bnonsense", "cannot be read: its compressed data is damaged"),
    ],
)
def test_files_that_are_not_tables_raise_an_error(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        InputFile.open(path)
    assert caught.value.hint


def test_paths_that_are_not_files_raise_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        InputFile.open(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not a regular file"):
        InputFile.open(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_raises_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "a,b")
    path.chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        InputFile.open(path)


def together(blocks: list[LineBlock]) -> tuple[str, dict[int, str]]:
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
def test_lines_contain_the_whole_text(tmp_path: Path, text: str, block: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    file = InputFile(FileLocation(path), path.stat().st_size, packing=None, utf16=False, parquet=False, head=b"")
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


def test_an_endless_line_uses_bounded_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "bomb.txt.gz", "first\n" + "x" * (10 * files.BLOCK) + "\nlast\n")
    blocks = list(InputFile.open(path).lines())
    text, bad = together(blocks)
    assert [len(line) for line in text.split("\n")] == [5, files.BLOCK, 4, 0]
    assert bad == {2: TOO_LONG.format(files.BLOCK)}
    assert max(len(block.text) for block in blocks) <= 2 * files.BLOCK + 2


def test_lines_that_are_not_utf8_are_reported_by_number(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "ok\nMüller\nok\n".encode("latin-1"))
    text, bad = together(list(InputFile.open(path).lines()))
    assert bad == {2: NOT_UTF8}
    assert text == "ok\nM\ufffdller\nok\n"


def test_a_truncated_file_yields_its_complete_lines_before_the_error(tmp_path: Path) -> None:
    lines = "".join(f"line {i} {os.urandom(20).hex()}\n" for i in range(1, 5001))
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(lines.encode())[:-50_000])
    read: list[str] = []
    with pytest.raises(InputError, match="cannot be read beyond line") as caught:
        read.extend(block.text for block in InputFile.open(path).lines())
    text = "".join(read)
    assert lines.startswith(text)
    assert text.endswith("\n")
    assert text.count("\n") > 1000
    assert f"beyond line {text.count(chr(10)):,}: its compressed data is truncated." in caught.value.message
    assert "gzip -t a.txt.gz" in caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd.compress, bz2.compress, lzma.compress])
def test_compression_and_encoding_do_not_change_the_text(
    tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    text = "".join(f"{n},müller 中 😀\r\n" for n in range(100_000))
    path = tmp_path / "a.csv"
    path.write_bytes(pack(text.encode(encoding)))
    file = InputFile.open(path)
    assert file.text.startswith("0,müller 中 😀\r\n1,")
    assert together(list(file.lines())) == (text, {})


def test_an_archive_member_is_read_like_an_unpacked_file(tmp_path: Path) -> None:
    text = "".join(f"{n},x\n" for n in range(200_000))
    with ZipFile(tmp_path / "a.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("in/b.csv", text)
        archive.writestr("in/c.csv.gz", gzip.compress(text.encode()))
    for member in ("in/b.csv", "in/c.csv.gz"):
        file = InputFile.open(FileLocation(tmp_path / "a.zip", member))
        blocks = list(file.lines())
        assert together(blocks) == (text, {})
        assert blocks[-1].consumed == file.size
