"""The check of the English finds the phrases of the vocabulary, names their line, and accepts plain text."""

import tomllib
from pathlib import Path

import pytest
from proselint.checks import __register__ as proselint_checks

from scripts.prose import check as prose
from scripts.prose.passages import Passage

OLD_SENTENCES = (
    "The function is told of the bytes read.",
    "The roll-ups are counted anew.",
    "Clusters are held against each other.",
    "Whether it is a boost hangs on the lift.",
    "Accounts that retweet in step.",
    "A false-discovery rate of 2 asks nothing.",
    "accounts of which the day is known",
    "Whom do these boost?",
    "what finding 1 rests on",
    "What the data cannot carry",
    "Left out for want of room",
    "Nothing is known of: rapid, suspended",
)


@pytest.mark.parametrize("sentence", OLD_SENTENCES)
def test_worn_out_idioms_are_found(sentence: str) -> None:
    assert prose.check_passages([Passage(1, sentence)], prose.load_checks())


@pytest.mark.parametrize(
    "sentence",
    [
        "explorer finds groups of accounts that retweet the same posts within seconds of each other.",
        "The false-discovery rate must be between 0 and 1.",
        "Set --window (for example 60s), or turn significance off with --significance off.",
        'Contains "simulated" data: nothing here is real, even where real outlets are named.',
    ],
)
def test_plain_english_passes(sentence: str) -> None:
    assert prose.check_passages([Passage(1, sentence)], prose.load_checks()) == []


def test_a_phrase_over_two_lines_is_found_on_its_first_line() -> None:
    passages = [Passage(3, "One line.\nThe roll-ups rest"), Passage(9, "It rests\non the data.")]
    assert [problem.line for problem in prose.check_passages(passages, prose.load_checks())] == [9]


def test_general_rules_of_proselint_apply() -> None:
    (problem,) = prose.check_passages([Passage(1, "It shows the the rows.")], prose.load_checks())
    assert "(lexical_illusions)" in problem.message


def test_a_string_without_utf_8_is_read() -> None:
    (problem,) = prose.check_passages([Passage(1, "\udcff It shows the the rows.")], prose.load_checks())
    assert "(lexical_illusions)" in problem.message


def test_rules_that_are_off_exist() -> None:
    off = tomllib.loads(prose.VOCABULARY.read_text())["off"]
    for name in off:
        assert any(check.matches_partial(name) for check in proselint_checks), name


def test_a_file_with_a_problem_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.md").write_text("Plain text.\n\nIt is counted anew.\n")
    assert prose.main([str(tmp_path / "page.md")]) == 1
    assert "page.md:3: 'anew'" in capsys.readouterr().out
    (tmp_path / "page.md").write_text("Plain text.\n")
    assert prose.main([str(tmp_path / "page.md")]) == 0
