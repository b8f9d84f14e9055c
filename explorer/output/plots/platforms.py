"""Plots about actions of platforms: suspensions and labels."""

import altair as alt
import polars as pl

from explorer.output.plots.style import BLUE, INK, UTC, WIDTH, Layers, count_weeks, name_axis


def waves(frame: pl.DataFrame) -> alt.Chart:
    """Draw bars of retweets of outlets, by the day on which the retweeting accounts were observed as suspended.

    Args:
        frame: Columns ``waveDay`` and ``waveRetweets``.
    """
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=BLUE, size=max(2, min(14, WIDTH / count_weeks(frame, "waveDay") / 7)))
        .encode(
            x=alt.X("waveDay:T", scale=UTC, title="Day on which the suspension was observed"),
            y=alt.Y("waveRetweets:Q", title="Retweets of outlets"),
        )
        .properties(width=WIDTH, height=180)
    )
    return chart


def wave_clusters(frame: pl.DataFrame) -> Layers:
    """Draw a heat map of suspended members by day (columns) and cluster (rows), coloured by their share of the cluster.

    Args:
        frame: Columns ``waveDay``, ``cluster``, ``membersInWave`` and ``shareOfMembers`` (0 to 1).
    """
    dated = frame.with_columns(day=pl.col("waveDay").cast(pl.String))
    base = alt.Chart(dated).encode(
        x=alt.X(
            "day:N",
            sort=dated["day"].unique().sort().to_list(),
            title="Day on which the suspension was observed",
            axis=alt.Axis(labelAngle=-40),
        ),
        y=alt.Y("cluster:O", title="Cluster"),
    )
    return alt.layer(
        base.mark_rect(color=BLUE, stroke=INK, strokeOpacity=0.15).encode(
            opacity=alt.Opacity("shareOfMembers:Q", scale=alt.Scale(domain=[0, 1], range=[0.08, 0.85]), legend=None)
        ),
        base.mark_text(fontSize=10).encode(text="membersInWave:Q"),
    ).properties(width=min(WIDTH, 40 * dated["day"].n_unique()), height=20 * dated["cluster"].n_unique())


def label_effects(frame: pl.DataFrame) -> Layers:
    """Draw the effect of the label on each labelled account as a dot with its interval; 1 means no effect.

    Args:
        frame: Columns ``who`` (drawn in the order of the rows), ``effect``, ``effectLow`` and ``effectHigh``.
    """
    who, names = name_axis(frame["who"].to_list())
    drawn = frame.with_row_index("position").select("position", "effect", "effectLow", "effectHigh")
    base = alt.Chart(drawn).encode(y=alt.Y("position:O", title=None, axis=who))
    scale = alt.Scale(type="log")
    return (
        alt.layer(
            base.mark_rule(color=BLUE, strokeWidth=2).encode(
                x=alt.X(
                    "effectLow:Q",
                    scale=scale,
                    title="Change in retweets per day relative to similar accounts (1 = no effect)",
                    axis=alt.Axis(
                        values=[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000], format="~r"
                    ),
                ),
                x2="effectHigh:Q",
            ),
            base.mark_point(filled=True, color=BLUE, size=60, opacity=1).encode(x="effect:Q"),
            alt.Chart(pl.DataFrame({"one": [1.0]})).mark_rule(strokeDash=[4, 4], color=INK).encode(x="one:Q"),
        )
        .properties(width=WIDTH - 150, height=18 * frame.height)
        .add_params(names)
    )
