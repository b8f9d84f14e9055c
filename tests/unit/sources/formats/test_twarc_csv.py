"""Versions and options of twarc-csv, with hand-made expected results."""

import json
from pathlib import Path

import pytest

from tests.unit.sources.parsing.test_message_tables import V2
from tests.unit.sources.reading import table

USER = {
    "id": "7",
    "created_at": "2012-10-10T20:19:24.000Z",
    "username": "CGTN",
    "name": "CGTN",
    "description": "News",
    "public_metrics.followers_count": "5.0",
    "public_metrics.following_count": "2",
}
RETWEET = [("1366394512345678901", "20", "1366394000000000001", "10")]


def encoded(row: dict[str, str]) -> dict[str, str]:
    """Encode every cell like ``--json-encode-all``; lists and numbers are JSON already."""
    return {name: cell if cell[:1] in "[4" else json.dumps(cell) for name, cell in row.items()}


@pytest.mark.parametrize(
    "row",
    [
        V2,
        encoded(V2),
        {name.replace("author_id", "author.id"): value for name, value in V2.items()},
        {name: V2[name] for name in V2 if not name.startswith(("public", "entities", "author.", "text"))},
    ],
    ids=["default", "every cell is JSON", "author.id", "few columns"],
)
def test_retweets_of_all_options(tmp_path: Path, row: dict[str, str]) -> None:
    whole = table(tmp_path / "t.csv", row)
    assert (whole.format, whole.rejects.height) == ("twarc-csv", 0)
    assert whole.rows.select("retweet_id", "account_id", "post_id", "author_id").rows() == RETWEET


def test_a_text_in_quotation_marks_stays_as_it_is(tmp_path: Path) -> None:
    post = V2 | dict.fromkeys([name for name in V2 if "retweet" in name], "") | {"text": '"quoted"'}
    assert table(tmp_path / "t.csv", post).rows["text"].to_list() == ['"quoted"']
    assert table(tmp_path / "t.csv", encoded(post)).rows["text"].to_list() == ['"quoted"']


@pytest.mark.parametrize("row", [USER, encoded(USER | {"public_metrics.followers_count": "4"})])
def test_tables_of_users_are_accounts(tmp_path: Path, row: dict[str, str]) -> None:
    whole = table(tmp_path / "t.csv", row)
    assert whole.format == "twarc-csv"
    assert whole.rows.select("account_id", "handle", "bio").rows() == [("7", "CGTN", "News")]
