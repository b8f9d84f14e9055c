"""The guide, the style and the bundle in Neo4j Browser: in a real Chromium, on a real Neo4j."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from explorer.browser import serve_guide
from explorer.browser.bundle import write_bundle
from explorer.browser.guide import FOLDER
from explorer.cli.commands.browser import browser_address
from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs, find_query
from tests.browser.pages import connect, parts, soon
from tests.helpers.amplification import make_boosts
from tests.helpers.campaign import build_campaign
from tests.helpers.payloads import read_payloads

KeepPicture = Callable[[str], None]
# colours in style.grass, as Browser writes them
OUTLET = "#B3001B"
SUSPENDED = "#3B3B3B"


@pytest.fixture
def guide(chromium: Chrome, graph: Connection) -> Iterator[WebElement]:
    """The drawer with the guide, beside a connection to the campaign."""
    make_boosts(build_campaign(graph))
    with serve_guide(browser_address(graph.endpoint), find_packs()) as address:
        connect(chromium, graph, address)
        yield soon(
            chromium, lambda: [d for d in parts(chromium, "guidesDrawer") if "Questions about this graph" in d.text]
        )[0]


def turn_to(window: Chrome, guide: WebElement, query: str) -> WebElement:
    """Turn the pages until one has the query, and return what asks it."""
    title = find_query(query).title

    def found() -> list[WebElement]:
        asks = guide.find_elements(By.CSS_SELECTOR, "a.ask")
        return [ask for ask in asks if (ask.get_attribute("data-populate") or "").startswith(f"// {title}\n")]

    parts(guide, "pagination-1")[0].click()
    while not (here := found()):
        onwards = parts(guide, "guideNextSlide")[0]
        assert onwards.is_enabled(), query
        onwards.click()
    return here[0]


def click_icon(window: Chrome, of: WebElement) -> WebElement:
    """Click the play icon that Browser puts first, and return the frame that appears."""
    before = {frame.id for frame in parts(window, "frame")}
    of.find_element(By.TAG_NAME, "i").click()
    return soon(window, lambda: [frame for frame in parts(window, "frame") if frame.id not in before])[0]


def shows(window: Chrome, frame: WebElement, text: str) -> None:
    soon(window, lambda: [page for page in parts(frame, "frameContents") if text in " ".join(page.text.split())])


def test_one_click_shows_the_rows(chromium: Chrome, guide: WebElement, keep_picture: KeepPicture) -> None:
    keep_picture("guide-start")
    frame = click_icon(chromium, turn_to(chromium, guide, "cluster-boosts"))
    # cluster, size, outlet, state, retweets, accounts
    shows(chromium, frame, '1 3 "CGTN" "CN" 6 3')
    shows(chromium, frame, '2 2 "Liu Xiaoming" "CN" 2 2')
    keep_picture("guide-rows")


def test_a_click_draws_the_picture_in_the_colours_of_the_style(
    chromium: Chrome, guide: WebElement, keep_picture: KeepPicture
) -> None:
    style, only_returned = guide.find_elements(By.CSS_SELECTOR, "a[data-exec]")
    shows(chromium, click_icon(chromium, style), "node.Outlet")
    shows(chromium, click_icon(chromium, only_returned), '"autoComplete": false')
    frame = click_icon(chromium, turn_to(chromium, guide, "cluster-paths"))
    # the cluster, its 3 members, the accounts cgtn and stranger, the outlet CGTN
    assert len(soon(chromium, lambda: frame.find_elements(By.CSS_SELECTOR, "svg g.node"))) == 7
    # 3 memberships, 3 edges of the run "ca" and none of "cr", 3 members each to cgtn and stranger, 1 operator, 1 boost
    soon(chromium, lambda: [p for p in parts(frame, "vizInspector") if "7 nodes, 14 relationships" in p.text])
    circles = frame.find_elements(By.CSS_SELECTOR, "svg g.node circle.b-outline")
    assert [circle.get_attribute("fill") for circle in circles].count(OUTLET) == 1
    captions = {"".join(node.text.split()) for node in frame.find_elements(By.CSS_SELECTOR, "svg g.node")}
    # a2 is known to be suspended
    assert captions == {
        "cluster1of3",
        "A1x:a1",
        "suspendedA2x:a2",
        "A3x:a3",
        "CGTN",
        "CGTNx:cgtn",
        "STRANGERx:stranger",
    }
    assert [circle.get_attribute("fill") for circle in circles].count(SUSPENDED) == 1
    # without what stands around it
    frame.find_element(By.CSS_SELECTOR, "button[title='Fullscreen']").click()
    soon(chromium, lambda: frame.size["width"] > 1500)
    keep_picture("guide-graph")


def test_other_values_are_set_and_asked(chromium: Chrome, guide: WebElement, keep_picture: KeepPicture) -> None:
    ask = turn_to(chromium, guide, "cluster-members")
    details = ask.find_elements(By.XPATH, "following-sibling::details")[1]
    details.find_element(By.TAG_NAME, "summary").click()
    lines, statement = details.find_elements(By.CSS_SELECTOR, "pre.runnable")
    # a click on the words puts them into the editor
    lines.click()
    (editor,) = parts(chromium, "activeEditor")
    soon(chromium, lambda: "cluster" in editor.text)
    keep_picture("guide-other-values")
    # as if changed there: the second cluster
    chromium.execute_script(
        "const text = arguments[0].lastChild; text.data = text.data.replace('cluster => 1', 'cluster => 2')", lines
    )
    frame = click_icon(chromium, lines)
    icons = soon(chromium, lambda: parts(frame, "multi-statement-list-icon"))
    soon(chromium, lambda: {i.get_attribute("title") for i in icons} == {"Status: success"})
    frame = click_icon(chromium, statement)
    shows(chromium, frame, '"x:b1"')
    assert "x:a1" not in frame.text


def test_texts_from_outside_stay_texts(
    chromium: Chrome, graph: Connection, guide: WebElement, keep_picture: KeepPicture
) -> None:
    short = [payload.text for payload in read_payloads() if payload.shown != "cut" and "\x00" not in payload.text]
    hostile = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>\' ' + " ".join(short)
    # an index of Neo4j takes 8 kB
    assert len(hostile.encode()) < 8_000
    graph.execute(
        "MATCH (n:Account|Post|Outlet) SET n.handle = $text, n.name = $text, n.bio = $text, n.text = $text",
        {"text": hostile},
    )
    # captions are made of them
    shows(chromium, click_icon(chromium, guide.find_elements(By.CSS_SELECTOR, "a[data-exec]")[0]), "node.Outlet")
    for query in ("cluster-boosts", "cluster-members", "evidence"):
        shows(chromium, click_icon(chromium, turn_to(chromium, guide, query)), "<img src=x")
    frame = click_icon(chromium, turn_to(chromium, guide, "cluster-paths"))
    soon(chromium, lambda: frame.find_elements(By.CSS_SELECTOR, "svg g.node"))
    keep_picture("hostile-texts")
    assert chromium.execute_script("return window.broken || window.__ran") is None
    assert not chromium.find_elements(By.CSS_SELECTOR, "img[src='x']")


def test_other_machines_receive_no_request(chromium: Chrome, guide: WebElement) -> None:
    shows(chromium, click_icon(chromium, turn_to(chromium, guide, "cluster-boosts")), '"CGTN"')
    asked: dict[str, str] = {}
    refused: set[str] = set()
    log: list[dict[str, str]] = chromium.get_log("performance")  # type: ignore[no-untyped-call]
    for entry in log:
        message = json.loads(entry["message"])["message"]
        about = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            asked[about["requestId"]] = about["request"]["url"]
        elif message["method"] == "Network.loadingFailed" and about.get("blockedReason") == "csp":
            refused.add(about["requestId"])
    hosts = {
        urlsplit(url).hostname for request, url in asked.items() if url.startswith("http") and request not in refused
    }
    assert hosts == {"127.0.0.1", "localhost"}
    # the page did try: it is the server's setting that keeps it from it
    assert refused


def drop(window: Chrome, path: Path) -> None:
    """Drop a file on the window. Chromium's driver cannot drag from the desktop, but gives a real file to an input."""
    entry = window.execute_script(
        "const i = document.createElement('input'); i.type = 'file'; document.body.append(i); return i"
    )
    entry.send_keys(str(path))
    window.execute_script(
        """const files = new DataTransfer();
        files.items.add(arguments[0].files[0]);
        arguments[0].remove();
        document.querySelector('.filedrop').dispatchEvent(
            new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}))""",
        entry,
    )


