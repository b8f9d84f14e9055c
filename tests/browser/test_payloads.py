"""The report on hostile texts in a real Chromium: nothing of what accounts wrote runs, and all of it is text."""

import re
from pathlib import Path

from selenium.webdriver import Chrome

from explorer.common.text import printable, shorten
from explorer.graph.connection.connect import Connection
from explorer.report.page import write_report
from explorer.report.text.formatting import LONGEST_TEXT
from tests.browser.pages import soon
from tests.browser.test_report import KNOWN, assert_quiet, offline, open_report
from tests.helpers.payloads import build_payloads
from tests.helpers.shared_graph import SharedGraph

__all__ = ["offline"]

# every tip, every node of the network, everything that can be focused, clicked or searched for
TOUCH_EVERYTHING = """
for (const e of document.querySelectorAll('details')) e.open = true;
for (const e of document.querySelectorAll('[data-tip], svg *, td, th, li, dd')) {
  for (const kind of ['mouseover', 'mouseenter', 'mousemove', 'focusin'])
    e.dispatchEvent(new MouseEvent(kind, {bubbles: true}));
  e.focus?.();
}
for (const e of document.querySelectorAll('#network-view .nodes > *'))
  e.dispatchEvent(new MouseEvent('click', {bubbles: true}));
const words = document.querySelector('#network-view input');
for (const text of ['<', 'script', 'onerror', '"', '7*7', 'constructor', '__proto__']) {
  words.value = text;
  words.dispatchEvent(new Event('input', {bubbles: true}));
  for (const e of document.querySelectorAll('#network-found button')) e.click();
  for (const e of document.querySelectorAll('#network-view .told button')) e.click();
}
"""
CONTENT = """
const names = new Set(), attributes = new Set(), links = [], cells = new Set();
for (const e of document.querySelectorAll('*')) {
  names.add(e.tagName.toLowerCase());
  for (const a of e.attributes) attributes.add(a.name);
  if (e.href && e.tagName == 'A') links.push([e.getAttribute('href'), e.rel]);
}
for (const e of document.querySelectorAll('td, th')) cells.add(e.textContent);
return [[...names], [...attributes], links, [...cells], document.body.textContent];
"""


def shown(text: str | None) -> str:
    """Return what a cell shows of a text: its beginning, without what changes the text around it."""
    return shorten(printable(text or ""), LONGEST_TEXT) or "–"


def texts(graph: Connection, query: str) -> set[str]:
    return {shown(text) for (text,) in graph.read(query).rows}


def test_what_accounts_wrote_is_text(shared_graph: SharedGraph, offline: Chrome, tmp_path: Path) -> None:
    graph = shared_graph.load(build_payloads)
    path = tmp_path / "report.html"
    written = write_report(graph, path)
    assert written.logs == ()
    open_report(offline, path)
    offline.execute_script(TOUCH_EVERYTHING)
    names, attributes, links, cells, content = offline.execute_script(CONTENT)
    assert set(names) <= KNOWN
    assert not [name for name in attributes if name.startswith("on") or name in {"src", "srcdoc", "formaction"}]
    assert all(
        href.startswith("#") or (href.startswith(("https://", "http://")) and "noopener" in rel) for href, rel in links
    )
    # browsers turn carriage returns into line feeds, as everywhere in HTML
    in_cells = {re.sub("\r\n?", "\n", cell) for cell in cells}
    assert texts(graph, "MATCH (a:Account)-[:MEMBER_OF]->() RETURN a.handle") <= in_cells
    outlets = texts(graph, "MATCH (:Cluster)-[:BOOSTS|AMPLIFIES]->(o) RETURN o.name")
    assert len(outlets) > 100
    assert outlets <= in_cells
    assert texts(graph, "MATCH (i:Import) WHERE NOT i.format STARTS WITH 'registry' RETURN i.file") <= in_cells
    for (note,) in graph.read("MATCH (j:Judgement)-[:HOLDS_FOR]->(:Cluster) RETURN j.note").rows:
        assert shown(note) in content
    # a dialog would have refused to be ignored
    soon(offline, lambda: offline.execute_script("return document.readyState") == "complete")
    assert_quiet(offline, path)
