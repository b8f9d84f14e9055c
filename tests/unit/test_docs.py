"""What docs/ holds of other sources is what these say."""

import pytest

from scripts.generate_docs import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_generated(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    assert page == PAGES[name](page), "run: make docs"
