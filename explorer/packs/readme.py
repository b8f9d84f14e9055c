"""Parts of a pack's README: how to read its results, and how they mislead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

# HTML in a README is shown as text.
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False})
# Links in a README lead to files of the repository, which Browser cannot open: only their text remains.
for _kind in ("link_open", "link_close", "image"):
    _MARKDOWN.add_render_rule(_kind, lambda *_: "")


@dataclass(frozen=True, slots=True)
class Readme:
    """Parts of a README, as HTML.

    Attributes:
        reading: Items of the list under "How to read…", each with the columns that it names in bold at its start.
        misleading: The section "How they mislead".
    """

    reading: tuple[tuple[frozenset[str], Markup], ...]
    misleading: Markup

    def of_columns(self, columns: Iterable[str]) -> list[Markup]:
        """Return the items about any of these columns."""
        wanted = frozenset(columns)
        return [text for names, text in self.reading if names & wanted]


def read_readme(text: str) -> Readme:
    """Return the parts of a README; missing parts are empty."""
    reading: list[tuple[frozenset[str], Markup]] = []
    misleading: list[SyntaxTreeNode] = []
    heading = ""
    for node in SyntaxTreeNode(_MARKDOWN.parse(text)).children:
        if node.type == "heading":
            heading = _words(node)
        elif "mislead" in heading:
            misleading.append(node)
        elif heading.startswith("How to read") and node.type == "bullet_list":
            reading += [(_names(item), _html(item.children)) for item in node.children]
    return Readme(tuple(reading), _html(misleading))


def _names(item: SyntaxTreeNode) -> frozenset[str]:
    strong = next((node for node in item.walk() if node.type == "strong"), None)
    return frozenset(_words(strong).strip(".").split(", ")) if strong else frozenset()


def _words(node: SyntaxTreeNode) -> str:
    return "".join(part.content for part in node.walk() if part.type in {"text", "code_inline"})


def _html(nodes: Iterable[SyntaxTreeNode]) -> Markup:
    tokens = [token for node in nodes for token in node.to_tokens()]
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 - it escapes what it renders
