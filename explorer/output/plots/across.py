"""Plots about all clusters and accounts: outlets, retweets over time, delays, and sensitivity of the results."""

from typing import Final

import altair as alt
import polars as pl

from explorer.output.plots.style import BLUE, GREY, INK, ORANGE, UTC, WIDTH, Layers, count_weeks, name_axis

MAKERS: Final = {
    "cluster members": ORANGE,
    "other suspended accounts": BLUE,
    "all other accounts": GREY,
}
"""Groups of accounts in the order in which `weekly_bars` stacks them, from the bottom."""


_TICKS: Final = [0.1, 1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000]


_TICK_LABELS: Final = (
    "datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' min' : "
    "datum.value < 86400 ? datum.value / 3600 + ' h' : datum.value / 86400 + ' d'"
)


def outlets_heat(frame: pl.DataFrame) -> Layers:
    """Draw a heat map of clusters (rows) and outlets (columns), coloured by the outlet's share of a cluster's retweets.

    A frame marks the outlets that a cluster boosts.

    Args:
        frame: Columns ``cluster``, ``outlet``, ``shareOfCluster`` (0 to 1) and ``isBoost``. The optional ``outletId``
            tells outlets of the same name apart.
    """
    key = "outletId" if "outletId" in frame.columns else "outlet"
    clusters = frame["cluster"].unique().sort().to_list()
    outlets = (
        frame.group_by(key)
        .agg(pl.col("shareOfCluster").sum(), name=pl.col("outlet").first())
        .sort("shareOfCluster", key, descending=[True, False])
        .with_row_index("position")
    )
    axis, names = name_axis(outlets["name"].to_list(), labelAngle=-40)
    drawn = frame.join(outlets.select(key, "position"), on=key, nulls_equal=True)
    base = alt.Chart(drawn.select("position", "cluster", "shareOfCluster", "isBoost")).encode(
        x=alt.X("position:O", title=None, axis=axis),
        y=alt.Y("cluster:O", sort=clusters, title="Cluster"),
    )
    return (
        alt.layer(
            base.mark_rect(color=BLUE, stroke=INK, strokeOpacity=0.15).encode(
                opacity=alt.Opacity("shareOfCluster:Q", scale=alt.Scale(domain=[0, 1], range=[0.08, 0.85]), legend=None)
            ),
            base.transform_filter("datum.isBoost").mark_rect(filled=False, stroke=INK, strokeWidth=2),
            base.transform_filter("datum.shareOfCluster >= 0.095")
            .mark_text(fontSize=10)
            .encode(text=alt.Text("shareOfCluster:Q", format=".0%")),
        )
        .properties(width=WIDTH, height=20 * len(clusters))
        .add_params(names)
    )


def weekly_bars(frame: pl.DataFrame) -> alt.Chart:
    """Draw stacked bars of retweets per week, by group of accounts.

    Args:
        frame: Columns ``week`` (a Monday), and the counts ``clusterRetweets``, ``otherSuspendedRetweets`` and
            ``otherRetweets``.
    """
    names = dict(zip(("clusterRetweets", "otherSuspendedRetweets", "otherRetweets"), MAKERS, strict=True))
    long = frame.rename(names).unpivot(on=list(names.values()), index="week", variable_name="who", value_name="made")
    long = long.with_columns(order=pl.col("who").replace_strict({name: i for i, name in enumerate(MAKERS)}))
    chart: alt.Chart = (
        alt.Chart(long)
        .mark_bar(size=max(2, min(30, 0.8 * WIDTH / count_weeks(frame, "week"))))
        .encode(
            x=alt.X("week:T", scale=UTC, title="Week (starting Monday)"),
            y=alt.Y("made:Q", title="Retweets of outlets"),
            color=alt.Color("who:N", scale=alt.Scale(domain=list(MAKERS), range=list(MAKERS.values())), title=None),
            order="order:Q",
        )
        .properties(width=WIDTH, height=220)
    )
    return chart


