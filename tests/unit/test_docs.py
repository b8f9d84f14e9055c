"""What docs/ holds of other sources is what these say; the site has every page."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from explorer.common.durations import parse_duration
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


def test_thresholds_of_common_triggers_are_those_of_the_code() -> None:
    page = (DOCS / "explanation" / "significance.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\.(\w+)` \| ([\w.]+) \|", page, flags=re.MULTILINE)
    stated = {(module, name): _number(value) for module, name, value in rows}
    modules = {module: import_module(f"explorer.detect.significance.{module}") for module, _ in stated}
    assert stated == {(module, name): getattr(modules[module], name) for module, name in stated}
    constants = {
        (name, constant)
        for name, module in modules.items()
        for constant, value in vars(module).items()
        if constant.isupper() and not constant.startswith("_") and constant in module.__annotations__
    }
    # the arcs of clocks are in the text, and the code of unknown authors is no threshold
    assert constants - set(stated) == {("clocks", "ARCS"), ("audiences", "UNKNOWN")}


def test_hostile_inputs_are_counted() -> None:
    page = (DOCS / "reliability.md").read_text(encoding="utf-8")
    stated = re.findall(r"^\| .* \| `(tests/data/hostile/\S+)` \| (\d+) \|$", page, flags=re.MULTILINE)
    assert stated
    for path, count in stated:
        index = (REPOSITORY / path).read_text(encoding="utf-8")
        entries = tomllib.loads(index) if path.endswith(".toml") else {"": index.splitlines()}
        assert sum(map(len, entries.values())) == int(count), path


def _number(text: str) -> float:
    return parse_duration(text) if text[-1].isalpha() else float(text)
