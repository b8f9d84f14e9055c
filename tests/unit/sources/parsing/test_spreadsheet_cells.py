"""CSV that is safe for spreadsheets is read back as it was; texts of other programs are read as they are."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.cli.options.output import Format
from explorer.cli.ui.documents import as_document
from explorer.importing.jobs import find_jobs

COLUMNS = ("account_id", "handle", "name", "bio", "location", "followers")
ROWS = [
    ("x:-100123", "=1+1", "\x0b=cmd", "-5 \r\n;=x", "@x", 5),
    ("x:'900", "ab", "'=x", "-", "a\x00b\x1b", 0),
    ("x:1e5", "1e5", "007", "mar1", "''=1", 7),
    ("x:4", "1366394512345678901", "\x85=1\u2028+2", "a\tb|=c", "\ufeff-1", 9),
]


def read(path: Path) -> list[tuple[object, ...]]:
    (job,) = find_jobs([path])
    batches = list(job.batches())
    assert not [row for batch in batches for row in batch.rejects.rows()]
    return [row for batch in batches for row in batch.rows.select(COLUMNS).rows()]


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(as_document(COLUMNS, rows, Format.CSV))
    return path


def test_what_the_command_line_prints_is_read_back(tmp_path: Path) -> None:
    path = write(tmp_path / "accounts.csv", ROWS)
    account_ids = ["-100123", "'900", "1e5", "4"]
    rows = read(path)
    assert [row[1:] for row in rows] == [row[1:] for row in ROWS]
    assert [str(row[0]).removeprefix("x:") for row in rows] == account_ids
    (job,) = find_jobs([path])
    (note,) = next(iter(job.batches())).notes
    assert note == "texts are read without the apostrophe that protects them in spreadsheets, for example '=1+1 as =1+1"


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text("'\t\r\n\v;|=+-@1a \"\u2028", min_size=1), min_size=1, max_size=5))
def test_any_text_is_read_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    rows = [(f"x:a{number}", f"h{number}", text, text, text, 1) for number, text in enumerate(texts)]
    read_back = read(write(tmp_path_factory.mktemp("cells") / "accounts.csv", list(rows)))
    assert [row[3:] for row in read_back] == [row[3:] for row in rows]


@pytest.mark.parametrize("account_id", ["900", "ada"])
def test_a_quotation_by_another_program_stays(tmp_path: Path, account_id: str) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(f"account_id,bio\n{account_id},'@ada said so\nbea,@cay\n", encoding="utf-8")
    (job,) = find_jobs([path])
    (batch,) = job.batches()
    assert batch.rows["bio"].to_list() == ["'@ada said so", "@cay"]
    assert "apostrophe" not in "".join(batch.notes)
