"""What docs/ holds of other sources is what these say; the site has every page."""

import html
import re
from pathlib import Path

import pytest

from scripts import build_site
from scripts.generate_docs import DOCS, PAGES, WHOLE

REPOSITORY = DOCS.parent


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_generated(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    assert page == PAGES[name](page), "run: make docs"


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_page_is_generated(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == WHOLE[name](), "run: make docs"


def test_every_page_is_in_the_sites_navigation(tmp_path: Path) -> None:
    build_site.gather(tmp_path)
    pages = {str(page.relative_to(tmp_path)) for page in tmp_path.rglob("*.md")}
    named = re.findall(r"[\w/.-]+\.md$", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(named) == sorted(pages)


@pytest.fixture(scope="module")
def site() -> Path:
    build_site.build()
    return build_site.SITE


def test_the_site_asks_nothing_of_other_machines(site: Path) -> None:
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
