import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.model.tables import POSTS, RETWEETS, Table
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import csv_sample, read_all, write

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)

RETWEETS_HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at"
AT = datetime(2021, 3, 1, 10, 20, 30, tzinfo=UTC)

SAMPLES = {
    "native": csv_sample(
        {"retweet_id": "r", "account_id": "1", "post_id": "p", "author_id": "@a", "retweeted_at": "2021-03-01 10:00"}
    )
}


def test_retweet_columns_are_matched_by_name(tmp_path: Path) -> None:
    path = write(
        tmp_path / "retweets.csv",
        [
            "Author_ID;retweeted_at;client; post_id ;account_id;retweet_id;platform",
            "@XHNews;2021-03-01T10:20:30Z;web;0012;9;r1;",
            ";1614594030;app;0012;@Fan;r2;Facebook",
            "7;1614594030000;app;NA;9;r3;x",
        ],
    )
    whole = read_all(path, platform="x")
    assert whole.format == "native"
    assert whole.rows.rows() == [
        ("x", "r1", "9", "0012", "@XHNews", AT),
        ("facebook", "r2", "@Fan", "0012", None, AT),
        ("x", "r3", "9", None, "7", AT),
    ]
    assert whole.notes == ("read as the table retweets; unused columns: 'client'",)
    assert whole.bytes_read == path.stat().st_size


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",a,p,,2021-03-01", "retweet_id is missing"),
        ("r,NA,p,,2021-03-01", "account_id is missing"),
        ("r,a,p,,", "retweeted_at is missing"),
        ("r,a,p,,soon", "unreadable time 'soon'"),
        ("r,a,p,,1970-01-01", "time '1970-01-01' is before 1990"),
        ("r,a,NULL,,2021-03-01", "post_id and author_id are both missing; a retweet needs at least one"),
        (
            "1.32E+18,a,p,,2021-03-01",
            "retweet_id 1.32E+18 was rounded by a spreadsheet; export ids as text",
        ),
        (
            'r,"1,32E+18",p,,2021-03-01',
            "account_id 1,32E+18 was rounded by a spreadsheet; export ids as text",
        ),
        ("r,1e+18,p,,2021-03-01", "account_id 1e+18 was rounded by a spreadsheet; export ids as text"),
        (
            "r,a,1366394500000000000.0,,2021-03-01",
            "post_id 1366394500000000000.0 was stored as a decimal number, which loses digits; export ids as text",
        ),
        ("r,a,p\x00q,,2021-03-01", "post_id contains control characters"),
        ('r,a,"p\nq",,2021-03-01', "post_id contains control characters"),
        ("r,@,p,,2021-03-01", "account_id is an @ without a handle"),
        (f"r,a,{'p' * 1001},,2021-03-01", "post_id has 1001 bytes; the maximum is 1,000"),
        ("r,a,p,,2021-03-01,more", "the row has 6 columns, the heading has 5"),
        ("r,a", "the row has 2 columns, the heading has 5"),
    ],
)
def test_invalid_rows_are_rejected_with_a_reason(tmp_path: Path, row: str, reason: str) -> None:
    good = "good,a,p,,2021-03-01"
    whole = read_all(write(tmp_path / "retweets.csv", [RETWEETS_HEADING, good, row, good]))
    assert whole.reasons == [(3, reason)]
    assert whole.rejects["raw"].to_list() == [row]
    assert whole.rejects["source"].to_list() == ["retweets.csv"]
    assert whole.rows["retweet_id"].to_list() == ["good", "good"]


def test_unusual_but_valid_ids_are_kept(tmp_path: Path) -> None:
    ids = ["1e10", "2E5", "00012", "1.5", "-3", "3e12ab", "NAN1", "@NA", "é", "12e+5x", " 9 "]
    lines = [f"r{i},{account},p,,2021-03-01" for i, account in enumerate(ids)]
    whole = read_all(write(tmp_path / "retweets.csv", [RETWEETS_HEADING, *lines]))
    assert whole.rows["account_id"].to_list() == [account.strip() for account in ids]


