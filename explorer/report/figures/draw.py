"""Draw charts as SVG in Python, so that the page needs no drawing program and no network.

vl-convert contains Vega, a JavaScript engine and fonts to measure texts with. It is configured to load nothing.
"""

from collections.abc import Callable, Sequence
from functools import partial
from xml.etree import ElementTree

import altair as alt
import polars as pl
import vl_convert
from markupsafe import Markup

from explorer.output.plots import CONFIG, Layers
from explorer.report.data.queries import Row
from explorer.report.figures.attempt import Attempt, attempt
from explorer.report.figures.figure import Figure
from explorer.report.figures.table import ReportTable
from explorer.report.html.escape import SVG, safe_svg

Chart = alt.Chart | Layers | alt.HConcatChart


def make_figure(
    id: str,  # noqa: A002 - HTML's own name
    words: "partial[str]",
    chart: Callable[[], Chart],
    *,
    table: ReportTable,
    caveats: Sequence[str] = (),
    missing: str = "",
    description: str = "finding",
) -> Figure:
    """Return a figure, with its picture unless there is a reason why it has none.

    Args:
        id: The id of the HTML element.
        words: Returns the texts of the figure by the block of its template: title, reading and ``description``.
        chart: Makes the chart.
        table: The table behind the figure.
        caveats: What to keep in mind with these data.
        missing: Why there is no picture. Empty if there is one.
        description: The block that describes the picture to people who cannot see it.
    """
    title = words("title")
    attempted = (
        Attempt(None, missing)
        if missing
        else attempt(lambda: draw(chart(), title=title, description=words(description)))
    )
    return Figure(
        id=id,
        title=title,
        reading=words("reading"),
        picture=attempted.picture,
        table=table,
        caveats=list(caveats),
        missing=attempted.missing,
        log=attempted.log,
    )


def draw(chart: Chart, *, title: str, description: str) -> Markup:
    """Return a chart as an SVG element for the page. The same chart gives the same SVG.

    Args:
        chart: The chart with its data. Times are dates or UTC.
        title: The name of the picture for people who cannot see it.
        description: What the picture shows, in a sentence or two.
    """
    with alt.data_transformers.enable("default", consolidate_datasets=False), alt.renderers.enable("mimetype"):
        spec = chart.to_dict(validate=False)
    text = vl_convert.vegalite_to_svg(spec, config=CONFIG, allowed_base_urls=[])
    ElementTree.register_namespace("", SVG)
    # Vega escapes the texts in it
    root = ElementTree.fromstring(text)  # noqa: S314
    # screen readers read the title and the description, not a thousand marks without names
    for mark in root.iter():
        for name in [name for name in mark.attrib if name == "role" or name.startswith("aria-")]:
            del mark.attrib[name]
    for name, content in (("desc", description), ("title", title)):
        element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": name})
        element.text = content
        root.insert(0, element)
    root.attrib |= {"role": "img", "aria-labelledby": "title", "aria-describedby": "desc"}
    return safe_svg(ElementTree.tostring(root, encoding="unicode"))


def as_frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a frame. A column that holds integers and floats becomes a column of floats."""
    return pl.DataFrame(rows, infer_schema_length=None, strict=False)
