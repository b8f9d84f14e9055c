"""When reading files counts as a failure, and what is said then."""

import pytest

from explorer.model.outcome import FileOutcome, find_failures

LIKE = "a like, not a post or a repost"
OTHER = frozenset({LIKE})


def said(*outcomes: FileOutcome) -> list[str]:
    return [failure.message for failure in find_failures(outcomes)]


@pytest.mark.parametrize(
    ("rows", "rejected", "other", "fails"),
    [
        (10, 0, 0, False),
        (10, 5, 0, False),
        (10, 6, 0, True),
        (10, 10, 0, True),
        # 2 of the 5 rows that are not likes
        (10, 7, 5, False),
        # 3 of them
        (10, 8, 5, True),
        # nothing but likes
        (10, 10, 10, True),
        (0, 0, 0, True),
    ],
)
def test_more_than_half_of_the_rows_or_nothing_at_all(rows: int, rejected: int, other: int, fails: bool) -> None:
    reasons = tuple((reason, number) for reason, number in ((LIKE, other), ("torn", rejected - other)) if number)
    assert bool(said(FileOutcome("a.csv", rows, rejected, reasons, OTHER))) is fails


def test_the_most_frequent_reason_and_the_next_step_are_named() -> None:
    reasons = (("a like, not a post or a repost", 90), ("the line is not UTF-8 text; save the file as UTF-8", 8))
    (failure,) = find_failures([FileOutcome("posts.csv", 100, 98, reasons, OTHER)])
    assert failure.message == (
        "8 of the 100 rows of posts.csv cannot be used, most often because: the line is not UTF-8 text; save the file "
        "as UTF-8."
    )
    assert "--encoding" in failure.hint


def test_a_file_that_stops_in_the_middle_fails_although_its_rows_are_usable() -> None:
    good, torn = FileOutcome("a.csv", 5), FileOutcome("b.csv.gz", 9, error="b.csv.gz cannot be read beyond line 10.")
    assert said(good, torn) == ["b.csv.gz cannot be read beyond line 10."]
    assert said(good) == []


def test_an_empty_file_beside_others_is_no_failure() -> None:
    assert said(FileOutcome("a.csv", 5), FileOutcome("empty-day.csv")) == []
    assert said(FileOutcome("empty-day.csv")) == ["There are no rows of data in empty-day.csv."]
    assert said(FileOutcome("a.csv"), FileOutcome("b.csv")) == ["There are no rows of data in the 2 files."]
    assert said() == []


def test_a_file_of_other_records_alone_is_a_failure() -> None:
    (text,) = said(FileOutcome("likes.jsonl", 4, 4, ((LIKE, 4),), OTHER))
    assert text == f"None of the 4 rows of likes.jsonl is of a kind that is imported, most often because: {LIKE}."
    assert said(FileOutcome("likes.jsonl", 4, 4, ((LIKE, 4),), OTHER), FileOutcome("posts.jsonl", 1)) == []


def test_a_single_row_is_described_in_the_singular() -> None:
    assert said(FileOutcome("a.csv", 1, 1, (("torn", 1),))) == ["The only row of a.csv cannot be used, because: torn."]
    assert said(FileOutcome("a.csv", 1, 1, ((LIKE, 1),), OTHER)) == [
        f"The only row of a.csv is not of a kind that is imported, because: {LIKE}."
    ]