def test_long_rejected_rows_are_shortened(tmp_path: Path) -> None:
    whole = read_all(write(tmp_path / "retweets.csv", [RETWEETS_HEADING, "r,a,p,,soon" + "!" * 5000]))
    assert whole.rejects["raw"].str.len_chars().to_list() == [2001]


def test_account_values_are_validated(tmp_path: Path) -> None:
    path = write(
        tmp_path / "accounts.tsv",
        [
            "account_id\thandle\tname\tfollowers\tstatus\tstatus_at\tcreated_at",
            "1\t@Ann\tNA\t10.0\tSuspended\t2021-03-01\t",
            '2\tNone\t"Be ""B"""\tNaN\t\t\t2010-01-01',
            "3\tc\tC\tmany\t\t\t",
            "4\td\tD\t-5\t\t\t",
            "5\te\tE\t99999999999999999999\t\t\t",
            "6\tf\tF\t1\tbanned\t\t",
        ],
    )
    whole = read_all(path)
    assert whole.rows.select("account_id", "handle", "name", "followers", "status").rows() == [
        ("1", "Ann", "NA", 10, "suspended"),
        ("2", "None", 'Be "B"', None, None),
    ]
    assert whole.reasons == [
        (4, "followers 'many' is not a whole number"),
        (5, "followers '-5' is not a whole number"),
        (6, "followers '99999999999999999999' is not a whole number"),
        (7, "unknown status 'banned'; use active, suspended, deleted"),
    ]
    # the time of an observation does not affect the time precision of the data
    assert whole.resolution.seconds == 1


def test_the_other_tables(tmp_path: Path) -> None:
    posts = read_all(write(tmp_path / "posts.csv", ["post_id,text,promoted", "1,NA,TRUE", "2, ,0", "3,,maybe"]))
    assert posts.rows.select("post_id", "text", "promoted").rows() == [("1", "NA", True), ("2", " ", False)]
    assert posts.reasons == [(4, "promoted 'maybe' is neither true nor false")]
    tags = read_all(write(tmp_path / "hashtags-1.csv", ["post_id,tag", "1,#StopÄrger", "1,#"]))
    assert tags.rows.select("tag").rows() == [("stopärger",)]
    assert tags.reasons == [(3, "tag is missing")]
    links = read_all(write(tmp_path / "links.csv.gz", ["platform,post_id,url", "a:b,1,http://x", f"x,1,{'u' * 7001}"]))
    assert [reason for _, reason in links.reasons] == [
        "'a:b' is not a valid platform name; use letters, digits, - and _",
        "url has 7001 bytes; the maximum is 7,000",
    ]
    outlets = read_all(
        write(tmp_path / "outlets.csv", ["outlet_id,name,kind,state,source", "na-nbc,NBC,media,NA,a list 2024"])
    )
    # NA is Namibia here
    assert outlets.rows["state"].to_list() == ["NA"]


def test_days_and_tenures_of_an_outlets_accounts_are_validated(tmp_path: Path) -> None:
    whole = read_all(
        write(
            tmp_path / "outlet_accounts.csv",
            [
                "account_id,outlet_id,source,tenure,valid_from,valid_until",
                "1,aa,S,Former,2015-06-01,2022-03-18",
                "2,aa,S,,,N/A",
                "3,aa,S,closed,,",
                "4,aa,S,,2022-02-30,",
            ],
        )
    )
    rows = whole.rows.select("account_id", "tenure", "valid_from", "valid_until").rows()
    assert rows == [("1", "former", date(2015, 6, 1), date(2022, 3, 18)), ("2", None, None, None)]
    assert whole.rejects["reason"].to_list() == [
        "unknown tenure 'closed'; use current, former, historical",
        "valid_from '2022-02-30' is not a day such as 2022-03-31",
    ]


