"""Names from outside in charts are labels and nothing else, and a chart that cannot be drawn leaves its table."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from explorer.output import plots
from explorer.report.figures.attempt import attempt
from explorer.report.figures.draw import Chart, draw, make_figure
from explorer.report.figures.table import make_table
from explorer.report.html.escape import SVG
from explorer.report.text.prose import render_text

# properties of objects in JavaScript, paths of fields and expressions in Vega, and texts that are hard to cut
NAMES = [
    "constructor", "toString", "__proto__", "hasOwnProperty", "valueOf", "length", "prototype", "datum", "names",
    "null", "undefined", "NaN", "true", "0", "1", "01", "-1", "1e3", "a.b[0]", "a\\.b", "x['y']", "x[\"y\"]", '"', "'",
    "\\", "", "   ", "${1+1}", "{{1+1}}", "datum.constructor.constructor('x')()", "</text><script>", "]]>", "&amp;",
    "🇩🇪" * 500, "👍🏽" * 500, "e" + "\u0301" * 900, "W" * 5000, "中" * 500, "\u202egnp", "\x00\x1b[31m", "\u2028",
    "\ufffe",
    "the same beginning of a name, one", "the same beginning of a name, two", "the same beginning of a name, two",
]  # fmt: skip


def heat(names: list[str]) -> Chart:
    rows = [
        {"cluster": 1, "outlet": name, "outletId": f"o{index}", "shareOfCluster": 1 - index / 99, "isBoost": False}
        for index, name in enumerate(names)
    ]
    return plots.outlets_heat(pl.DataFrame(rows))


def effects(names: list[str]) -> Chart:
    row = {"effect": 1.0, "effectLow": 0.5, "effectHigh": 2.0}
    return plots.label_effects(pl.DataFrame([row | {"who": name} for name in names]))


def delays(names: list[str]) -> Chart:
    row = {"all": False, "lowerQuartileDelay": 1, "medianDelay": 5, "upperQuartileDelay": 9}
    return plots.delays(pl.DataFrame([row | {"who": name} for name in names]))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{{{SVG}}}text")]


@pytest.mark.parametrize("make", [heat, effects, delays])
def test_any_name_is_a_label_of_its_own(make: Callable[[list[str]], Chart]) -> None:
    plain = [f"name {index}" for index in range(len(NAMES))]
    drawn, expected = (texts(draw(make(names), title="t", description="d")) for names in (NAMES, plain))
    # one label for each name, however alike they look, in the same order
    assert len(drawn) == len(expected)
    at = [index for index, text in enumerate(expected) if text.startswith("name ")]
    labels = [drawn[index] for index in at]
    if expected[at[0]] != "name 0":
        labels.reverse()
    assert labels[:20] == NAMES[:20]
    shown = dict(zip(NAMES, labels, strict=True))
    assert shown["   "] == shown[""] == "–"
    assert shown["\u2028"] == r"\u2028"
    assert shown["</text><script>"] == "</text><script>"
    assert shown["🇩🇪" * 500] == "🇩🇪" * 13 + "…"
    assert shown["\u202egnp"] == r"\u202egnp"
    assert labels.count("the same beginning of a nam…") == 3


@pytest.mark.parametrize("make", [heat, effects, delays])
def test_no_name_is_a_key_or_an_expression(make: Callable[[list[str]], Chart]) -> None:
    def walk(value: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            assert not any("marker-" in key for key in value)
            for key, item in value.items():
                walk(item, (*path, key))
        elif isinstance(value, list):
            for item in value:
                walk(item, path)
        elif isinstance(value, str) and "marker-" in value:
            assert path == ("params", "value")

    walk(make(["marker-1", "marker-2"]).to_dict(), ())


def test_outlets_of_one_name_keep_their_columns() -> None:
    rows = [{"cluster": 1, "outlet": "RT", "shareOfCluster": 0.5, "isBoost": True, "outletId": name} for name in "ab"]
    frame = pl.DataFrame(rows)
    assert texts(draw(plots.outlets_heat(frame), title="", description="")).count("RT") == 2
    # without ids they are one
    assert texts(draw(plots.outlets_heat(frame.drop("outletId")), title="", description="")).count("RT") == 1


@pytest.mark.parametrize(
    "error", [ValueError, RecursionError, MemoryError, type("PanicException", (BaseException,), {})]
)
def test_a_figure_that_cannot_be_drawn_keeps_its_table(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path))

    def chart() -> Chart:
        raise error("surrogates\u202e not allowed")

    words = partial(render_text, "figures/waves", largest=None)
    figure = make_figure("waves", words, chart, table=make_table("t", "caption", [{"a": 1}], ["a"]))
    assert figure.picture is None
    assert figure.table
    assert len(figure.table.rows) == 1
    assert figure.missing == (
        "The figure could not be drawn because of an unexpected error "
        f"({error.__name__}: surrogates\\u202e not allowed). "
        "Its data are complete in the table."
    )
    assert figure.log
    assert "test_draw.py" in figure.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_a_figure_does_not_stop_an_interrupt(end: type[BaseException]) -> None:
    def draw_nothing() -> Any:
        raise end

    with pytest.raises(end):
        attempt(draw_nothing)
