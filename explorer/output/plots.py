"""Plots of the questions' answers: frames in, Altair charts out, for the report and for notebooks alike.

Colours are of a middle lightness, so that they stand on white and on black, and are near those of Okabe and Ito (2008),
which colour-blind people can tell apart. Texts and axes take the colour of the text around them
(``currentColor``); a notebook with a dark theme shows them, too. Times are UTC.

In every function ``frame`` has the columns that its docstring names, as the pack's query of that name returns them.
"""

from typing import Any, Final

import altair as alt
import polars as pl

Layers = alt.LayerChart | alt.FacetChart
"""What Altair says that layers are."""

BLUE: Final = "#3f87c5"
ORANGE: Final = "#d9822b"
GREEN: Final = "#1f9e79"
GREY: Final = "#8c8c8c"
INK: Final = "currentColor"

WIDTH: Final = 660
"""Pixels of a figure's plotting area; small ones have `SMALL`."""
SMALL: Final = 250

MAKERS: Final = {"cluster members": ORANGE, "later suspended": BLUE, "everyone else": GREY}
"""Who made retweets, as `weekly_bars` stacks them from the bottom."""

CONFIG: Final[dict[str, Any]] = {
    "background": None,
    "font": "sans-serif",
    "aria": False,
    "view": {"stroke": None},
    # texts are measured with other fonts than the reader's may be
    "padding": 12,
    "axis": {
        "labelColor": INK, "titleColor": INK, "tickColor": INK, "domainColor": INK, "gridColor": INK,
        "gridOpacity": 0.15, "domainOpacity": 0.5, "tickOpacity": 0.5, "labelFontSize": 11, "titleFontSize": 12,
        "titleFontWeight": "normal", "labelLimit": 220,
    },
    "legend": {
        "labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 12, "titleFontWeight": "normal",
        "orient": "top", "columnPadding": 28,
    },
    "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
    "title": {"color": INK, "fontSize": 12, "fontWeight": "normal", "anchor": "start"},
    "text": {"color": INK, "fontSize": 11},
    "rule": {"color": INK},
    "range": {"category": [BLUE, ORANGE, GREEN, GREY, "#b07aa8", "#c9a227"]},
}  # fmt: skip
"""How all charts look; `explorer.report.figures.draw` adds it, a notebook calls ``chart.configure(**CONFIG)``."""


def use_in_notebooks() -> None:
    """Let notebooks show charts as these pictures, made on this machine: without scripts, and without a network."""
    alt.theme.register("explorer", enable=True)(lambda: {"config": CONFIG})  # type: ignore[typeddict-item]
    alt.renderers.enable("svg")


_UTC: Final = alt.Scale(type="utc")


def boosts_heat(frame: pl.DataFrame) -> Layers:
    """Clusters down, outlets across; the darker, the larger the share of the cluster's retweets that the outlet got.

    Args:
        frame: ``cluster``, ``outlet``, ``ofCluster`` (0 to 1).
    """
    clusters = frame["cluster"].unique().sort().to_list()
    outlets = (
        frame.group_by("outlet").agg(pl.col("ofCluster").sum()).sort("ofCluster", "outlet", descending=[True, False])
    )
    base = alt.Chart(frame).encode(
        x=alt.X(
            "outlet:N", sort=outlets["outlet"].to_list(), title=None, axis=alt.Axis(labelAngle=-40, labelLimit=160)
        ),
        y=alt.Y("cluster:O", sort=clusters, title="cluster"),
    )
    return alt.layer(
        base.mark_rect(color=BLUE, stroke=INK, strokeOpacity=0.15).encode(
            opacity=alt.Opacity("ofCluster:Q", scale=alt.Scale(domain=[0, 1], range=[0.08, 0.85]), legend=None)
        ),
        base.transform_filter("datum.ofCluster >= 0.095")
        .mark_text(fontSize=10)
        .encode(text=alt.Text("ofCluster:Q", format=".0%")),
    ).properties(width=WIDTH, height=20 * len(clusters))


def weekly_bars(frame: pl.DataFrame) -> alt.Chart:
    """Stacked bars: retweets by the week, and who made them.

    Args:
        frame: ``week`` (a Monday), ``byClusters``, ``bySuspended``, ``byOthers``: counts.
    """
    names = dict(zip(("byClusters", "bySuspended", "byOthers"), MAKERS, strict=True))
    long = frame.rename(names).unpivot(on=list(names.values()), index="week", variable_name="who", value_name="made")
    long = long.with_columns(order=pl.col("who").replace_strict({name: i for i, name in enumerate(MAKERS)}))
    chart: alt.Chart = (
        alt.Chart(long)
        .mark_bar(size=max(2, min(30, 0.8 * WIDTH / _weeks(frame, "week"))))
        .encode(
            x=alt.X("week:T", scale=_UTC, title="week, from its Monday"),
            y=alt.Y("made:Q", title="retweets of outlets"),
            color=alt.Color("who:N", scale=alt.Scale(domain=list(MAKERS), range=list(MAKERS.values())), title=None),
            order="order:Q",
        )
        .properties(width=WIDTH, height=220)
    )
    return chart


