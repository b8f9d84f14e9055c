"""What events know of their objects."""

import polars as pl

from explorer.detect.network.events import Events

SCHEMA = {"account": pl.String, "object": pl.String, "time": pl.Int64, "origin": pl.Int64, "author": pl.String}


def test_an_origin_in_any_row_of_an_object_counts() -> None:
    rows = [("a", "x", 9, None, None), ("b", "x", 7, 5, "kim"), ("b", "y", 8, None, None), ("a", "z", 8, 8, "kim")]
    events = Events.from_frame(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    assert events.objects.to_list() == ["x", "y", "z"]
    assert events.origin.tolist() == [5, 8, 8]  # y has no origin: its first event
    assert events.origin_known.tolist() == [True, False, True]
    assert events.author.tolist() == [1, 0, 1]


def test_the_fingerprint_depends_on_origins_and_authors() -> None:
    def fingerprint(origin: int | None, author: str | None) -> str:
        rows = [("a", "x", 9, origin, author), ("a", "y", 9, 9, "kim")]
        return Events.from_frame(pl.DataFrame(rows, schema=SCHEMA, orient="row")).fingerprint()

    assert len({fingerprint(9, "kim"), fingerprint(8, "kim"), fingerprint(9, "lee"), fingerprint(9, None)}) == 4


def test_no_events_know_of_no_objects() -> None:
    events = Events.from_frame(pl.DataFrame(schema={"account": pl.String, "object": pl.String, "time": pl.Int64}))
    assert (len(events.origin), len(events.author), len(events.origin_known)) == (0, 0, 0)
