"""Every command says what it is for, and what it and the documentation show can be typed."""

import re
from pathlib import Path

import pytest

from tests.helpers.command_lines import commands, parse
from tests.helpers.paths import REPOSITORY

COMMANDS = dict(commands())
GENERATED = {"cli.md"}
"""Pages whose lines show what may be typed, with [OPTIONS]."""
PAGES = [
    REPOSITORY / "README.md",
    *(page for page in sorted((REPOSITORY / "docs").rglob("*.md")) if page.name not in GENERATED),
]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example_of_itself(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    examples = re.findall(r"Example: (explorer .+)", command.help.replace("\n    ", " "))
    assert examples, command.help
    for example in examples:
        parse(example)
        assert " ".join(path) in example


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_and_argument_is_explained(path: tuple[str, ...]) -> None:
    silent = [parameter.name for parameter in COMMANDS[path].params if not getattr(parameter, "help", None)]
    assert silent == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_command_lines_in_the_documentation_can_be_typed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    # lines that are indented, or have a prompt before them, are to be typed; a table's are not
    lines = re.findall(r"^(?: {4}|\$ )(explorer .+)$", text, flags=re.MULTILINE)
    for line in lines:
        parse(line)
    if page == REPOSITORY / "README.md":
        assert len(lines) == 5


def test_a_command_line_with_a_mistake_is_not_parsed() -> None:
    for line in ("explorer nonsense", "explorer detect --colour red", "explorer packs run", "explorer detect --seed x"):
        with pytest.raises(Exception, match=r".+") as caught:
            parse(line)
        assert type(caught.value).__name__ in {"UsageError", "NoSuchOption", "MissingParameter", "BadParameter"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
