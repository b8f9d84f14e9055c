"""The script and the style of the page."""

from explorer.report.html.escape import inline
from explorer.report.html.static_files import read_script, read_style


def test_script_and_style_can_stand_in_the_page() -> None:
    inline(read_script())
    inline(read_style())
    own = read_script().rpartition('"use strict";')[2]
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "cssText"):
        assert way not in own
