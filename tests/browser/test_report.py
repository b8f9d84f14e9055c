"""The report as its readers open it: Chromium, from disk, without a network; and with hostile texts in every field."""

import base64
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from explorer.cli.options.output import Format
from explorer.cli.ui.output import write_rows
from explorer.graph.connection.connect import Connection
from explorer.graph.rollups import rebuild_rollups
from explorer.graph.runs.judgements import judge_cluster
from explorer.output.pseudonyms import Pseudonyms
from explorer.report.page import write_report
from tests.browser.pages import soon
from tests.helpers.amplification import make_boosts
from tests.helpers.campaign import build_campaign
from tests.helpers.payloads import read_payloads
from tests.unit.common.test_spreadsheets import CHANGED, STAY

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SECTIONS = ("findings", "analysed", "method", "clusters", "across", "limits", "reading", "reproduce")
KNOWN: Final = frozenset(
    (
        "html", "head", "meta", "title", "style", "script", "body", "a", "p", "pre", "h1", "h2", "h3", "h4", "nav",
        "header", "main", "footer", "section", "div", "span", "strong", "em", "code", "b", "ul", "ol", "li", "dl", "dt",
        "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "details",
        "summary", "button", "label", "input", "svg", "g", "path", "rect", "circle", "line", "text", "tspan", "title",
        "desc", "defs", "clippath", "lineargradient", "stop",
    )
)  # fmt: skip
"""Every element that the page may have."""


@pytest.fixture
def campaign(graph: Connection) -> Connection:
    """The campaign with suspensions, labels, times of posts and a judgement, so that most figures have data."""
    make_boosts(build_campaign(graph))
    graph.execute(
        """
        MATCH (p:Post) SET p.createdAt = datetime('2021-01-01T09:59:30Z')
        WITH count(*) AS _
        MATCH (a:Account) WHERE a.handle STARTS WITH 'A' OR a.handle STARTS WITH 'B'
        SET a.createdAt = datetime('2020-06-01T00:00:00Z'), a.location = 'Leeds',
            a.status = coalesce(a.status, 'active'), a.statusAt = datetime('2021-03-01T00:00:00Z'),
            a.name = 'Name of ' + a.handle, a.bio = 'Bio of ' + a.handle
        """
    )
    # without its parameters a run has no grid of windows and weights
    graph.execute("MATCH (run:Run) REMOVE run.parameters")
    rebuild_rollups(graph)
    run = graph.read("MATCH (run:Run {runId: 'cr'}) RETURN properties(run)").rows[0][0]
    judge_cluster(graph, run, 1, verdict="coordinated", author="desk", note="read")
    return graph


@pytest.fixture
def offline(chromium: Chrome) -> Chrome:
    """A browser without a network that takes note of what is refused."""
    chromium.execute_cdp_cmd("Network.enable", {})
    chromium.execute_cdp_cmd(
        "Network.emulateNetworkConditions",
        {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0},
    )
    chromium.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {
            "source": "window.__refused=[];document.addEventListener('securitypolicyviolation',"
            "e=>window.__refused.push(e.violatedDirective+' '+e.blockedURI+' '+e.sample));"
        },
    )
    return chromium


def open_report(window: Chrome, path: Path) -> None:
    # what the browser's own start page did
    for kind in ("browser", "performance"):
        logged(window, kind)
    window.get(path.as_uri())
    soon(window, lambda: window.find_elements(By.CSS_SELECTOR, "#network-view .told"))


