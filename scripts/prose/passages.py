"""Passages of text in the project's files: what people read, without code, markup and data."""

import ast
import io
import json
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

CODE: Final = "□"
"""Placeholder for code and values inside a sentence: not a word, so that rules about words skip it."""

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")
_JINJA: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_JINJA_VALUE: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
_QUOTED_CODE: Final = re.compile(r"``[^`]+``|`[^`\n]+`")
_CYPHER_ITEM: Final = re.compile(r"\w+( \".*?\")?:")
_JAVASCRIPT_TEXT: Final = re.compile(r"//(.*)|\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a message, a comment or another coherent text.

    Attributes:
        line: Line of the file on which the text starts, from 1.
        text: The text with the line breaks of the file.
    """

    line: int
    text: str


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file; a file of unknown type has none.

    Strings in tests are data, of which some are meant to be wrong: only comments and docstrings are read there.
    """
    reader = _READERS.get(path.suffix) or _READERS.get(path.name)
    if reader is _python and "tests" in path.parts:
        reader = _python_test
    if reader:
        yield from reader(path.read_text(encoding="utf-8"))


def _markdown(text: str) -> Iterator[Passage]:
    for token in _MARKDOWN.parse(text):
        if token.type == "inline" and token.map:
            parts = [
                {"text": child.content, "code_inline": CODE, "softbreak": "\n", "hardbreak": "\n"}.get(child.type, "")
                for child in token.children or ()
            ]
            yield Passage(token.map[0] + 1, "".join(parts))


def _notebook(text: str) -> Iterator[Passage]:
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        # A notebook has no line that an editor could open: the passage is found by its text.
        yield from (
            Passage(1, part.text) for part in (_markdown if cell["cell_type"] == "markdown" else _python)(source)
        )


def _python(text: str) -> Iterator[Passage]:
    if text.lstrip().startswith("%"):
        return
    yield from _comments(_python_comments(text))
    inside: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            values = [part.value if isinstance(part, ast.Constant) else CODE for part in node.values]
            yield Passage(node.lineno, _prose("".join(map(str, values))))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield Passage(node.lineno, _prose(node.value))


def _python_test(text: str) -> Iterator[Passage]:
    yield from _comments(_python_comments(text))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (docstring := ast.get_docstring(node)):
            yield Passage(node.body[0].lineno, _prose(docstring))


def _python_comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("#: ")


def _hash_comments(text: str) -> Iterator[Passage]:
    found = ((number, re.search(r"(?:^|\s)#+ (.*)", line)) for number, line in enumerate(text.splitlines(), 1))
    yield from _comments((number, match[1]) for number, match in found if match)


def _cypher(text: str) -> Iterator[Passage]:
    found = ((number, re.match(r"\s*// *(.*)", line)) for number, line in enumerate(text.splitlines(), 1))
    yield from _comments((number, match[1]) for number, match in found if match)


def _comments(lines: Iterable[tuple[int, str]]) -> Iterator[Passage]:
    """Join comments on consecutive lines; an item ``name: …`` starts a passage."""
    first, last, texts = 0, 0, list[str]()
    for number, line in lines:
        if texts and (number != last + 1 or _CYPHER_ITEM.match(line)):
            yield Passage(first, _prose("\n".join(texts)))
            texts = []
        if not texts:
            first = number
        texts.append(line)
        last = number
    if texts:
        yield Passage(first, _prose("\n".join(texts)))


def _template(text: str) -> Iterator[Passage]:
    blank = _JINJA.sub(lambda match: "\n" * match[0].count("\n"), text)
    blank = _JINJA_VALUE.sub(lambda match: CODE + "\n" * match[0].count("\n"), blank)
    blank = _TAG.sub(lambda match: " " + "\n" * match[0].count("\n"), blank)
    yield Passage(1, blank)


def _javascript(text: str) -> Iterator[Passage]:
    for match in _JAVASCRIPT_TEXT.finditer(text):
        yield Passage(text.count("\n", 0, match.start()) + 1, next(part for part in match.groups() if part is not None))


def _prose(text: str) -> str:
    return _QUOTED_CODE.sub(CODE, text)


_READERS: Final[dict[str, Callable[[str], Iterator[Passage]]]] = {
    ".md": _markdown,
    ".ipynb": _notebook,
    ".py": _python,
    ".cypher": _cypher,
    ".j2": _template,
    ".js": _javascript,
    ".toml": _hash_comments,
    ".yml": _hash_comments,
    ".yaml": _hash_comments,
    "Makefile": _hash_comments,
    ".env.example": _hash_comments,
}
