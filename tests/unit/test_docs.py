"""What docs/ holds of other sources is what these say; the site has every page."""

import re
from pathlib import Path

import pytest

from scripts.docs.generate import DOCS, PAGES, WHOLE
from scripts.docs.site import gather

REPOSITORY = DOCS.parent


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_generated(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    assert page == PAGES[name](page), "run: make docs"


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_page_is_generated(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == WHOLE[name](), "run: make docs"


def test_every_page_is_in_the_sites_navigation(tmp_path: Path) -> None:
    gather(tmp_path)
    pages = {str(page.relative_to(tmp_path)) for page in tmp_path.rglob("*.md")}
    named = re.findall(r"[\w/.-]+\.md$", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(named) == sorted(pages)