def logged(window: Chrome, kind: str) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = window.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def assert_quiet(window: Chrome, path: Path) -> None:
    """Nothing was complained of, refused or asked for, and nothing of what accounts wrote ran."""
    assert logged(window, "browser") == []
    assert window.execute_script("return window.__refused") == []
    assert window.execute_script("return window.__ran") is None
    sent = [
        message["params"]["request"]["url"]
        for entry in logged(window, "performance")
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    # saving a table makes an address within the browser
    assert {url for url in sent if not url.startswith("blob:")} <= {path.as_uri()}


def serious(window: Chrome) -> list[Any]:
    """Return what axe-core finds serious or worse."""
    # by the debugger: the page's policy lets no script in
    window.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    window.set_script_timeout(120)
    found = window.execute_cdp_cmd(
        "Runtime.evaluate",
        {
            "expression": "axe.run({resultTypes: ['violations']}).then(r => JSON.stringify(r.violations.map("
            "v => [v.impact, v.id, v.nodes.slice(0, 5).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary)])))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    return [one for one in json.loads(found["result"]["value"]) if one[0] in {"serious", "critical"}]


def test_it_opens_without_a_network_and_draws_everything(
    campaign: Connection, offline: Chrome, tmp_path: Path, keep_picture: Callable[[str], None]
) -> None:
    path = tmp_path / "report.html"
    written = write_report(campaign, path, run="cr")
    for theme in ("light", "dark"):
        offline.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]}
        )
        open_report(offline, path)
        for section in SECTIONS:
            assert offline.find_element(By.CSS_SELECTOR, f"#{section} h2").is_displayed()
        pictures = offline.find_elements(By.CSS_SELECTOR, "figure svg")
        assert len(pictures) >= written.figures - len(written.missing) > 5
        for picture in pictures:
            marks = picture.find_elements(By.CSS_SELECTOR, "path, rect, circle, line")
            assert any(mark.size["width"] + mark.size["height"] > 1 for mark in marks)
        assert serious(offline) == []
        assert_quiet(offline, path)
        keep_picture(f"report-{theme}")
    offline.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    keep_picture("report-print")
    pdf = base64.b64decode(offline.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    (tmp_path / "report.pdf").write_bytes(pdf)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") > 3


def test_it_can_be_walked_through_with_the_keyboard(campaign: Connection, offline: Chrome, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(campaign, path, run="cr")
    open_report(offline, path)
    controls = "a[href], button, summary, input, [tabindex='0']"
    everything = offline.execute_script(
        f"return [...document.querySelectorAll({controls!r})]"
        ".filter(e => e.checkVisibility() && e.tabIndex >= 0).length"
    )
    reached: set[str] = set()
    for _ in range(everything + 5):
        ActionChains(offline).send_keys(Keys.TAB).perform()
        focused = offline.switch_to.active_element
        if focused.tag_name == "body":
            break
        reached.add(focused.id)
        outline = offline.execute_script(
            "const s = getComputedStyle(arguments[0]); return s.outlineStyle + s.outlineWidth + s.boxShadow", focused
        )
        assert not outline.startswith("none0px") or "rgb" in outline, focused.get_attribute("outerHTML")
    assert len(reached) == everything
    summary = offline.find_element(By.CSS_SELECTOR, "figure details:not([open]) summary")
    summary.send_keys(Keys.ENTER)
    assert summary.find_element(By.XPATH, "..").get_attribute("open") is not None
    words = offline.find_element(By.CSS_SELECTOR, "#network-view input")
    words.send_keys("a2")
    assert "1 found" in offline.find_element(By.CSS_SELECTOR, "#network-view [role=status]").text
    words.send_keys(Keys.ENTER)
    chosen = offline.find_element(By.CSS_SELECTOR, "#network-view .told")
    assert "A2" in chosen.text
    assert "suspended" in chosen.text
    offline.find_element(By.CSS_SELECTOR, "#network-view svg").send_keys(Keys.ESCAPE)
    assert "A2" not in offline.find_element(By.CSS_SELECTOR, "#network-view .told").text
    assert_quiet(offline, path)


def save_table(window: Chrome, table: str, folder: Path) -> list[list[str]]:
    window.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    button = window.find_element(By.CSS_SELECTOR, f"button[data-csv-of='{table}']")
    # it may be in a table that is closed
    window.execute_script(
        "for (let e = arguments[0]; e; e = e.parentElement) if (e.tagName == 'DETAILS') e.open = true", button
    )
    button.click()
    file = folder / str(button.get_attribute("data-file"))
    soon(window, file.exists)
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_table_is_saved_as_csv(campaign: Connection, offline: Chrome, tmp_path: Path) -> None:
    campaign.execute("MATCH (a:Account {handle: 'A1'}) SET a.handle = '=1+1,\"x\"'")
    path = tmp_path / "report.html"
    write_report(campaign, path, run="cr")
    open_report(offline, path)
    head, *rows = save_table(offline, "cluster-1-members", tmp_path)
    assert [row[head.index("Handle")] for row in rows] == ['\'=1+1,"x"', "A2", "A3"]
    assert [row[head.index("Status")] for row in rows] == ["active", "suspended", "active"]
    assert_quiet(offline, path)


def test_its_tables_are_as_safe_in_spreadsheets_as_those_of_the_command_line(
    campaign: Connection, offline: Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    write_report(campaign, path, run="cr")
    open_report(offline, path)
    texts = [*CHANGED, *STAY, *(payload.text for payload in read_payloads() if payload.text.strip())]
    offline.execute_script(
        """
        const [table, texts] = [document.getElementById('cluster-1-members'), arguments[0]];
        table.replaceChildren(...texts.map((text) => {
          const row = document.createElement('tr');
          row.append(document.createElement('td'));
          row.cells[0].dataset.value = text;
          return row;
        }));
        """,
        texts,
    )
    save_table(offline, "cluster-1-members", tmp_path)
    (file,) = tmp_path.glob("*.csv")
    expected = io.StringIO()
    write_rows(expected, (texts[0],), [(text,) for text in texts], Format.CSV)
    _, _, rows = expected.getvalue().partition("\n")
    assert file.read_bytes().decode("utf-8-sig") == rows


def test_pseudonyms_leave_nothing_of_accounts(campaign: Connection, tmp_path: Path) -> None:
    campaign.execute(
        "MATCH (a:Account) SET a.handle = 'canary' + a.handle, a.name = 'canary' + a.handle, a.bio = 'canary', "
        "a.location = 'canary' WITH count(*) AS _ MATCH (p:Post) SET p.text = 'canary ' + p.postId"
    )
    path = tmp_path / "report.html"
    write_report(campaign, path, run="cr", pseudonyms=Pseudonyms(b"k" * 32))
    page = path.read_text(encoding="utf-8")
    assert "canary" not in page
    assert not [key for key in ("x:a1", "x:a2", "x:b1", "x:bystander", "x:p1", "x:u2", "x:stranger") if key in page]
