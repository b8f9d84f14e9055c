"""Neo4j Browser's page, as an analyst uses it."""

from collections.abc import Callable
from typing import TypeVar

from selenium.common import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from explorer.cli.commands.browser import browser_address
from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_query

PATIENCE = 60  # seconds: how long a busy machine may take to draw a page
REDRAWN = (StaleElementReferenceException, ElementNotInteractableException, ElementClickInterceptedException)
T = TypeVar("T")


def soon(window: Chrome, find: Callable[[], T]) -> T:
    """Wait until something is found or true, and return it."""
    return WebDriverWait(window, PATIENCE, ignored_exceptions=REDRAWN).until(lambda _: find())


def parts(window: Chrome | WebElement, test_id: str) -> list[WebElement]:
    return window.find_elements(By.CSS_SELECTOR, f"[data-testid='{test_id}']")


def connect(window: Chrome, graph: Connection, address: str = "") -> None:
    """Open an address that ``explorer browser`` prints and give the password: nothing else is asked for."""
    window.get(address or browser_address(graph.endpoint))
    (password,) = soon(window, lambda: parts(window, "password"))
    (bolt,) = parts(window, "boltaddress")
    (username,) = parts(window, "username")
    assert (bolt.get_attribute("value") or "") in graph.endpoint.uri
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
    """Run a query's file as docs/reference/packs.md says: its :param lines first, then the statement."""
    lines = find_query(name).path.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(":param"))
    rest = next(number for number in range(first, len(lines)) if not lines[number].startswith(":param"))
    defaults = paste(window, "\n".join(lines[:rest]))
    done = ["Status: success"] * (rest - first)
    soon(window, lambda: [i.get_attribute("title") for i in parts(defaults, "multi-statement-list-icon")] == done)
    return paste(window, "\n".join(lines[rest:]))
