"""Make data from outside safe for an HTML page: the only source of markup that templates may trust.

Jinja2 escapes everything else. The functions here cover the four cases where that is not enough: data for scripts,
figures, links, and the content security policy.
"""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

from markupsafe import Markup

from explorer.common.errors import InputError

SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}"
SVG_ELEMENTS: Final = frozenset(
    {
        "svg", "g", "defs", "title", "desc", "clipPath", "linearGradient", "radialGradient", "stop", "path",
        "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan", "use", "symbol", "marker",
    }
)  # fmt: skip
"""Elements of a figure, without script, style, foreignObject, image, a, and animations."""
SVG_ATTRIBUTES: Final = frozenset(
    {
        "id", "class", "role", "tabindex", "focusable", "width", "height", "viewBox", "preserveAspectRatio",
        "version", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d",
        "points", "transform", "offset", "rotate", "textLength", "lengthAdjust", "clipPathUnits",
        "gradientUnits", "gradientTransform", "spreadMethod", "markerWidth", "markerHeight", "markerUnits",
        "refX", "refY", "orient", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
        "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
        "stroke-miterlimit", "opacity", "color", "clip-path", "clip-rule", "visibility", "display", "overflow",
        "pointer-events", "stop-color", "stop-opacity", "marker-start", "marker-mid", "marker-end",
        "vector-effect", "shape-rendering", "text-rendering", "font-family", "font-size", "font-style",
        "font-weight", "font-variant", "text-anchor", "dominant-baseline", "alignment-baseline",
        "baseline-shift", "letter-spacing", "word-spacing", "text-decoration", "direction", "unicode-bidi",
        "paint-order",
    }
)  # fmt: skip
_WORDS: Final = re.compile(r"aria-[a-z]+|data-tip")
"""Attributes that are read out or shown as text, and harmless whatever they contain."""
_REFERENCES: Final = frozenset({"aria-labelledby", "aria-describedby"})
_ELSEWHERE: Final = re.compile(r"url\s*\((?!#[\w-]+\))|[\\<>@]", re.IGNORECASE)
_OWN: Final = re.compile(r"url\(#([\w-]+)\)")
# JSON needs these characters only inside texts, where they can be written as numbers
_ESCAPES: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"} | {
    c: f"\\u{c:04x}" for c in range(0xD800, 0xE000)
}


def embed_json(value: object) -> Markup:
    """Return a value as JSON for ``<script type="application/json">``. It cannot end or comment out the element.

    Args:
        value: Lists, dicts with text keys, texts, finite numbers, booleans and None. Times become ISO 8601 texts.

    Raises:
        ValueError: If a number is not finite, because browsers cannot parse it.
        TypeError: If a value cannot be written as JSON.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_time)
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - no character is left that HTML knows


def safe_link(url: str | None) -> str | None:
    """Return an address if a page may link to it, else None: http or https, with a host and without hidden parts.

    The template escapes it like any text, and writes ``rel="noopener noreferrer"``.
    """
    # browsers drop control characters and white space before they read the scheme
    if url is None or any(c.isspace() or unicodedata.category(c)[0] == "C" or c == "\\" for c in url):
        return None
    try:
        parts = urlsplit(url)
        # a user name before the host can be mistaken for the host
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return url if usable else None


def safe_svg(text: str) -> Markup:
    """Return a figure for use inside a page, rebuilt from known elements and attributes.

    Its ids get a prefix that depends on the figure, so that the ids of several figures on a page do not clash.

    Raises:
        InputError: If the text is not SVG, or contains scripts, styles, handlers, links, images or entities.
    """
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise _refused("a document type")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a document type there are no entities to expand
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(f"A figure is not SVG: {error}.", hint=_HINT) from error
    if root.tag != f"{{{SVG}}}svg":
        raise _refused(f"the root element {root.tag!r} instead of svg")
    prefix = f"f{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}-"
    for element in root.iter():
        _check_element(element, prefix)
    ElementTree.register_namespace("", SVG)
    written = ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
    return Markup(written)  # noqa: S704 - written from checked parts, texts and values escaped


def inline(text: str) -> Markup:
    """Return a script or style of this package for use inside its element.

    Raises:
        ValueError: If the text would end its element early, or contains carriage returns. Browsers change these, so the
            hash would not match.
    """
    if re.search(r"</(script|style)|<!--|[\r\x00]", text, re.IGNORECASE):
        raise ValueError("a script or style contains text that would end or change its element")
    return Markup(text)  # noqa: S704 - from this package's files


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the page's content security policy, for ``<meta http-equiv="Content-Security-Policy">``.

    The page loads nothing and sends nothing. Only the given scripts and styles run, and no script turns text into
    markup (trusted types).

    Args:
        scripts: The texts of the page's script elements, exactly as between their tags.
        styles: The texts of its style elements.
    """
    rules = {
        "default-src": "'none'",
        "script-src": _hashes(scripts),
        "style-src": _hashes(styles),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hashes(texts: Iterable[str]) -> str:
    digests = [base64.b64encode(hashlib.sha256(inline(text).encode()).digest()).decode() for text in texts]
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"


def _check_element(element: ElementTree.Element, prefix: str) -> None:
    name = _local(element.tag)
    if name not in SVG_ELEMENTS:
        raise _refused(f"an element {name!r}")
    for attribute, value in list(element.attrib.items()):
        element.attrib[attribute] = _checked(attribute, value, prefix)


def _checked(attribute: str, value: str, prefix: str) -> str:
    if attribute in {"href", f"{_XLINK}href"}:
        if not re.fullmatch(r"#[\w-]+", value):
            raise _refused("an external link")
        return f"#{prefix}{value[1:]}"
    if attribute in _REFERENCES:
        return " ".join(prefix + part for part in value.split())
    if _WORDS.fullmatch(attribute):
        return value
    if attribute not in SVG_ATTRIBUTES:
        raise _refused(f"an attribute {attribute!r}")
    if _ELSEWHERE.search(value):
        raise _refused(f"an external reference in {attribute!r}")
    return prefix + value if attribute == "id" else _OWN.sub(rf"url(#{prefix}\1)", value)


def _local(tag: object) -> str:
    # the tag of a comment or processing instruction is a function, if the parser keeps them
    name = tag if isinstance(tag, str) else ""
    return name.removeprefix(f"{{{SVG}}}")


def _time(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


_HINT: Final = "This is a bug in the report or in a library that it uses. Please report it to the developers."


def _refused(what: str) -> InputError:
    return InputError(f"A figure contains {what}, which the report does not allow.", hint=_HINT)