def test_the_bundle_and_the_style_are_imported_by_dropping_them(
    chromium: Chrome, graph: Connection, tmp_path: Path, keep_picture: KeepPicture
) -> None:
    make_boosts(build_campaign(graph))
    connect(chromium, graph)
    write_bundle(find_packs(), tmp_path / "queries.zip")
    drop(chromium, tmp_path / "queries.zip")
    parts(chromium, "navigationFavorites")[0].click()
    packs = find_packs()
    for pack in packs:
        soon(chromium, partial(parts, chromium, f"expandFolder-{pack}"))[0].click()
    titles = sorted(query.title for pack in packs.values() for query in pack.queries)

    def items() -> dict[str, WebElement]:
        return {item.text.strip(): item for item in parts(chromium, "savedScriptListItem")}

    soon(chromium, lambda: sorted(items()) == titles)
    drop(chromium, FOLDER / "style.grass")
    shows(chromium, soon(chromium, lambda: parts(chromium, "frame"))[0], "node.Outlet")
    keep_picture("bundle")
    before = {frame.id for frame in parts(chromium, "frame")}
    parts(items()[find_query("cluster-boosts").title], "savedScriptsButton-Run")[0].click()
    frame = soon(chromium, lambda: [frame for frame in parts(chromium, "frame") if frame.id not in before])[0]
    shows(chromium, frame, '1 3 "CGTN" "CN" 6 3')
