"""Every command line of the README, the tutorials and the how-tos is run, and its output is compared with the page.

The pages are followed in their order, by a person with an empty home: the local servers are the program's own, the
demos run once. ``EXPLORER_DOCS_HOME=FOLDER`` keeps that home, so that the demos need not run again;
``EXPLORER_DOCS_WRITE=1`` writes what was printed into the pages instead of outdated output; review the changes.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.common.settings import Settings
from explorer.server.local import LocalServer
from explorer.server.saved_state import server_names
from tests.helpers.console import Step, Terminal, complaint, read_steps, rewritten, untested_lines
from tests.helpers.paths import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = [
    REPOSITORY / "README.md",
    DOCS / "tutorial" / "demo.md",
    DOCS / "tutorial" / "real-data.md",
    # what is judged on one page would show on the next ones
    *sorted((DOCS / "howto").glob("*.md"), key=lambda page: (page.name == "judge.md", page)),
]
DEMOS = ("explorer demo", "explorer demo --data real")
"""What takes long and is shown on several pages: run once."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of its own that shares the user's installation, so that nothing is downloaded again."""
    kept = os.environ.get("EXPLORER_DOCS_HOME")
    home = Path(kept) if kept else tmp_path_factory.mktemp("home")
    home.mkdir(exist_ok=True)
    shared = LocalServer.from_settings(Settings()).artifacts
    shared.install()
    if not (home / shared.folder.name).exists():
        (home / shared.folder.name).symlink_to(shared.folder)
    try:
        yield home
    finally:
        for name in server_names(home):
            LocalServer(home, name).stop()


def type_demo(terminal: Terminal, home: Path, line: str) -> tuple[int, str]:
    """Return what a demo printed when it ran for the first time in this home."""
    printed = home / f"{line.replace(' ', '-')}.txt"
    if not printed.exists():
        code, text = terminal.type(line)
        if code:
            return code, text
        printed.write_text(text, encoding="utf-8")
    return 0, printed.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_a_page_can_be_followed(page: Path, home: Path, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, home, Path(sys.executable).parent)
    text = page.read_text(encoding="utf-8")
    if page.parent.name == "howto" and "EXPLORER_SERVER=demo" in text:
        type_demo(terminal, home, "explorer demo")
    wrong: list[str] = []
    for step in read_steps(text):
        complained, printed = _do(terminal, home, step)
        if complained:
            text = rewritten(text, step, printed)
        wrong += [complained] if complained else []
    if wrong and os.environ.get("EXPLORER_DOCS_WRITE"):
        page.write_text(text, encoding="utf-8")
    _clear(home)
    assert not wrong, f"{page}\n" + "\n\n".join(wrong)


def _do(terminal: Terminal, home: Path, step: Step) -> tuple[str, str]:
    if step.typed in DEMOS:
        code, printed = type_demo(terminal, home, step.typed)
        return complaint(step, code, printed), printed
    return terminal.do(step)


def _clear(home: Path) -> None:
    """Remove what a page left: profiles, and servers but the demo's, which the next one may ask."""
    shutil.rmtree(home / "profiles", ignore_errors=True)
    for name in server_names(home):
        if name != "demo-prc-2021":
            server = LocalServer(home, name)
            server.stop()
            shutil.rmtree(server.folder)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_no_command_line_is_left_out(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert untested_lines(text) == []
    assert re.search(r"^\$ ", text, flags=re.MULTILINE) or page.name == "README.md"
