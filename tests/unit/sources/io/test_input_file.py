import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError, UsageError
from explorer.sources.io import input_file as files
from explorer.sources.io.input_file import NOT_TEXT, NOT_UTF8, TOO_LONG, InputFile, LineBlock
from explorer.sources.io.layout import Layout
from explorer.sources.io.locations import FileLocation, find_files
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.compression import zstd_compress
from tests.unit.sources.reading import read_all, write

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def zipped(*names: str) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name in names:
            # Without a fixed date, the names of the tests would depend on the clock.
            archive.writestr(ZipInfo(name), "a,b")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image, not a table"),
        (b"PK\x03\x04rest", "is a damaged workbook or zip archive"),
        (gzip.compress(b"PK\x03\x04rest", mtime=0), "is a damaged workbook or zip archive"),
        (gzip.compress(zipped("a.csv"), mtime=0), "is a zip archive inside another file"),
        (gzip.compress(gzip.compress(b"a,b", mtime=0), mtime=0), "is compressed twice"),
        (zstd_compress(gzip.compress(b"a,b", mtime=0)), "is compressed twice"),
        (zstd_compress(b"a,b\n" * 99)[:-5], "its compressed data is truncated"),
        (bz2.compress(b"a,b\n" * 99)[:20], "its compressed data is truncated"),
        (lzma.compress(b"a,b\n" * 99)[:20], "its compressed data is truncated"),
        (bz2.compress(lzma.compress(b"a,b\n")), "is compressed twice"),
        (b"\xfd7zXZ nonsense", "cannot be read: its compressed data is damaged"),
        (b"\x28\xb5\x2f\xfdnonsense", "cannot be read: its compressed data is damaged"),
        (gzip.compress(b"PAR1....", mtime=0), "is Parquet inside gzip"),
        (bytes(range(256)) * 10, "is a binary file"),
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
    file = InputFile(FileLocation(path), path.stat().st_size)
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


@pytest.mark.parametrize(
    ("encoding", "given", "text"),
    [
        ("cp1252", "windows-1252", "id,text\n1,café “déjà vu”\n"),
        ("cp1251", "cp1251", "id,text\n1,новости\n"),
        ("shift-jis", "shift_jis", "id,text\n1,ニュース\n"),
        ("gb18030", "gb18030", "id,text\n1,环球时报\n"),
        ("utf-16-be", None, "id,text\n1,环球时报\n"),
        ("utf-32", None, "id,text\n1,环球时报\n"),
        ("utf-8-sig", "windows-1252", "id,text\n1,环球时报\n"),
        ("utf-8", "UTF8", "id,text\n1,环球时报\n"),
    ],
)
def test_the_encoding_is_given_or_shown_by_the_file(
    tmp_path: Path, encoding: str, given: str | None, text: str
) -> None:
    path = write(tmp_path / "a.csv", text.encode(encoding))
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "a.csv")
    for location in (FileLocation(path), *find_files([tmp_path / "a.zip"])):
        file = InputFile.open(location, Layout(encoding=given))
        assert file.text == text
        assert together(list(file.lines())) == (text, {})


@pytest.mark.parametrize(
    ("content", "given", "name"),
    [
        (b"a,b\n1,\x81\n2,x\n", "windows-1252", "cp1252"),
        ("a,b\n1,".encode("utf-16") + b"\x00\xd8" + "\n2,x\n".encode("utf-16-le"), None, "utf-16"),
        (b"a,b\n1,\x83\n2,x\n", "shift-jis", "shift_jis"),
    ],
)
def test_text_that_is_not_in_the_encoding_is_rejected(
    tmp_path: Path, content: bytes, given: str | None, name: str
) -> None:
    text, bad = together(list(InputFile.open(write(tmp_path / "a.csv", content), Layout(encoding=given)).lines()))
    assert bad == {2: NOT_TEXT.format(name)}
    assert text.endswith("\n2,x\n")


@pytest.mark.parametrize("name", ["nonsense", "hex", "rot13", "punycode", "idna", "unicode_escape", "undefined", "a\0"])
def test_unknown_encodings_raise_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="There is no encoding") as caught:
        InputFile.open(write(tmp_path / "a.csv", "a,b\n"), Layout(encoding=name))
    assert "--encoding" in caught.value.hint


def test_old_line_ends_end_lines(tmp_path: Path) -> None:
    file = InputFile.open(write(tmp_path / "a.csv", "a,b\r1,2\r\r3,4"))
    assert file.text == "a,b\n1,2\n\n3,4"
    assert together(list(file.lines())) == (file.text, {})


def test_a_file_in_another_encoding_is_rejected_with_the_option_that_reads_it() -> None:
    path = Path("tests/data/cases/cp1252posts.csv")
    whole = read_all(path)
    assert (whole.rows_read, whole.rejects.height, set(whole.rejects["reason"])) == (9, 9, {NOT_UTF8})
    assert "--encoding windows-1252" in NOT_UTF8
    whole = read_all(path, options=ReadOptions(layout=Layout(encoding="windows-1252")))
    assert whole.rows["text"].to_list() == [f"café “déjà vu” {n}" for n in range(9)]


def test_parts_of_a_long_line_are_joined_once(tmp_path: Path) -> None:
    """Joining them with every block would copy a line of n blocks n times."""
    line = "x" * (20 * files.BLOCK)
    path = write(tmp_path / "a.jsonl", line + "\ny\n")
    (first,) = InputFile.open(path).lines(longest=len(line))
    assert len(first.data) == len(line) + 3
    assert not first.bad


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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd_compress, bz2.compress, lzma.compress])
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
    for location in find_files([tmp_path / "a.zip"]):
        file = InputFile.open(location)
        blocks = list(file.lines())
        assert together(blocks) == (text, {})
        assert blocks[-1].consumed == file.size
