import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError, UsageError
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.format_detection import detect_format, find_format
from explorer.sources.io import input_file as files
from explorer.sources.reading import resolve_platform
from tests.helpers.paths import DOCS
from tests.unit.sources.reading import read_all, write

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)

NATIVE = "retweet_id,account_id,post_id,author_id,retweeted_at"
COORTWEET = "object_id,account_id,content_id,timestamp_share"
EDGES = ["1 2 1341100972 RT", "3 4 1341100973 MT"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([NATIVE], "native"),
        ([COORTWEET], "coortweet"),
        ([COORTWEET.replace(",", ";")], "coortweet"),
        (EDGES, "edgelist"),
        (["# a comment", "broken line", *EDGES], "edgelist"),
    ],
)
def test_formats_are_detected_by_content(tmp_path: Path, lines: list[str], name: str) -> None:
    for file in ("data.csv", "retweets.csv", "data.bin.gz"):
        assert detect_format(write(tmp_path / file, lines)).name == name


def test_an_unknown_format_is_reported_with_the_first_line(tmp_path: Path) -> None:
    path = write(tmp_path / "notes.txt", ["Dear all,", "1 2 3"])
    with pytest.raises(InputError, match=r"The format of notes.txt is unknown: the first line is 'Dear all,'") as e:
        detect_format(path)
    assert e.value.hint == (
        "`explorer formats` lists the supported formats; --format NAME shows what the file lacks. "
        "--guide helps to import any other table."
    )


@pytest.mark.parametrize(
    ("name", "lines", "seen", "advice"),
    [
        (
            "coortweet",
            EDGES,
            "the first line is '1 2 1341100972 RT'",
            "looks like edgelist. Use --format edgelist",
        ),
        ("native", EDGES, "the first line is '1 2 1341100972 RT'", "looks like edgelist"),
        ("edgelist", [COORTWEET, "1,2,3,4"], f"the first line is '{COORTWEET}'", "looks like coortweet"),
        ("edgelist", ["a b"], "the first line is 'a b'", "not look like another format"),
    ],
)
def test_a_wrong_format_raises_an_error(tmp_path: Path, name: str, lines: list[str], seen: str, advice: str) -> None:
    with pytest.raises(InputError) as caught:
        find_format(write(tmp_path / "a.txt", lines), name)
    expects = INPUT_FORMATS[name].load_parser().expects
    assert caught.value.message.startswith(f"a.txt does not look like {name}. Expected: {expects}")
    assert seen in caught.value.message
    assert advice in caught.value.hint


def test_unknown_format_and_platform_names_raise_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", EDGES)
    with pytest.raises(UsageError, match="no format 'gexf'"):
        find_format(path, "gexf")
    with pytest.raises(UsageError, match="not a valid platform name"):
        resolve_platform(INPUT_FORMATS["edgelist"], "a:b")


def test_a_heading_without_a_required_column_is_reported_before_reading(tmp_path: Path) -> None:
    path = write(tmp_path / "retweets.csv", ["retweet_id,account_id", "1,2"])
    with pytest.raises(InputError, match="lacks retweeted_at and post_id or author_id"):
        find_format(path)


def test_a_truncated_file_yields_its_rows_before_the_error(tmp_path: Path) -> None:
    lines = [f"{os.urandom(8).hex()},{i},p,,{1614594030 + i}" for i in range(3000)]
    path = tmp_path / "retweets.csv.gz"
    path.write_bytes(gzip.compress("\n".join([NATIVE, *lines]).encode())[:-5000])
    whole = read_all(path, batch_rows=100)
    assert whole.failure is not None
    # the heading is line 1
    assert f"beyond line {whole.rows_read + 1:,}: its compressed data is truncated" in whole.failure.message
    assert 1000 < whole.rows_read < 3000
    assert whole.rows["account_id"].to_list() == [str(i) for i in range(whole.rows_read)]
    assert whole.bytes_read <= path.stat().st_size


RAGGED = [
    NATIVE,
    "r1,a,p,,2021-03-01T10:00:00Z",
    'r2,a,"p",,2021-03-01T10:00:01Z',
    "r3,a,,,2021-03-01T10:00:02Z",
    '"r4,a,p,,2021-03-01T10:00:03Z',
    "r5,1.32E+18,p,,2021-03-01T10:00:04Z",
    "",
    "r6,a,p,,2021-03-01T10:00:05Z,",
    "r7,a,p,@b,2021-03-01",
]


@pytest.mark.parametrize("batch_rows", [1, 2, 7])
@pytest.mark.parametrize("block", [64, 90, files.BLOCK])
def test_batch_and_block_sizes_do_not_change_the_result(
    tmp_path: Path, batch_rows: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "retweets.csv", RAGGED)
    expected = read_all(path)
    assert expected.rows["retweet_id"].to_list() == ["r1", "r2", "r7"]
    assert [line for line, _ in expected.reasons] == [4, 5, 6, 8]
    monkeypatch.setattr(files, "BLOCK", block)
    assert read_all(path, batch_rows=batch_rows).same_as(expected)


beginnings = st.sampled_from(
    [
        b"",
        NATIVE.encode() + b"\n",
        COORTWEET.encode() + b"\n",
        "\n".join(EDGES * 9).encode() + b"\n",
        b"\x1f\x8b\x08",
        b"PAR1",
    ]
)
junk = st.one_of(
    st.binary(max_size=200),
    st.lists(
        st.sampled_from([b'"', b",", b"\n", b"\r", b"\xff", b" ", b"a", b"1341100972", b"\x00", b"\xef\xbb\xbf"])
    ).map(b"".join),
)


@in_one_folder
@given(beginnings, junk, st.sampled_from(["auto", *INPUT_FORMATS]), st.booleans(), st.sampled_from([1, 50_000]))
def test_arbitrary_bytes_are_read_or_raise_an_input_error(
    tmp_path: Path, beginning: bytes, rest: bytes, name: str, packed: bool, batch_rows: int
) -> None:
    path = tmp_path / "retweets.csv"
    path.write_bytes(gzip.compress(beginning + rest)[: 400 - len(rest)] if packed else beginning + rest)
    try:
        whole = read_all(path, name=name, batch_rows=batch_rows)
    except InputError:
        return
    assert whole.rows_read == sum(rows.height for rows in whole.tables.values()) + whole.rejects.height
    assert whole.rejects["reason"].null_count() == 0
    assert whole.rejects["line"].null_count() == 0


def test_every_format_is_documented() -> None:
    page = (DOCS / "reference" / "formats.md").read_text(encoding="utf-8")
    headings = [
        names
        for line in page.splitlines()
        if line.startswith("## ") and ": " in line
        for names in line.removeprefix("## ").split(": ")[0].split(", ")
    ]
    assert sorted(headings) == sorted(INPUT_FORMATS)
