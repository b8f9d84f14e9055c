from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from explorer.sources.column_matching import Proposal, map_option, propose
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import Layout
from tests.helpers.paths import DATA
from tests.unit.sources.reading import write

FIVE = "tweet_id,user,rt_of_id,rt_of_user,created"
ROW = "1366394512345678901,ada,900,CGTNOfficial,2021-03-01T10:00:00Z"
MAPPED = "tweet_id=retweet_id,user=account_id,rt_of_id=post_id,rt_of_user=author_id,created=retweeted_at"


def proposal(path: Path, lines: Sequence[str], layout: Layout = Layout(), table: str | None = None) -> Proposal:
    return propose(InputFile.open(write(path, lines), layout), table)


def test_five_columns_of_an_export_are_all_matched_with_reasons(tmp_path: Path) -> None:
    found = proposal(tmp_path / "export.csv", [FIVE, ROW])
    assert (found.table, found.missing, found.unused, found.complete) == ("retweets", (), (), True)
    assert map_option(found.columns) == MAPPED
    assert [match.reason for match in found.matches] == [
        "a usual name for the id of the row's own post or retweet; its values look like ids of 15 or more digits",
        "a usual name for the account that acts; its values look like single words",
        "a usual name for the id of the original post; its values look like numbers",
        "a usual name for the author of the original post; its values look like single words",
        "a usual name for the time of the action; its values look like times",
    ]


def test_the_own_names_of_a_table_may_be_written_in_words(tmp_path: Path) -> None:
    row = "1366394512345678901,ada,900,CGTNOfficial,2021-03-01T10:00:00Z"
    found = proposal(tmp_path / "export.csv", ["Retweet ID,Account-ID,Post Id,Author.ID,Retweeted At", row])
    assert (found.table, found.complete) == ("retweets", True)
    assert [match.target for match in found.matches] == [
        *("retweet_id", "account_id", "post_id", "author_id", "retweeted_at"),
    ]
    # the column with the very name comes first
    found = proposal(
        tmp_path / "export.csv", ["Retweet ID,retweet_id,account_id,post_id,retweeted_at", f"7,{row}"[:-1]]
    )
    assert ("retweet_id", "retweet_id") in [(match.column, match.target) for match in found.matches]


def test_parquet_is_matched_like_text(tmp_path: Path) -> None:
    path = tmp_path / "export.parquet"
    pl.DataFrame([ROW.split(",")], schema=FIVE.upper().split(","), orient="row").with_columns(
        tags=pl.Series([["a"]])
    ).write_parquet(path)
    assert map_option(propose(InputFile.open(path)).columns) == MAPPED


@pytest.mark.parametrize(
    ("name", "table", "columns"),
    [
        ("shares.csv", "retweets", "post_id=retweet_id,timestamp=retweeted_at,shared_post_id=post_id"),
        ("mydata.csv", "posts", "account_id=author_id"),
    ],
)
def test_cases_from_the_field(name: str, table: str, columns: str) -> None:
    found = propose(InputFile.open(DATA / "cases" / name))
    assert (found.table, found.missing, map_option(found.columns)) == (table, (), columns)


@pytest.mark.parametrize(
    ("name", "heading", "row", "table", "missing", "columns"),
    [
        ("retweets.csv", "id,account_id,post_id,author_id,timestamp", "1,2,3,4,2021-03-01", "retweets", (),
         "id=retweet_id,timestamp=retweeted_at"),
        ("a.csv", "status_id,from_user_id,retweeted_status_id,retweeted_user_id,datetime", "1,2,3,4,2021-03-01",
         "retweets", (),
         "status_id=retweet_id,from_user_id=account_id,retweeted_status_id=post_id,retweeted_user_id=author_id,"
         "datetime=retweeted_at"),
        # the author is the account that retweets if no other column is an account
        ("a.csv", "tweet_id,author_id,retweeted_id,created_at", "1,2,3,2021-03-01", "retweets", (),
         "tweet_id=retweet_id,author_id=account_id,retweeted_id=post_id,created_at=retweeted_at"),
        # ids are preferred to handles, and what remains is ignored by name
        ("a.csv", "id,user_id,username,full_text,created_at,conversation_id", "1,2,ada,a b,2021-03-01,1", "posts", (),
         "id=post_id,user_id=author_id,full_text=text,username=,conversation_id="),
        ("a.csv", "user_id,screen_name,followers_count,user_created_at", "1,ada,5,2010-01-01", "accounts", (),
         "user_id=account_id,screen_name=handle,followers_count=followers,user_created_at=created_at"),
        ("likes.csv", "user,tweet_id,time", "1,2,2021-03-01", "likes", (),
         "user=account_id,tweet_id=post_id,time=liked_at"),
        # nothing but the values says what the columns are
        ("a.csv", "a,b,c", "1366394512345678901,@ada,2021-03-01", "posts", (), "a=post_id,b=author_id,c=created_at"),
        # a time of day is no time, and a text no id
        ("a.csv", "tweet,user,time", "hello there,ada,10:00", "posts", ("post_id", "created_at"),
         "tweet=text,user=author_id"),
        # a file named after a table is never another one
        ("retweets.csv", "tweet_id,user,text,created", "1,2,a b,2021-03-01", "retweets", ("post_id or author_id",),
         "tweet_id=retweet_id,user=account_id,created=retweeted_at"),
        # except that its columns are all there as another table has them
        ("posts.csv", "retweet_id,account_id,post_id,retweeted_at", "1,2,3,2021-03-01", "retweets", (), ""),
    ],
)  # fmt: skip
def test_tables_are_proposed(
    tmp_path: Path, name: str, heading: str, row: str, table: str, missing: tuple[str, ...], columns: str
) -> None:
    found = proposal(tmp_path / name, [heading, row])
    assert (found.table, found.missing, map_option(found.columns)) == (table, missing, columns)


def test_columns_that_the_analyst_mapped_keep_their_targets(tmp_path: Path) -> None:
    layout = Layout(columns=(("rt_of_user", ""), ("user", "author_id")))
    found = proposal(tmp_path / "export.csv", [FIVE, ROW], layout, "retweets")
    assert [(match.column, match.target) for match in found.matches] == [
        ("tweet_id", "retweet_id"),
        ("user", "author_id"),
        ("rt_of_id", "post_id"),
        ("created", "retweeted_at"),
    ]
    assert (found.missing, found.unused) == (("account_id",), ())


def test_names_with_commas_are_quoted() -> None:
    assert map_option([("a,b", "post_id"), ('c"d', "")]) == '"a,b=post_id","c""d="'


def test_many_columns_are_examined_in_part(tmp_path: Path) -> None:
    names = ["tweet_id", *(f"c{number}" for number in range(5000)), "user"]
    found = proposal(tmp_path / "wide.csv", [",".join(names), ",".join("1" for _ in names)])
    assert [match.column for match in found.matches] == ["tweet_id"]