def concentration(frame: pl.DataFrame) -> Layers:
    """Draw the concentration curve, with a diagonal for equally active accounts.

    Args:
        frame: Columns ``shareOfAccounts`` and ``shareOfRetweets``: cumulative shares from 0 to 1, most active accounts
            first.
    """
    even = alt.Chart(pl.DataFrame({"shareOfAccounts": [0.0, 1.0], "shareOfRetweets": [0.0, 1.0]}))
    points = pl.concat(
        [
            pl.DataFrame({"shareOfAccounts": [0.0], "shareOfRetweets": [0.0]}),
            frame.select("shareOfAccounts", "shareOfRetweets"),
        ]
    )
    return alt.layer(
        even.mark_line(strokeDash=[4, 4], color=GREY).encode(x="shareOfAccounts:Q", y="shareOfRetweets:Q"),
        alt.Chart(points)
        .mark_line(color=BLUE, strokeWidth=2)
        .encode(
            x=alt.X("shareOfAccounts:Q", title="Accounts (most active first)", axis=alt.Axis(format="%")),
            y=alt.Y("shareOfRetweets:Q", title="Share of retweets", axis=alt.Axis(format="%")),
        ),
    ).properties(width=360, height=260)


def delays(frame: pl.DataFrame) -> Layers:
    """Draw delays from post to retweet: a bar from the first to the third quartile, and a dot at the median.

    Args:
        frame: Columns ``who`` (drawn in the order of the rows), ``lowerQuartileDelay``, ``medianDelay`` and
            ``upperQuartileDelay`` (seconds), and ``all`` (whether the row describes all accounts).
    """
    # The scale is logarithmic and cannot show 0.
    seconds = [
        pl.col(name).clip(lower_bound=0.1) for name in ("lowerQuartileDelay", "medianDelay", "upperQuartileDelay")
    ]
    who, names = name_axis(frame["who"].to_list())
    drawn = frame.with_row_index("position").select("position", "all", *seconds)
    base = alt.Chart(drawn).encode(
        y=alt.Y("position:O", title=None, axis=who),
        color=alt.Color("all:N", scale=alt.Scale(domain=[False, True], range=[ORANGE, GREY]), legend=None),
    )
    axis = alt.Axis(values=_TICKS, labelExpr=_TICK_LABELS)
    return (
        alt.layer(
            base.mark_bar(height=9, opacity=0.55).encode(
                x=alt.X(
                    "lowerQuartileDelay:Q", scale=alt.Scale(type="log"), axis=axis, title="Delay from post to retweet"
                ),
                x2="upperQuartileDelay:Q",
            ),
            base.mark_point(filled=True, size=55, opacity=1).encode(x="medianDelay:Q"),
        )
        .properties(width=WIDTH - 100, height=18 * frame.height)
        .add_params(names)
    )


def sensitivity(frame: pl.DataFrame) -> alt.HConcatChart:
    """Draw edges, accounts and clusters by window, with one line for each minimum weight.

    Args:
        frame: Columns `explorer.runs.sensitivity.CELL_SCHEMA`: window in milliseconds, min_weight, edges, accounts,
            clusters.
    """
    labelled = frame.with_columns(
        seconds=pl.col("window") / 1000, weight=pl.format("Minimum weight {}", pl.col("min_weight").cast(pl.Int64))
    )
    axis = alt.Axis(values=labelled["seconds"].unique().sort().to_list(), labelExpr=_TICK_LABELS, labelOverlap=True)
    return alt.hconcat(
        *(
            alt.Chart(labelled.filter(pl.col(what) > 0))
            .mark_line(point=True)
            .encode(
                x=alt.X("seconds:Q", scale=alt.Scale(type="log"), axis=axis, title="Window"),
                y=alt.Y(
                    f"{what}:Q",
                    scale=alt.Scale(type="log"),
                    title=what.capitalize(),
                    axis=alt.Axis(tickCount=4, format="~s"),
                ),
                color=alt.Color("weight:N", sort=labelled["weight"].unique(maintain_order=True).to_list(), title=None),
            )
            .properties(width=165, height=160)
            for what in ("edges", "accounts", "clusters")
        )
    )
