"""Charts into pictures: SVG made in Python, so that the page needs no program that draws, and no network.

vl-convert carries Vega, a JavaScript engine and fonts to measure texts with; it is told to load nothing from anywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from xml.etree import ElementTree

import altair as alt
import polars as pl
import vl_convert
from markupsafe import Markup

from explorer.output.plots import CONFIG, Layers
from explorer.report.data.queries import Row
from explorer.report.figures.parts import Figure
from explorer.report.html.escape import SVG, safe_svg

Chart = alt.Chart | Layers | alt.HConcatChart


def draw(chart: Chart, *, title: str, description: str) -> Markup:
    """Return a chart as an SVG element for the page, the same for the same chart.

    Args:
        chart: data are in it; times are dates or UTC.
        title: its name for who cannot see it.
        description: what it shows, a sentence or two: the finding.
    """
    with alt.data_transformers.enable("default", consolidate_datasets=False), alt.renderers.enable("mimetype"):
        spec = chart.to_dict(validate=False)
    text = vl_convert.vegalite_to_svg(spec, config=CONFIG, allowed_base_urls=[])
    ElementTree.register_namespace("", SVG)
    # Vega's own, with every text in it escaped
    root = ElementTree.fromstring(text)  # noqa: S314
    # who cannot see it is told of it as a whole; a thousand marks without a name of their own would be no help
    for mark in root.iter():
        for name in [name for name in mark.attrib if name == "role" or name.startswith("aria-")]:
            del mark.attrib[name]
    for name, told in (("desc", description), ("title", title)):
        element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": name})
        element.text = told
        root.insert(0, element)
    root.attrib |= {"role": "img", "aria-labelledby": "title", "aria-describedby": "desc"}
    return safe_svg(ElementTree.tostring(root, encoding="unicode"))


def with_picture(figure: Figure, chart: Callable[[], Chart], finding: str) -> Figure:
    """Return a figure with its picture, or as it is where it has a reason for having none.

    Args:
        figure: without a picture.
        chart: makes the chart.
        finding: what it shows, for who cannot see it.
    """
    if figure.missing:
        return figure
    return replace(figure, picture=draw(chart(), title=figure.title, description=finding))


def as_frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a frame; whole numbers and fractions in one column become fractions."""
    return pl.DataFrame(rows, infer_schema_length=None, strict=False)
