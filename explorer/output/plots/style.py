"""The style of all plots, in reports and in notebooks.

Colours have a middle lightness, so that they stand out on white and on black. They are close to those of Okabe and Ito
(2008), which colour-blind people can distinguish. Texts and axes take the colour of the text around them
(``currentColor``), so that a notebook with a dark theme shows them too. Times are UTC.
"""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import polars as pl

from explorer.common.text import shorten, squeeze

Layers = alt.LayerChart | alt.FacetChart
"""Types of layers in Altair's annotations."""

BLUE: Final = "#3f87c5"
ORANGE: Final = "#d9822b"
GREEN: Final = "#1f9e79"
GREY: Final = "#8c8c8c"
INK: Final = "currentColor"

WIDTH: Final = 660
"""Width of a figure's plotting area in pixels."""
SMALL: Final = 250
"""Width of a small figure's plotting area in pixels."""
LABEL: Final = 28
"""Width in letters of a name on an axis."""
UTC: Final = alt.Scale(type="utc")

CONFIG: Final[dict[str, Any]] = {
    "background": None,
    "font": "sans-serif",
    "aria": False,
    "view": {"stroke": None},
    # The reader's fonts may be wider than the fonts with which texts are measured.
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
"""The style of all charts. `explorer.report.figures.draw` adds it, notebooks call `use_in_notebooks`."""


def use_in_notebooks() -> None:
    """Make notebooks show charts in this style, as SVG drawn on this machine, without scripts or a network."""
    alt.theme.register("explorer", enable=True)(lambda: {"config": CONFIG})  # type: ignore[typeddict-item]
    alt.renderers.enable("svg")


def count_weeks(frame: pl.DataFrame, column: str) -> float:
    """Return the number of weeks from the first to the last day of a column."""
    span = frame[column].max() - frame[column].min()  # type: ignore[operator]
    return span.days / 7 + 1  # type: ignore[union-attr]


def name_axis(names: Sequence[str | None], **settings: Any) -> tuple[alt.Axis, alt.Parameter]:
    """Return an axis that labels positions (0, 1, …) with names, and the parameter that holds the names.

    Names from outside are never keys, fields or expressions of a chart: Vega uses keys as names of properties, so that
    a category called ``constructor`` breaks it. They are cut here, because Vega would cut an emoji in half.

    Args:
        names: The names, the one at position 0 first. They may be equal.
        **settings: Settings of the axis.
    """
    labels = [shorten(squeeze(name or ""), LABEL) or "\N{EN DASH}" for name in names]
    return alt.Axis(labelExpr="names[datum.value]", labelLimit=0, **settings), alt.param(name="names", value=labels)
