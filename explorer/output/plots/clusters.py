"""Plots about one cluster."""

import altair as alt
import polars as pl

from explorer.output.plots.style import BLUE, GREEN, ORANGE, SMALL, UTC, count_weeks


def activity(frame: pl.DataFrame) -> alt.Chart:
    """Draw bars of a cluster's retweets per day or week.

    Args:
        frame: Columns ``startAt`` (time) and ``retweets``.
    """
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=ORANGE, size=max(1.5, min(12, 0.8 * SMALL / count_weeks(frame, "startAt"))))
        .encode(
            x=alt.X("startAt:T", scale=UTC, title=None, axis=alt.Axis(tickCount=4)),
            y=alt.Y("retweets:Q", title="Retweets", axis=alt.Axis(tickCount=3)),
        )
        .properties(width=SMALL, height=90)
    )
    return chart


def created(frame: pl.DataFrame) -> alt.Chart:
    """Draw bars of a cluster's members by month of creation.

    Args:
        frame: Columns ``month`` (first day of the month) and ``accounts``.
    """
    months = count_weeks(frame, "month") / 4.35
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=BLUE, size=max(1.5, min(12, 0.8 * SMALL / months)))
        .encode(
            x=alt.X("month:T", scale=UTC, title=None, axis=alt.Axis(tickCount=4)),
            y=alt.Y("accounts:Q", title="Members", axis=alt.Axis(tickCount=3, format="d")),
        )
        .properties(width=SMALL, height=90)
    )
    return chart


def hours(frame: pl.DataFrame) -> alt.Chart:
    """Draw bars of a cluster's activity by hour of the day (UTC).

    Args:
        frame: Columns ``hour`` (0 to 23) and ``acts``.
    """
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=GREEN)
        .encode(
            x=alt.X("hour:O", title=None, axis=alt.Axis(labelAngle=0, values=[0, 6, 12, 18, 23])),
            y=alt.Y("acts:Q", title="Actions", axis=alt.Axis(tickCount=3, format="~s")),
        )
        .properties(width=alt.Step(SMALL / 24), height=90)
    )
    return chart
