"""The questions about a table, and what the answers make of it; a list of answers takes the part of an analyst."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.cli.ui.mapping_dialog import Columns, confirm_mapping, show_first_rows
from explorer.common.errors import InputError
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import Layout

FIVE = """tweet_id,user,rt_of_id,rt_of_user,created
1,ada,900,CGTNOfficial,2021-03-01T10:00:00Z
2,bea,900,CGTNOfficial,2021-03-01T10:00:21Z
"""
MAPPED = (
    ("tweet_id", "retweet_id"),
    ("user", "account_id"),
    ("rt_of_id", "post_id"),
    ("rt_of_user", "author_id"),
    ("created", "retweeted_at"),
)


class Answers:
    """Answers questions in order, and keeps the questions; Enter after the last answer."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self.asked: list[tuple[str, str]] = []

    def __call__(self, question: str, default: str) -> str:
        self.asked.append((question.strip(), default))
        return next(self._answers, "") or default


def opened(tmp_path: Path, content: str = FIVE, layout: Layout = Layout()) -> InputFile:
    path = tmp_path / "export.csv"
    path.write_text(content)
    return InputFile.open(path, layout)


def answered(file: InputFile, *answers: str, table: str | None = None) -> tuple[str, dict[str, str]]:
    name, columns = confirm_mapping(file, table, Answers(*answers))
    return name, dict(columns)


def test_enter_accepts_each_proposal(tmp_path: Path) -> None:
    ask = Answers()
    assert confirm_mapping(opened(tmp_path), None, ask) == ("retweets", MAPPED)
    assert ask.asked == [
        ("Which table do the rows belong to?", "retweets"),
        ("Read tweet_id as", "retweet_id"),
        ("Read user as", "account_id"),
        ("Read rt_of_id as", "post_id"),
        ("Read rt_of_user as", "author_id"),
        ("Read created as", "retweeted_at"),
        ("Change a column, as COLUMN=NEW NAME; Enter if all is right", ""),
    ]


def test_what_is_given_is_not_asked_for(tmp_path: Path) -> None:
    ask = Answers()
    given: Columns = (("user", "account_id"), ("created", "retweeted_at"))
    assert confirm_mapping(opened(tmp_path, layout=Layout(columns=given)), "retweets", ask) == ("retweets", MAPPED)
    assert [question for question, _ in ask.asked] == [
        "Read tweet_id as",
        "Read rt_of_id as",
        "Read rt_of_user as",
        "Change a column, as COLUMN=NEW NAME; Enter if all is right",
    ]


def test_answers_change_columns_and_the_proposals_for_later_ones(tmp_path: Path) -> None:
    # the author is not used, and the post is the author
    assert answered(opened(tmp_path), "", "", "", "author_id", "-", "") == (
        "retweets",
        dict(MAPPED) | {"rt_of_id": "author_id", "rt_of_user": ""},
    )


def test_answers_that_cannot_be_are_asked_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = opened(tmp_path)
    # no such table; a list; a column of no table; a column that another column is
    answers = ("tweets", "", "?", "retweet", "Retweet_ID", "retweet_id")
    assert answered(file, *answers) == ("retweets", dict(MAPPED))
    printed = capsys.readouterr().err
    assert "likes: " in printed
    assert "    retweeted_at: " in printed
    assert "tweet_id is read as retweet_id already." in printed


def test_changes_at_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = opened(tmp_path, FIVE.replace("created", "colour"), Layout())
    # the values are times, whatever the name
    assert answered(file)[1]["colour"] == "retweeted_at"
    ask = Answers(*[""] * 6, "hue=text", "user=post_id", "rt_of_user = -", "rt_of_user=author_id", "")
    assert dict(confirm_mapping(file, None, ask)[1])["rt_of_user"] == "author_id"
    printed = capsys.readouterr().err
    assert "There is no column 'hue'. Columns: tweet_id, user" in printed
    assert "rt_of_id is read as post_id already." in printed
    assert "Not used: rt_of_user." in printed


def test_a_mapping_that_lacks_an_essential_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="because nothing is retweeted_at") as caught:
        answered(opened(tmp_path), "", "", "", "", "", "-")
    assert "Columns of the table retweets: " in caught.value.hint


def test_other_columns_are_listed_but_not_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{line},{extra}" for line, extra in zip(FIVE.splitlines(), ("colour", "red", "blue"), strict=True)]
    ask = Answers()
    assert confirm_mapping(opened(tmp_path, "\n".join(lines)), None, ask) == ("retweets", MAPPED)
    assert not any("colour" in question for question, _ in ask.asked)
    assert "Not used: colour." in capsys.readouterr().err


@pytest.mark.parametrize("columns", [3, 30])
def test_rows_are_shown_within_the_width_and_without_control_characters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    heading = ",".join(["a\x1b[31mb", *(f"column{number}" for number in range(1, columns))])
    rows = "\n".join(
        ",".join([f"row{row}", *["x" * 100, "\u202eטקסט"][: columns - 1], *"z" * (columns - 3)]) for row in range(9)
    )
    show_first_rows(opened(tmp_path, f"{heading}\n{rows}\n"))
    printed = capsys.readouterr().err
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert f"has {columns} columns" in printed
    assert max(map(len, printed.splitlines())) <= 80
    assert "row4" in printed
    assert "row5" not in printed
