"""The real Chromium that the tests drive."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURES = Path(os.environ.get("EXPLORER_SCREENSHOTS") or Path(__file__).parent / "screenshots")


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
        "--window-size=1600,1200",
        f"--user-data-dir={tmp_path}",
    ):
        options.add_argument(argument)
    # what the page asks the network for, and what it complains of
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    window = Chrome(options=options, service=Service(driver))
    try:
        yield window
    finally:
        window.quit()


@pytest.fixture
def keep_picture(chromium: Chrome) -> Callable[[str], None]:
    """Keep what the window shows, for people to look at: in $EXPLORER_SCREENSHOTS or tests/browser/screenshots."""

    def keep(name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        assert chromium.save_screenshot(str(PICTURES / f"{name}.png"))

    return keep
