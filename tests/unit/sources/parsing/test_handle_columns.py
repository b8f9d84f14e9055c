from pathlib import Path

import polars as pl
import pytest

from explorer.sources.parsing.handle_columns import IdKind, find_handle_columns
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import Whole, read_all, write

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at"


def columns(*values: str, platform: str = "x", ids_are: IdKind | None = None) -> tuple[tuple[str, str], ...]:
    return find_handle_columns(
        pl.DataFrame({"author_id": values}, schema={"author_id": pl.String}), platform=platform, ids_are=ids_are
    ).columns


def read(folder: Path, *authors: str, batch_rows: int = 50_000, ids_are: IdKind | None = None) -> Whole:
    lines = (f"{number},{number + 77},900,{author},2021-03-01T10:00:00Z" for number, author in enumerate(authors))
    path = write(folder / "retweets.csv", [HEADING, *lines])
    return read_all(path, batch_rows=batch_rows, options=ReadOptions(ids_are=ids_are))


@pytest.mark.parametrize(
    ("platform", "values"),
    [
        ("x", ["CGTNOfficial", "globaltimesnews"]),
        ("x", ["CGTNOfficial", "@globaltimesnews", "NA", ""]),
        ("x", ["alice"]),
        ("bluesky", ["bsky.app", "rt.example.com"]),
        ("telegram", ["rt_russian"]),
        ("mastodon", ["Gargron@mastodon.social"]),
        ("youtube", ["CGTN"]),
    ],
)
def test_columns_in_which_all_values_are_handles(platform: str, values: list[str]) -> None:
    assert columns(*values, platform=platform) == (("author_id", platform),)


@pytest.mark.parametrize(
    ("platform", "values"),
    [
        ("x", ["44196397", "44196398"]),
        ("x", ["44196397", "CGTNOfficial"]),
        ("x", ["44196397.0", "CGTNOfficial"]),
        # ids that an exporter has changed
        ("x", ["ID_900", "x1294030472427835393"]),
        # pseudonyms
        ("x", ["a0", "u17", "b"]),
        ("x", ["user1", "user2", "user3"]),
        # hashes are longer than handles
        ("x", ["QQAvd9Vhq5UuHYhQeYWqpGsk2yl3IYsiRcRHCbMMSk"]),
        ("x", ["@CGTNOfficial"]),
        ("x", []),
        ("bluesky", ["did:plc:z72i7hdynmk6r22z27h6tvur"]),
        ("bluesky", ["alice"]),
        ("youtube", ["UCgrNz-aDmcr2uuto8_DL2jg"]),
        # the ids of other platforms have no known form
        ("higgs", ["alice"]),
    ],
)
def test_columns_that_are_not_taken_for_handles(platform: str, values: list[str]) -> None:
    assert columns(*values, platform=platform) == ()


def test_the_analyst_decides() -> None:
    assert columns("CGTNOfficial", ids_are="ids") == ()
    assert columns("CGTNOfficial", "44196397", ids_are="handles") == (("author_id", "x"),)
    assert columns("a0", "u17", ids_are="handles") == (("author_id", "x"),)
    assert columns("alice", platform="higgs", ids_are="handles") == (("author_id", "higgs"),)
    # a file can contain ids in one column and handles in another
    assert columns("44196397", ids_are="handles") == ()


def test_handles_without_at_are_read_as_handles(tmp_path: Path) -> None:
    whole = read(tmp_path, "CGTNOfficial", "@globaltimesnews", "")
    assert whole.rows["author_id"].to_list() == ["@CGTNOfficial", "@globaltimesnews", None]
    assert whole.rows["account_id"].to_list() == ["77", "78", "79"]
    assert whole.notes == ("author_id contains handles, read as @CGTNOfficial; if they are ids, use --ids-are ids",)
    assert read(tmp_path, "CGTNOfficial", ids_are="ids").rows["author_id"].to_list() == ["CGTNOfficial"]


def test_a_mixed_column_stays_as_it_is_with_a_warning(tmp_path: Path) -> None:
    whole = read(tmp_path, "CGTNOfficial", "44196397", "globaltimesnews")
    assert whole.rows["author_id"].to_list() == ["CGTNOfficial", "44196397", "globaltimesnews"]
    assert whole.notes == (
        "author_id contains 2 values of the form of handles (CGTNOfficial) and 1 id in the first 3 rows. All are read "
        "as ids, so that handles match nothing; use --ids-are handles to read them as handles, or --ids-are ids to "
        "confirm",
    )
    whole = read(tmp_path, "CGTNOfficial", "44196397", ids_are="handles")
    assert whole.rows["author_id"].to_list() == ["@CGTNOfficial", "@44196397"]


@pytest.mark.parametrize("batch_rows", [1, 7, 999, 50_000])
def test_later_rows_follow_the_first_thousand(tmp_path: Path, batch_rows: int) -> None:
    whole = read(tmp_path, *["CGTNOfficial"] * 1_000, "globaltimesnews", "44196397", "two words", batch_rows=batch_rows)
    assert whole.rows["author_id"].tail(1).to_list() == ["@globaltimesnews"]
    fix = "the first values of author_id are; use --ids-are handles if it is one, or --ids-are ids if all are ids"
    assert whole.reasons == [
        (1_003, f"author_id 44196397 is not a handle, but {fix}"),
        (1_004, f"author_id two words is not a handle, but {fix}"),
    ]


def test_columns_are_decided_for_each_platform(tmp_path: Path) -> None:
    rows = ("1,x,alice,900,7", "2,higgs,alice,900,7", "3,,bert,900,7")
    lines = (f"{row},2021-03-01T10:00:00Z" for row in rows)
    path = write(tmp_path / "retweets.csv", ["retweet_id,platform,account_id,post_id,author_id,retweeted_at", *lines])
    assert read_all(path).rows["account_id"].to_list() == ["@alice", "alice", "@bert"]


@pytest.mark.parametrize(
    ("heading", "row", "names"),
    [
        ("object_id,account_id,content_id,timestamp_share", "900,CGTNOfficial,5,1614592800", ["account_id"]),
        ("", "CGTNOfficial globaltimesnews 1614592800 RT", ["account_id", "author_id"]),
        ("message_id,user_id,username,repost_id,timestamp", "5,CGTNOfficial,,900,1614592800", ["account_id"]),
    ],
)
def test_other_tables_with_ids(tmp_path: Path, heading: str, row: str, names: list[str]) -> None:
    rows = read_all(write(tmp_path / "data.csv", [*([heading] if heading else []), row])).tables["retweets"]
    assert rows["account_id"].to_list() == ["@CGTNOfficial"]
    assert ("author_id" in names) == (rows["author_id"].to_list() == ["@globaltimesnews"])
