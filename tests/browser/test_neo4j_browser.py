"""The packs in Neo4j Browser, as an analyst uses them: in a real Chromium, on a real Neo4j."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from selenium.common import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from explorer.cli.browser import browser_address
from explorer.graph.connect import Graph
from explorer.packs import find_query
from tests.campaign import build_campaign

PATIENCE = 60  # seconds: how long a busy machine may take to draw a page
REDRAWN = (StaleElementReferenceException, ElementNotInteractableException, ElementClickInterceptedException)
T = TypeVar("T")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> tuple[str, str]:
    """Return the paths of Chromium and its driver; nothing is downloaded."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if browser and driver:
        return browser, driver
    missing = "Chromium and chromedriver are needed: apt-get install chromium chromium-driver"
    # where the whole check runs, a test that is left out is a test that fails
    if os.environ.get("EXPLORER_REQUIRE_BROWSER"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Chrome]:
    browser, driver = find_browser()
    options = ChromeOptions()
    options.binary_location = browser
    for argument in (
        "--headless=new",
        # containers run tests as root and give little shared memory
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--window-size=1400,1400",
        f"--user-data-dir={tmp_path}",
    ):
        options.add_argument(argument)
    window = Chrome(options=options, service=Service(driver))
    try:
        yield window
    finally:
        window.quit()


def soon(window: Chrome, find: Callable[[], T]) -> T:
    """Wait until something is found or true, and return it."""
    return WebDriverWait(window, PATIENCE, ignored_exceptions=REDRAWN).until(lambda _: find())


def parts(window: Chrome | WebElement, test_id: str) -> list[WebElement]:
    return window.find_elements(By.CSS_SELECTOR, f"[data-testid='{test_id}']")


def connect(window: Chrome, graph: Graph) -> None:
    """Open the address that ``explorer browser`` prints and give the password: nothing else is asked for."""
    window.get(browser_address(graph.endpoint))
    (password,) = soon(window, lambda: parts(window, "password"))
    (address,) = parts(window, "boltaddress")
    (username,) = parts(window, "username")
    assert (address.get_attribute("value") or "") in graph.endpoint.uri
    assert username.get_attribute("value") == graph.endpoint.username
    password.send_keys(graph.endpoint.password)

    def connected(_: Chrome) -> bool:
        if any("You are connected" in page.text for page in parts(window, "frameContents")):
            return True
        # a click is lost while the page still looks at its server: a person would click again
        for button in parts(window, "connect"):
            button.click()
        return False

    WebDriverWait(window, PATIENCE, poll_frequency=2, ignored_exceptions=REDRAWN).until(connected)


def paste(window: Chrome, text: str) -> WebElement:
    """Paste text into the editor, run it, and return the frame that appears."""
    before = {frame.id for frame in parts(window, "frame")}
    parts(window, "activeEditor")[0].click()
    window.execute_cdp_cmd("Input.insertText", {"text": text})
    parts(window, "editor-Run")[0].click()
    return soon(window, lambda: [frame for frame in parts(window, "frame") if frame.id not in before])[0]


def ask(window: Chrome, name: str) -> WebElement:
    """Run a query's file as docs/packs.md says: its :param lines first, then the statement."""
    lines = find_query(name).path.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(":param"))
    rest = next(number for number in range(first, len(lines)) if not lines[number].startswith(":param"))
    defaults = paste(window, "\n".join(lines[:rest]))
    done = ["Status: success"] * (rest - first)
    soon(window, lambda: [i.get_attribute("title") for i in parts(defaults, "multi-statement-list-icon")] == done)
    return paste(window, "\n".join(lines[rest:]))


def test_the_answers_are_shown(chromium: Chrome, graph: Graph) -> None:
    build_campaign(graph)
    connect(chromium, graph)
    frame = ask(chromium, "cluster-boosts")
    (answer,) = soon(chromium, lambda: [page for page in parts(frame, "frameContents") if '"CGTN"' in page.text])
    text = " ".join(answer.text.split())
    # cluster, size, outlet, state, retweets, accounts
    assert '1 3 "CGTN" "CN" 6 3' in text
    assert '2 2 "Liu Xiaoming" "CN" 2 2' in text


def test_the_picture_is_drawn(chromium: Chrome, graph: Graph) -> None:
    build_campaign(graph)
    connect(chromium, graph)
    frame = ask(chromium, "cluster-paths")
    nodes = soon(chromium, lambda: frame.find_elements(By.CSS_SELECTOR, "svg g.node"))
    # the cluster, its 3 members, the accounts cgtn and stranger, the outlet CGTN
    assert len(nodes) == 7
    soon(chromium, lambda: [part for part in parts(frame, "vizInspector") if "Displaying 7 nodes" in part.text])
