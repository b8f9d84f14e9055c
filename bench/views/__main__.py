"""``python -m bench.views``: compare candidates for the report's network view in Chromium.

For maintainers: node, npm, and Chromium with its driver are needed.
Pages are opened from file:// with the report's content security policy. Every candidate draws the same clustered
network with the same node positions. The benchmark measures its minified size, the time from the start of its script to
the first frame, and the frames per second while dragging and zooming with real browser events. It also lists what the
policy blocks.
"""

import random
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from math import cos, sin, tau
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from bench.options import TinyOption
from explorer.report.html.escape import embed_json, policy
from tests.browser.conftest import find_browser

HERE = Path(__file__).parent
PACKAGES = (
    "sigma@4.0.4", "graphology@0.26.0", "cytoscape@3.35.0", "force-graph@1.52.0", "vis-network@10.1.5",
    "d3-zoom@3.0.1", "d3-selection@3.0.0", "esbuild@0.28.2",
)  # fmt: skip
CANDIDATES = ("sigma", "cytoscape", "force-graph", "vis-network", "d3-zoom, canvas", "d3-zoom, svg")
SECONDS, ROUNDS = 2.0, 3
COLOURS = ("#4477aa", "#ee6677", "#228833")
Build = Callable[[dict[str, Any]], str]


def main(
    only: Annotated[list[str] | None, typer.Option(help="Only these candidates.")] = None,
    tiny: TinyOption = False,
) -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds: dict[str, Build] = _bundle(folder)
        print("candidate           KB  nodes  first ms  drag fps  wheel fps  refused by the policy")
        for candidate, build in builds.items():
            for count in (60,) if tiny else (300, 3000):
                if not only or candidate in only:
                    page = folder / "page.html"
                    page.write_text(build(network(count)), encoding="utf-8")
                    _print_row(candidate, page, count, 1 if tiny else ROUNDS)