def concentration(frame: pl.DataFrame) -> Layers:
    """The curve of concentration, with the line on which all accounts would make as many.

    Args:
        frame: ``ofAccounts``, ``ofRetweets``: shares, 0 to 1, from the most active accounts down.
    """
    even = alt.Chart(pl.DataFrame({"ofAccounts": [0.0, 1.0], "ofRetweets": [0.0, 1.0]}))
    points = pl.concat(
        [pl.DataFrame({"ofAccounts": [0.0], "ofRetweets": [0.0]}), frame.select("ofAccounts", "ofRetweets")]
    )
    return alt.layer(
        even.mark_line(strokeDash=[4, 4], color=GREY).encode(x="ofAccounts:Q", y="ofRetweets:Q"),
        alt.Chart(points)
        .mark_line(color=BLUE, strokeWidth=2)
        .encode(
            x=alt.X("ofAccounts:Q", title="accounts, the most active first", axis=alt.Axis(format="%")),
            y=alt.Y("ofRetweets:Q", title="share of the retweets", axis=alt.Axis(format="%")),
        ),
    ).properties(width=360, height=260)


def delays(frame: pl.DataFrame) -> Layers:
    """From post to retweet: a bar from the first quarter to the third, a dot at the median.

    Args:
        frame: ``who`` (in the order of the rows), ``quarter``, ``median``, ``threeQuarters``: seconds; ``all``: whether
            the row is everybody's.
    """
    # a logarithm has no place for 0; below a tenth of a second nothing is told apart
    seconds = [pl.col(name).clip(lower_bound=0.1) for name in ("quarter", "median", "threeQuarters")]
    base = alt.Chart(frame.with_columns(seconds)).encode(
        y=alt.Y("who:N", sort=frame["who"].to_list(), title=None),
        color=alt.Color("all:N", scale=alt.Scale(domain=[False, True], range=[ORANGE, GREY]), legend=None),
    )
    axis = alt.Axis(values=_TICKS, labelExpr=_TICK_LABELS)
    return alt.layer(
        base.mark_bar(height=9, opacity=0.55).encode(
            x=alt.X("quarter:Q", scale=alt.Scale(type="log"), axis=axis, title="from the post to the retweet"),
            x2="threeQuarters:Q",
        ),
        base.mark_point(filled=True, size=55, opacity=1).encode(x="median:Q"),
    ).properties(width=WIDTH - 100, height=18 * frame.height)


_TICKS: Final = [0.1, 1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000]
_TICK_LABELS: Final = (
    "datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' min' : "
    "datum.value < 86400 ? datum.value / 3600 + ' h' : datum.value / 86400 + ' d'"
)


def waves(frame: pl.DataFrame) -> alt.Chart:
    """Bars: retweets of outlets by accounts that were found suspended on a day.

    Args:
        frame: ``wave`` (day), ``retweets``, ``accounts``.
    """
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=BLUE, size=max(2, min(14, WIDTH / _weeks(frame, "wave") / 7)))
        .encode(
            x=alt.X("wave:T", scale=_UTC, title="day on which accounts were found suspended"),
            y=alt.Y("retweets:Q", title="retweets of outlets"),
        )
        .properties(width=WIDTH, height=180)
    )
    return chart


def wave_clusters(frame: pl.DataFrame) -> Layers:
    """Days across, clusters down: members found suspended, the darker the larger their share of the cluster.

    Args:
        frame: ``wave`` (day), ``cluster``, ``taken``, ``share`` (0 to 1).
    """
    dated = frame.with_columns(day=pl.col("wave").cast(pl.String))
    base = alt.Chart(dated).encode(
        x=alt.X(
            "day:N",
            sort=dated["day"].unique().sort().to_list(),
            title="found suspended on",
            axis=alt.Axis(labelAngle=-40),
        ),
        y=alt.Y("cluster:O", title="cluster"),
    )
    return alt.layer(
        base.mark_rect(color=BLUE, stroke=INK, strokeOpacity=0.15).encode(
            opacity=alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.08, 0.85]), legend=None)
        ),
        base.mark_text(fontSize=10).encode(text="taken:Q"),
    ).properties(width=min(WIDTH, 40 * dated["day"].n_unique()), height=20 * dated["cluster"].n_unique())


