"""The style fits what classic Browser can read, and the graph."""

import re

import pytest

from explorer.browser.guide import FOLDER
from explorer.model.nodes import ACCOUNT, LOCK, NODES, REMOVED
from explorer.model.relationships import RELATIONSHIPS

TEXT = (FOLDER / "style.grass").read_text(encoding="utf-8")
RULES = dict(re.findall(r"^(\S+) \{\n(.*?)^\}$", TEXT, re.DOTALL | re.MULTILINE))
MODEL = {f"node.{node.label}": node.properties for node in NODES} | {
    f"relationship.{relationship.type}": relationship.properties for relationship in RELATIONSHIPS
}
# accounts while they are suspended
MODEL["node.Suspended"] = ACCOUNT.properties


def test_every_label_has_a_style() -> None:
    assert {f"node.{node.label}" for node in NODES if node not in (LOCK, REMOVED)} <= RULES.keys()


@pytest.mark.parametrize("selector", sorted(RULES.keys() - {"node", "relationship"}))
def test_captions_use_existing_properties(selector: str) -> None:
    names = {item.name for item in MODEL[selector]}
    assert set(re.findall(r"\{(\w+)\}", RULES[selector])) <= names


def test_browser_can_parse_the_style() -> None:
    # Its parser splits at every semicolon and colon, and does not support comments.
    for body in RULES.values():
        for line in body.splitlines():
            assert re.fullmatch(r'  [a-z-]+: ("[^":;\']*"|[^":;\']+);', line), line
    # no line outside of a rule
    assert sum(body.count("\n") + 2 for body in RULES.values()) == TEXT.count("\n")