def network(count: int) -> dict[str, Any]:
    """Return nodes in clusters of 30. Each has three edges in its cluster, and one in ten has an edge to any node."""
    draw = random.Random(1)
    nodes, edges = [], []
    across = int((count / 30) ** 0.5) + 1
    for index in range(count):
        cluster, angle, far = index // 30, draw.random() * tau, draw.random() ** 0.5 * 100
        x, y = (cluster % across - across / 2) * 260, (cluster // across - across / 2) * 260
        nodes.append(
            {
                "id": f"account {index}",
                "x": x + far * cos(angle),
                "y": y + far * sin(angle),
                "size": 4 + draw.random() * 6,
                "color": COLOURS[cluster % 3],
            }
        )
        ends = [cluster * 30 + draw.randrange(30) for _ in range(3)] + [draw.randrange(count)] * (draw.random() < 0.1)
        edges += [{"source": f"account {index}", "target": f"account {end}"} for end in ends if end not in {index}]
    return {"nodes": nodes, "edges": [edge for edge in edges if int(edge["target"].split()[1]) < count]}


def _bundle(folder: Path) -> dict[str, Build]:
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--save-exact", *PACKAGES],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (folder / "candidates.js").write_bytes((HERE / "candidates.js").read_bytes())

    def build(name: str) -> Build:
        # Without the other candidates, tree shaking removes the code that only they need.
        source = (folder / "candidates.js").read_text(encoding="utf-8")
        head, body = source.split("export const candidates = {\n")
        own = next(part for part in body.split("\n  },\n") if part.strip().strip('"').startswith(name))
        # Import only what the candidate uses, because some packages have side effects on import.
        head = "\n".join(
            line for line in head.splitlines() if _imported(line) and re.search(rf"\b{_imported(line)}\b", own)
        )
        (folder / "entry.js").write_text(
            f"{head}\nconst all = {{\n{own}\n  }},\n}};\nwindow.draw = (name, box, data) => all[name](box, data);\n"
        )
        subprocess.run(
            ["npx", "esbuild", "entry.js", "--bundle", "--minify", "--format=iife", "--legal-comments=none",
             "--outfile=out.js"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        script = re.sub(r"<(/script|/style|!--)", r"<\\\1", (folder / "out.js").read_text(encoding="utf-8")).replace(
            "\x00", "\\0"
        )
        print(f"{name}: {len(script) / 1000:.0f} KB minified")
        return lambda data: make_page(name, script, data)

    return {name: build(name) for name in CANDIDATES}


def _imported(line: str) -> str:
    match = re.match(r"import \{? ?(\w+)", line)
    return match[1] if match else ""


def make_page(name: str, script: str, data: dict[str, Any]) -> str:
    """Return the page that draws a network with a candidate's script, under the report's security policy."""
    watch, style = (HERE / "page.js").read_text(encoding="utf-8"), "#box{width:1000px;height:700px;position:relative}"
    return (
        f'<!doctype html><meta charset="utf-8"><title>{name}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy([watch, script], [style])}">'
        f'<style>{style}</style><div id="box"></div>'
        f'<script type="application/json" id="data">{embed_json({"name": name, "data": data})}</script>'
        f"<script>{watch}</script><script>{script}</script>"
    )


def _print_row(candidate: str, page: Path, count: int, rounds: int) -> None:
    drawn = [measure(page) for _ in range(rounds)]
    first, drag, wheel = (median(figures) for figures in zip(*(one[:3] for one in drawn), strict=True))
    print(
        f"{candidate:16} {page.stat().st_size / 1000:7.0f} {count:6} {first:9.0f} {drag:9.0f} {wheel:10.0f}  "
        f"{', '.join(sorted(set(drawn[0][3]))) or 'nothing'}"
    )


def measure(page: Path) -> tuple[float, float, float, list[str]]:
    """Return milliseconds to the first frame, frames per second while dragging and zooming, and blocked resources."""
    options = ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1100,900"):
        options.add_argument(argument)
    browser, driver = find_browser()
    options.binary_location = browser
    window = Chrome(options=options, service=Service(driver))
    try:
        window.get(page.as_uri())
        until = time.monotonic() + 30
        while time.monotonic() < until and not window.execute_script("return window.first"):
            time.sleep(0.02)
        first = window.execute_script("return window.first") or float("nan")
        window.save_screenshot(str(Path(tempfile.gettempdir()) / f"views-{window.title}.png"))
        drag = _frames(window, lambda step: ("mouseMoved", 500 + 80 * cos(step / 9), 350 + 80 * sin(step / 9), 0))
        wheel = _frames(window, lambda step: ("mouseWheel", 500, 350, -40 if step % 40 < 20 else 40))
        return first, drag, wheel, window.execute_script("return window.refused") or []
    finally:
        window.quit()


def _frames(window: Chrome, event: Callable[[int], tuple[str, float, float, float]]) -> float:
    """Return frames per second while about 60 events per second are sent, as with a real pointer."""

    def send(kind: str, x: float, y: float, delta: float = 0) -> None:
        window.execute_cdp_cmd(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": x,
                "y": y,
                "button": "left",
                "buttons": 1,
                "clickCount": 1,
                "deltaX": 0,
                "deltaY": delta,
            },
        )

    if event(0)[0] == "mouseMoved":
        send("mousePressed", 500, 350)
    window.execute_script("window.frames_.length = 0")
    started, step = time.monotonic(), 0
    while time.monotonic() - started < SECONDS:
        send(*event(step))
        step += 1
        time.sleep(max(0.0, started + step / 60 - time.monotonic()))
    frames: list[float] = window.execute_script("return window.frames_")
    send("mouseReleased", 500, 350)
    return 1000 * (len(frames) - 1) / (frames[-1] - frames[0]) if len(frames) > 1 else 0.0


if __name__ == "__main__":
    typer.run(main)