def label_effects(frame: pl.DataFrame) -> Layers:
    """A dot for each labelled account's effect, a line for its interval; 1 is no effect.

    Args:
        frame: ``who`` (in the order of the rows), ``effect``, ``low``, ``high``.
    """
    base = alt.Chart(frame).encode(y=alt.Y("who:N", sort=frame["who"].to_list(), title=None))
    scale = alt.Scale(type="log")
    return alt.layer(
        base.mark_rule(color=BLUE, strokeWidth=2).encode(
            x=alt.X(
                "low:Q",
                scale=scale,
                title="retweets a day after over before, beside others (1: no effect)",
                axis=alt.Axis(values=[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000], format="~r"),
            ),
            x2="high:Q",
        ),
        base.mark_point(filled=True, color=BLUE, size=60, opacity=1).encode(x="effect:Q"),
        alt.Chart(pl.DataFrame({"one": [1.0]})).mark_rule(strokeDash=[4, 4], color=INK).encode(x="one:Q"),
    ).properties(width=WIDTH - 150, height=18 * frame.height)


def sensitivity(frame: pl.DataFrame) -> alt.HConcatChart:
    """Edges, accounts and clusters over the window, a line for each minimum weight.

    Args:
        frame: `explorer.runs.sensitivity.CELLS`: window in milliseconds, min_weight, edges, accounts, clusters.
    """
    told = frame.with_columns(
        seconds=pl.col("window") / 1000, weight=pl.format("weight {} or more", pl.col("min_weight").cast(pl.Int64))
    )
    axis = alt.Axis(values=told["seconds"].unique().sort().to_list(), labelExpr=_TICK_LABELS, labelOverlap=True)
    return alt.hconcat(
        *(
            alt.Chart(told.filter(pl.col(what) > 0))
            .mark_line(point=True)
            .encode(
                x=alt.X("seconds:Q", scale=alt.Scale(type="log"), axis=axis, title="window"),
                y=alt.Y(f"{what}:Q", scale=alt.Scale(type="log"), title=what, axis=alt.Axis(tickCount=4, format="~s")),
                color=alt.Color("weight:N", sort=told["weight"].unique(maintain_order=True).to_list(), title=None),
            )
            .properties(width=165, height=160)
            for what in ("edges", "accounts", "clusters")
        )
    )


def activity(frame: pl.DataFrame) -> alt.Chart:
    """Bars: retweets of a cluster's members by the day or week.

    Args:
        frame: ``start`` (time), ``retweets``.
    """
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=ORANGE, size=max(1.5, min(12, 0.8 * SMALL / _weeks(frame, "start"))))
        .encode(
            x=alt.X("start:T", scale=_UTC, title=None, axis=alt.Axis(tickCount=4)),
            y=alt.Y("retweets:Q", title="retweets", axis=alt.Axis(tickCount=3)),
        )
        .properties(width=SMALL, height=90)
    )
    return chart


def created(frame: pl.DataFrame) -> alt.Chart:
    """Bars: a cluster's members by the month in which they were created.

    Args:
        frame: ``month`` (its first day), ``accounts``.
    """
    months = _weeks(frame, "month") / 4.35
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=BLUE, size=max(1.5, min(12, 0.8 * SMALL / months)))
        .encode(
            x=alt.X("month:T", scale=_UTC, title=None, axis=alt.Axis(tickCount=4)),
            y=alt.Y("accounts:Q", title="members", axis=alt.Axis(tickCount=3, format="d")),
        )
        .properties(width=SMALL, height=90)
    )
    return chart


def hours(frame: pl.DataFrame) -> alt.Chart:
    """Bars: a cluster's acts by the hour of the day, UTC.

    Args:
        frame: ``hour`` (0 to 23), ``acts``.
    """
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=GREEN)
        .encode(
            x=alt.X("hour:O", title=None, axis=alt.Axis(labelAngle=0, values=[0, 6, 12, 18, 23])),
            y=alt.Y("acts:Q", title="acts", axis=alt.Axis(tickCount=3, format="~s")),
        )
        .properties(width=alt.Step(SMALL / 24), height=90)
    )
    return chart


def _weeks(frame: pl.DataFrame, column: str) -> float:
    span = frame[column].max() - frame[column].min()  # type: ignore[operator]
    return span.days / 7 + 1  # type: ignore[union-attr]
