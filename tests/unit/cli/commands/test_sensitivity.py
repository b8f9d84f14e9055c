"""The grid as it is printed and drawn."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from explorer.cli.app import app
from explorer.common.errors import ExplorerError

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"


@pytest.fixture
def retweets(tmp_path: Path) -> Path:
    """Three accounts, five posts; 5 s between them on three posts, 40 s on two."""
    path = tmp_path / "retweets.csv"
    rows = [
        f"{post}{who},{name},p{post},n,2021-03-01T1{post}:{who * (5 if post < 3 else 40) // 60:02}:"
        f"{who * (5 if post < 3 else 40) % 60:02}Z\n"
        for post in range(5)
        for who, name in enumerate("abc")
    ]
    path.write_text(HEADING + "".join(rows), encoding="utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["sensitivity", *map(str, words)])


def test_every_form_says_the_same(retweets: Path) -> None:
    words = (retweets, "--windows", "10s,60s", "--weights", "3,4")
    rows = json.loads(run(*words, "--format", "json").stdout)
    # at 4, only a and b as well as b and c: 40 s apart on two posts; a and c are 80 s apart there
    assert [(r["window"], r["minWeight"], r["edges"], r["accounts"], r["clusters"]) for r in rows] == [
        ("10s", 3, 3, 3, 1), ("10s", 4, 0, 0, 0), ("60s", 3, 3, 3, 1), ("60s", 4, 2, 3, 1),
    ]  # fmt: skip
    assert [(r["edgesKept"], r["accountsKept"]) for r in rows] == [
        (0.5, 0.5), (0.0, 0.0), (pytest.approx((1 + 2 / 3) / 2), 1.0), (pytest.approx(1 / 3), 0.5),
    ]  # fmt: skip
    lines = run(*words, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout))
    assert [row["edges"] for row in table] == ["3", "0", "3", "2"]


def test_the_table_comes_with_two_grids_and_a_page(retweets: Path, tmp_path: Path) -> None:
    page = tmp_path / "grid.html"
    shown = run(retweets, "--windows", "10s,60s", "--weights", "3,4", "--plot", page)
    assert shown.exit_code == 0, shown.output
    assert shown.stderr.count("0.83") == 1
    assert "Share of accounts with an edge" in shown.stderr
    html = page.read_text(encoding="utf-8")
    assert "0.83" in html
    assert "background-color" in html
    # nothing is fetched when it is opened
    assert "http" not in html


def test_a_page_that_cannot_be_finished_leaves_the_earlier_one(
    retweets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "grid.html"
    page.write_text("earlier", encoding="utf-8")
    write = Path.write_text

    def full(path: Path, text: str, **options: str) -> int:
        write(path, text[:10], **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    refused = run(retweets, "--windows", "10s,60s", "--weights", "3,4", "--plot", page)
    assert isinstance(refused.exception, ExplorerError)
    assert page.read_text(encoding="utf-8") == "earlier"
    assert {file.name for file in tmp_path.iterdir()} == {"retweets.csv", "grid.html"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--windows", "soon"), "'soon' is not a duration"),
        (("--weights", "2,x"), "not a list of numbers"),
        (("--weights", "0"), "1 or more, not 0"),
        (("--windows", ","), "--windows or --weights is empty"),
        (("--windows", "60s", "--weights", "2"), "more than one window or weight"),
        (("--windows", "100ms,60s"), "whole seconds"),
        (("--plot", "grid.png"), "does not end in .html"),
        (("--plot", "nowhere/grid.html"), "cannot be written"),
    ],
)
def test_what_cannot_be_answered_is_refused(retweets: Path, words: tuple[str, ...], said: str) -> None:
    refused = run(retweets, *words)
    assert isinstance(refused.exception, ExplorerError)
    assert said in refused.exception.message
    assert refused.exception.hint
