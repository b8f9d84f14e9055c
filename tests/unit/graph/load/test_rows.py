import polars as pl

from explorer.graph.load.rows import BYTES_PER_TRANSACTION, transaction_parts


def test_parts_are_limited_by_rows_and_by_bytes() -> None:
    third = "t" * (BYTES_PER_TRANSACTION // 3)
    rows = pl.DataFrame({"n": range(9), "text": ["a", "b", "c", third, third, third, third + third * 3, None, "d"]})
    parts = [part["n"].to_list() for part in transaction_parts(rows, 4)]
    # the first four rows have few bytes, two thirds fit with the next ones, and a row that is too large is alone
    assert parts == [[0, 1, 2, 3], [4, 5], [6], [7, 8]]
    assert [part.height for part in transaction_parts(rows.select("n"), 4)] == [4, 4, 1]
    assert list(transaction_parts(rows.clear(), 4)) == []
