"""Charts into pictures: SVG made in Python, so that the page needs no program that draws, and no network.

vl-convert carries Vega, a JavaScript engine and fonts to measure texts with; it is told to load nothing from anywhere.
"""

from xml.etree import ElementTree

import altair as alt
import polars as pl
import vl_convert
from markupsafe import Markup

from explorer.plots import CONFIG
from explorer.report.safe import SVG, safe_svg

Chart = alt.Chart | alt.LayerChart | alt.HConcatChart


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
    for name, told in (("desc", description), ("title", title)):
        element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": name})
        element.text = told
        root.insert(0, element)
    root.attrib |= {"role": "img", "aria-labelledby": "title", "aria-describedby": "desc"}
    return safe_svg(ElementTree.tostring(root, encoding="unicode"))


def as_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Return rows as a frame; whole numbers and fractions in one column become fractions."""
    return pl.DataFrame(rows, infer_schema_length=None, strict=False)
