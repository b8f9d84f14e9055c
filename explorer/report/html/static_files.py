"""The script and the style of the page."""

from importlib.resources import files

_FOLDER = files("explorer.report.html").joinpath("static")


def read_script() -> str:
    """Return the page's script: the vendored library, then our own."""
    return "\n".join(_read(name) for name in ("vendor/d3-zoom.min.js", "report.js"))


def read_style() -> str:
    """Return the page's style, with that of the elements which the script makes."""
    return _read("report.css") + _read("view.css")


def _read(name: str) -> str:
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")
