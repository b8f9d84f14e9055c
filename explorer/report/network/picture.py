"""The picture of the network: SVG that needs no script, and that the page's script moves and highlights."""

from collections.abc import Sequence
from typing import Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup

from explorer.common.text import shorten
from explorer.report.html.escape import SVG, safe_svg
from explorer.report.text.prose import render_text

# Okabe and Ito colours, which colour-blind readers can distinguish, in mid-tones that stand out on white and on black
COLOURS: Final = {"cluster": "#0072b2", "account": "#56b4e9", "suspended": "#e69f00", "outlet": "#d55e00"}
_WIDTHS: Final = 5
"""Number of line widths for boosts."""
_LONGEST: Final = 26
"""Width in letters of a name that is drawn. The facts contain the full name."""
Node = dict[str, Any]


def draw(nodes: Sequence[Node], edges: Sequence[Node]) -> Markup:
    """Return the picture of a network.

    Everything is in a group ``all`` that can be moved and scaled. It contains the groups ``edges``, ``nodes`` and
    ``names``. The latter two are in the order of ``nodes``.

    Args:
        nodes: The nodes, see `explorer.report.network.view.NetworkView`.
        edges: The edges, likewise.
    """
    margin = 30.0
    width = max((node["x"] + node["size"] for node in nodes), default=100) + margin
    # letters are 11 pixels high if the picture is as wide as a page
    letter = max(11.0, width / 82)
    top = -3.5 * letter
    height = max((node["y"] + node["size"] for node in nodes), default=50) + margin - top
    root = Element(
        f"{{{SVG}}}svg",
        {"viewBox": f"{-margin:g} {top:.1f} {width + margin:.1f} {height:.1f}", "role": "img", "class": "network",
         "aria-labelledby": "title", "aria-describedby": "desc", "font-size": f"{letter:.1f}", "fill": "currentColor"},
    )  # fmt: skip
    _part(root, "title", {"id": "title"}, render_text("network", "title"))
    _part(root, "desc", {"id": "desc"}, _description(nodes, edges))
    everything = _part(root, "g", {"class": "all"})
    lines = _part(everything, "g", {"class": "edges", "stroke": "currentColor", "fill": "none"})
    _draw_edges(lines, nodes, edges)
    shapes = _part(everything, "g", {"class": "nodes"})
    for node in nodes:
        _draw_node(shapes, node)
    names = _part(everything, "g", {"class": "names", "text-anchor": "middle"})
    for node in nodes:
        _draw_name(names, node)
    _draw_legend(root, -margin + letter, top + 1.3 * letter, letter)
    return safe_svg(ElementTree.tostring(root, encoding="unicode"))


def _draw_edges(group: Element, nodes: Sequence[Node], edges: Sequence[Node]) -> None:
    heaviest = max((edge["weight"] for edge in edges if edge["kind"] == "boosts"), default=1)
    paths: dict[tuple[str, int], list[str]] = {}
    for edge in edges:
        step = -(-_WIDTHS * edge["weight"] // heaviest) if edge["kind"] == "boosts" else 0
        a, b = nodes[edge["source"]], nodes[edge["target"]]
        paths.setdefault((edge["kind"], int(step)), []).append(f"M{a['x']:g},{a['y']:g}L{b['x']:g},{b['y']:g}")
    for kind, step in sorted(paths):
        # browsers draw one path faster than many
        look = {
            "coordination": ("0.35", "0.5"),
            "membership": ("0.12", "0.5"),
            "boosts": ("0.55", f"{0.4 + 1.2 * step:.1f}"),
        }[kind]
        _part(
            group,
            "path",
            {"class": kind, "d": "".join(paths[kind, step]), "stroke-opacity": look[0], "stroke-width": look[1]}
            | ({"stroke": COLOURS["outlet"]} if kind == "boosts" else {}),
        )


def _draw_node(group: Element, node: Node) -> None:
    x, y, size = node["x"], node["y"], node["size"]
    look = {"class": f"node {node['kind']}", "fill": COLOURS[_look(node)], "data-tip": node["name"]}
    if node["kind"] == "outlet":
        box = {"x": f"{x - size:.1f}", "y": f"{y - size:.1f}", "width": f"{2 * size:.1f}", "height": f"{2 * size:.1f}"}
        _part(group, "rect", look | box)
    else:
        _part(group, "circle", look | {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{size:g}"})


def _draw_name(group: Element, node: Node) -> None:
    name = shorten(node["name"], _LONGEST)
    at = {"x": f"{node['x']:g}", "y": f"{node['y'] + node['size']:.1f}", "dy": "1em"}
    if node["kind"] == "cluster":
        # the rank, in the middle of the disc
        name = node["name"].removeprefix("Cluster ")
        at = {
            "x": f"{node['x']:g}",
            "y": f"{node['y'] + 5:.1f}",
            "font-size": "14",
            "font-weight": "600",
            "fill": "#ffffff",
        }
    elif node["kind"] == "account":
        # hidden until the reader zooms in
        at |= {"display": "none"}
    _part(group, "text", {"class": f"name {node['kind']}", **at}, name)


def _draw_legend(root: Element, x: float, y: float, letter: float) -> None:
    legend = _part(root, "g", {"class": "legend"})
    size = 0.42 * letter
    for kind in ("cluster", "account", "suspended", "outlet", "boosts"):
        text = render_text("network", f"key_{kind}")
        if kind == "boosts":
            line = {"d": f"M{x - size:.1f},{y:.1f}h{3 * size:.1f}", "stroke": COLOURS["outlet"]}
            _part(legend, "path", line | {"stroke-width": f"{0.3 * letter:.1f}"})
            x += size
        else:
            _draw_node(
                legend,
                {
                    "kind": "outlet" if kind == "outlet" else "account",
                    "x": x,
                    "y": y,
                    "size": size,
                    "name": text,
                    "suspended": False,
                },
            )
            legend[-1].set("fill", COLOURS[kind])
            legend[-1].set("class", "key")
            del legend[-1].attrib["data-tip"]
        _part(legend, "text", {"x": f"{x + 0.9 * letter:.1f}", "y": f"{y + 0.35 * letter:.1f}"}, text)
        x += letter * (3.2 + 0.56 * len(text))


def _look(node: Node) -> str:
    return "suspended" if node["suspended"] else str(node["kind"])


def _description(nodes: Sequence[Node], edges: Sequence[Node]) -> str:
    kinds = [node["kind"] for node in nodes]
    boosts = [edge for edge in edges if edge["kind"] == "boosts"]
    widest = max(boosts, key=lambda edge: edge["weight"], default=None)
    return render_text(
        "network",
        "description",
        clusters=kinds.count("cluster"),
        members=kinds.count("account"),
        outlets=kinds.count("outlet"),
        widest=widest
        and {
            "source": nodes[widest["source"]]["name"],
            "target": nodes[widest["target"]]["name"],
            "text": widest["text"],
        },
    )


def _part(parent: Element, name: str, attributes: dict[str, str], text: str = "") -> Element:
    part = SubElement(parent, f"{{{SVG}}}{name}", attributes)
    part.text = text
    return part
