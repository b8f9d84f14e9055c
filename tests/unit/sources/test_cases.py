"""Small files that were once read wrongly: the format, the counts and the reason of each, worked out by hand."""

import pytest

from explorer.common.errors import InputError
from explorer.importing.dry_run import check_files
from explorer.importing.jobs import find_jobs
from tests.helpers.paths import CASES

READ = {
    "bsky_authorfeed.json": ("bluesky", (2, 2, 0, 0), ""),
    "bsky_repostedby.json": ("bluesky", (1, 0, 0, 1), "does not say when an account reposted"),
    "cp1252posts.csv": ("native", (9, 0, 0, 9), "not UTF-8"),
    "ct_old.csv": ("crowdtangle", (3, 3, 0, 0), ""),
    "de.csv": ("native", (2, 2, 0, 0), ""),
    "esc.csv": ("native", (2, 2, 0, 0), ""),
    "excelformula.csv": ("native", (2, 2, 0, 0), ""),
    "hydrator.csv": ("hydrator", (2, 2, 0, 0), ""),
    "mast20000.jsonl": ("mastodon", (2, 2, 0, 0), ""),
    "mcl.csv": ("meta-content-library", (2, 2, 0, 0), ""),
    "onehhmm.csv": ("native", (201, 201, 0, 0), ""),
    "preamble.csv": ("native", (1, 1, 0, 0), ""),
    "quad25.csv": ("native", (5_001, 1, 0, 5_000), "a quotation mark is not closed"),
    "renamed.jsonl": ("twitter-v2", (3, 3, 0, 0), ""),
    "result.json": ("telegram-desktop", (3, 3, 0, 0), ""),
    "sep.csv": ("native", (2, 2, 0, 0), ""),
    "smallfloat.csv": ("native", (3, 3, 0, 0), ""),
    "tiktok_research.json": ("tiktok-research", (2, 2, 0, 0), ""),
    "twarc1.csv": ("twarc1-csv", (2, 2, 0, 0), ""),
    "twe.csv": ("twitter-web-exporter", (2, 2, 0, 0), ""),
    "tweets_compliance.jsonl": ("compliance", (2, 0, 0, 2), "the id is that of a tweet"),
    "twint.csv": ("twint", (1, 1, 0, 0), ""),
}
"""Format, counts (rows, usable, duplicates, rejected) and the beginning of the most frequent reason, by file."""
REFUSED = {
    "fz-12.zip": "not a readable zip archive",
    "mydata.csv": "account_id looks like an account",
    "shares.csv": "Missing: retweeted_at",
    "us.csv": "day or the month first",
}
"""A part of the message, by file that is refused as a whole."""


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_what_it_is(name: str) -> None:
    (checked,) = check_files(find_jobs([CASES / name]))
    counts = (checked.rows, checked.usable, checked.duplicates, checked.rejected)
    reason = checked.reasons[0][0] if checked.reasons else ""
    format_name, expected, why = READ[name]
    assert (checked.format, counts) == (format_name, expected)
    assert why in reason
    assert bool(why) == bool(reason)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_safely_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=REFUSED[name]):
        find_jobs([CASES / name])


def test_an_archive_with_two_files_of_one_name_contains_both() -> None:
    checked = check_files(find_jobs([CASES / "dup.zip"]))
    assert [(file.rows, file.usable) for file in checked] == [(10, 10), (5, 5)]


def test_every_case_is_tested() -> None:
    assert {path.name for path in CASES.iterdir()} - {"README.md"} == {*READ, *REFUSED, "dup.zip"}
