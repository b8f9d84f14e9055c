"""The site of docs/ as it is built: a link that leads nowhere fails here, which is why ``make check`` builds none."""

import html
import re
from pathlib import Path

import pytest

from scripts.docs.site import SITE, build


@pytest.fixture(scope="module")
def site() -> Path:
    build()
    return SITE


def test_the_site_loads_nothing_from_other_machines(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 40
    loaded = r"<(?:script|img|iframe|source)[^>]* src=[\"']?(?:https?:)?//|<link[^>]* href=[\"']?(?:https?:)?//"
    for page in pages:
        # where a page is the main version of itself is no request
        text = re.sub(r"<link[^>]*rel=[\"']?(canonical|prev|next)[^>]*>", "", page.read_text(encoding="utf-8"))
        assert not re.search(loaded, text), page


def test_the_site_shows_what_the_tool_says_of_itself(site: Path) -> None:
    commands = html.unescape((site / "docs" / "reference" / "cli.html").read_text(encoding="utf-8"))
    assert "table|csv|json|jsonl" in commands
    assert "\\|" not in commands
