"""What the data of a report cannot show."""

from collections.abc import Iterator
from typing import Final

from explorer.report.data.report_data import ReportData
from explorer.report.text.caveats import change_caveats, why_no_outlets_retweeted
from explorer.report.text.prose import render_text

ENOUGH_TIMES: Final = 100
"""Minimum number of times in a sample that suggest rounding if all are even. A few may be even by chance."""


def limits(data: ReportData) -> Iterator[str]:
    """Yield the limitations of the data, one text each."""
    run = data.run
    if data.simulated:
        yield render_text("limits", "simulated")
    resolution = run.get("resolution", 1)
    if resolution > 1:
        yield render_text("limits", "resolution", resolution=resolution)
    for row in data.times.rows:
        if (
            row["declaredSeconds"]
            and row["observedSeconds"] > row["declaredSeconds"]
            and row["sampledTimes"] >= ENOUGH_TIMES
        ):
            yield render_text("limits", "rounded_times", times=row)
    stubs = sum(row["stubRetweets"] for row in data.stubs.rows)
    if stubs:
        yield render_text("limits", "stub_posts", retweets=stubs)
    if run.get("leftOut"):
        yield render_text("limits", "left_out", records=run["leftOut"])
    status = next(iter(data.status.rows), None)
    if status is None or not status["accountsWithStatus"]:
        yield render_text("limits", "no_status")
    elif status["shareWithStatus"] < 1:
        yield render_text("limits", "some_status", status=status)
    if not any(row["retweetsWithDelay"] for row in [*data.delays.rows, *data.everyone.rows]):
        yield render_text("limits", "no_delays")
    if not data.outlets.rows:
        yield why_no_outlets_retweeted(data)
    yield from change_caveats(data)
    if not data.imports.rows:
        yield render_text("limits", "no_files")