@pytest.mark.parametrize(
    ("name", "heading", "table"),
    [
        ("retweets-2021-03.csv", RETWEETS_HEADING, "retweets"),
        ("outlet_accounts.csv", "account_id,outlet_id,source", "outlet_accounts"),
        ("export.csv", RETWEETS_HEADING, "retweets"),
        ("export.csv", "post_id,tag", "hashtags"),
        ("export.csv", "post_id,url,platform", "links"),
        ("export.csv", "account_id,handle", "accounts"),
        ("export.csv", "post_id,text,author_id", "posts"),
        # the file name says posts, but the columns are those of another table
        ("accounts_links.csv", "post_id,url", "links"),
        ("retweetsold.csv", "post_id,text", "posts"),
    ],
)
def test_the_table_is_identified_by_name_or_columns(tmp_path: Path, name: str, heading: str, table: str) -> None:
    whole = read_all(write(tmp_path / name, [heading]))
    assert list(whole.tables) == [table]
    assert whole.rows_read == 0


@pytest.mark.parametrize(
    ("name", "heading", "message"),
    [
        ("retweets.csv", "retweet_id,account_id,retweeted_at", "retweets.csv lacks post_id or author_id"),
        (
            "retweets.csv",
            "retweet_id,account,post_id",
            "lacks account_id and retweeted_at, which the table retweets needs",
        ),
        ("retweets.csv", "retweet_id,account,post_id", "its columns are retweet_id, account, post_id"),
        ("posts.csv", "post_id,text,post_id", "posts.csv has 2 columns named post_id"),
    ],
)
def test_invalid_headings_raise_an_error(tmp_path: Path, name: str, heading: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_all(write(tmp_path / name, [heading, "1,2,3"]), name="native")
    assert caught.value.hint


def test_parquet_types_are_read_like_text(tmp_path: Path) -> None:
    path = tmp_path / "retweets.parquet"
    pl.DataFrame(
        {
            "retweet_id": [1366394512345678901, 2, 3],
            "account_id": pl.Series(["a", "b", "a"], dtype=pl.Categorical),
            "Post_ID": [7, None, 8],
            "author_id": [None, "@x", None],
            "retweeted_at": pl.Series([AT, AT, None]).dt.convert_time_zone("Asia/Shanghai"),
            "extra": [[1], [2], [3]],
        }
    ).write_parquet(path)
    whole = read_all(path)
    assert whole.rows.rows() == [
        ("x", "1366394512345678901", "a", "7", None, AT),
        ("x", "2", "b", None, "@x", AT),
    ]
    assert whole.reasons == [(3, "retweeted_at is missing")]
    assert '"post_id":"8"' in whole.rejects["raw"][0]
    assert whole.notes == ("read as the table retweets; unused columns: 'extra'",)
    assert whole.bytes_read == path.stat().st_size


@pytest.mark.parametrize(
    ("times", "at", "resolution"),
    [
        (pl.Series([1614594030.25]), AT.replace(microsecond=250_000), 1),
        (pl.Series([1614594030]), AT, 1),
        (pl.Series([AT.date()]), datetime(2021, 3, 1, tzinfo=UTC), 86_400),
        (pl.Series([AT.replace(tzinfo=None)], dtype=pl.Datetime("ns")), AT, 1),
    ],
)
def test_parquet_times(tmp_path: Path, times: pl.Series, at: datetime, resolution: int) -> None:
    path = tmp_path / "retweets.parquet"
    frame = pl.DataFrame({"retweet_id": ["r"], "account_id": ["a"], "post_id": ["p"]})
    frame.with_columns(times.alias("retweeted_at")).write_parquet(path)
    whole = read_all(path)
    assert whole.rows["retweeted_at"].to_list() == [at]
    assert whole.resolution.seconds == resolution


def test_unsupported_parquet_raises_an_error(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    pl.DataFrame({"post_id": [[1]], "text": ["a"]}).write_parquet(path)
    with pytest.raises(InputError, match=r"Column post_id of posts.parquet has the type List\(Int64\)"):
        read_all(path)
    pl.DataFrame({"post_id": [1.32e18], "text": ["a"]}).write_parquet(path)
    assert "decimal number" in read_all(path).reasons[0][1]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="is not a complete Parquet file"):
        read_all(path)


def test_parquet_floats_are_written_exactly(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    numbers = [900.0, 2.0**53 + 2, 2.0**60 + 4096, 12.5, -3.0, float("nan"), None]
    pl.DataFrame({"post_id": map(str, range(7)), "text": numbers}).write_parquet(path)
    assert read_all(path).rows["text"].to_list() == [
        *("900.000", "9007199254740994.000", "1152921504606851072.000", "12.500", "-3.000", None, None),
    ]


def test_ids_in_float_columns_are_read_where_they_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "likes.parquet"
    columns = {"account_id": [77.0, 44196397.0, 2.0**53, None], "post_id": ["1", "2", "3", "4"]}
    pl.DataFrame(columns).write_parquet(path)
    whole = read_all(path)
    assert whole.rows["account_id"].to_list() == ["77", "44196397"]
    lost = "account_id 9007199254740992.0 was stored as a decimal number, which loses digits; export ids as text"
    assert whole.reasons == [(3, lost), (4, "account_id is missing")]
    # with 32 bits, whole numbers are exact below 2^24 = 16777216
    small = pl.Series([16777215.0, 16777216.0], dtype=pl.Float32)
    pl.DataFrame({"account_id": small, "post_id": ["1", "2"]}).write_parquet(path)
    whole = read_all(path)
    assert whole.rows["account_id"].to_list() == ["16777215"]
    assert whole.reasons == [(2, "account_id 1.677721E+7 was rounded by a spreadsheet; export ids as text")]


# the prefix "i" prevents ids from looking like rounded numbers or missing values
ids = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=10).map(lambda s: "i" + s)
maybe = st.one_of(st.none(), ids)
times = st.datetimes(datetime(1990, 1, 2), datetime(2024, 1, 1)).map(
    lambda t: t.replace(microsecond=t.microsecond // 1000 * 1000, tzinfo=UTC)
)
texts = st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
rows_of_retweets = st.tuples(st.just("x"), ids, ids, ids, maybe, times)
rows_of_posts = st.tuples(
    st.sampled_from(["x", "vk"]), ids, maybe, st.one_of(st.none(), times), texts, st.none(),
    *[st.one_of(st.none(), st.integers(0, 2**63 - 1))] * 4, st.one_of(st.none(), st.booleans()), *[maybe] * 4,
)  # fmt: skip


@in_one_folder
@given(
    st.one_of(
        st.tuples(st.just(RETWEETS), st.lists(rows_of_retweets, max_size=20)),
        st.tuples(st.just(POSTS), st.lists(rows_of_posts, max_size=20)),
    ),
    st.sampled_from([",", ";", "\t", "parquet"]),
    st.sampled_from([1, 7, 1000]),
)
def test_a_written_table_is_read_back(
    tmp_path: Path, content: tuple[Table, list[tuple[object, ...]]], form: str, batch_rows: int
) -> None:
    table, rows = content
    frame = pl.DataFrame(rows, schema=table.schema, orient="row")
    if form == "parquet":
        path = tmp_path / f"{table.name}.parquet"
        frame.write_parquet(path)
    else:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=form)
        writer.writerow(frame.columns)
        for row in rows:
            writer.writerow([cell.isoformat() if isinstance(cell, datetime) else cell for cell in row])
        path = write(tmp_path / f"{table.name}.csv.gz", buffer.getvalue())
    # the ids are arbitrary, and some look like handles
    whole = read_all(path, name="native", batch_rows=batch_rows, options=ReadOptions(ids_are="ids"))
    assert whole.rejects.is_empty()
    assert whole.rows.equals(frame)
    assert whole.rows_read == len(rows)
    assert whole.bytes_read == path.stat().st_size
