import polars as pl
import pytest

from explorer.common.errors import UsageError
from explorer.model.batches import Batch, rejects_frame
from explorer.model.keys import account_key, kept_handles, parse_platform, stub_post_key
from explorer.model.tables import RETWEETS, TABLES, Table, drop_duplicates


def test_batch_counts_must_add_up() -> None:
    with pytest.raises(ValueError, match="3 rows read, 0 accepted, 1 rejected"):
        Batch(RETWEETS, RETWEETS.empty(), rejects_frame([{"line": 1}]), 3)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_the_key_of_a_table_is_never_null(table: Table) -> None:
    assert set(table.key) <= {column.name for column in table.columns if column.required}
    assert table.empty().schema == pl.Schema(table.schema)


def test_conform_adds_missing_columns_and_rejects_unknown_ones() -> None:
    frame = pl.DataFrame({"retweet_id": ["1"], "account_id": ["a"], "retweeted_at": [0], "platform": ["x"]})
    whole = RETWEETS.conform(frame)
    assert whole.schema == pl.Schema(RETWEETS.schema)
    assert whole["post_id"].to_list() == [None]
    with pytest.raises(ValueError, match=r"unknown columns \['extra'\], missing \[\]"):
        RETWEETS.conform(frame.with_columns(extra=1))
    with pytest.raises(ValueError, match=r"missing \['account_id'\]"):
        RETWEETS.conform(frame.drop("account_id"))


def test_drop_duplicates_keeps_the_first_row_in_place() -> None:
    rows = RETWEETS.conform(
        pl.DataFrame(
            {
                "platform": ["x", "x", "y", "x"],
                "retweet_id": ["2", "1", "2", "2"],
                "account_id": ["a", "b", "c", "d"],
                "retweeted_at": [0, 0, 0, 0],
            }
        )
    )
    assert drop_duplicates(RETWEETS, rows)["account_id"].to_list() == ["a", "b", "c"]


def test_keys_lower_the_case_of_handles_only() -> None:
    frame = pl.DataFrame({"p": ["x", "x"], "a": ["@XHNews", "AbC"]})
    assert frame.select(account_key(pl.col("p"), pl.col("a")))["p"].to_list() == ["x:@xhnews", "x:AbC"]
    assert frame.select(stub_post_key(pl.col("a")))["a"].to_list() == [
        "@XHNews/unidentified",
        "AbC/unidentified",
    ]


def test_platform_names_are_normalised() -> None:
    assert parse_platform(" X ") == "x"
    assert parse_platform("truth_social-2") == "truth_social-2"
    for wrong in ("", " ", "a:b", "a/b", "-", "a b"):
        with pytest.raises(UsageError):
            parse_platform(wrong)


def test_an_account_is_found_by_the_first_handles_in_the_order_of_utf16() -> None:
    few = ["b", "a"]
    assert kept_handles(few) == few
    many = ["\uffee", *(f"n{n:02}" for n in range(30)), "\U0001f600", "a"]
    # U+1F600 is two units of UTF-16, which come before U+FFEE
    assert kept_handles(many) == many[1:]
