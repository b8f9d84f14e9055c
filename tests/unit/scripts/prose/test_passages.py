"""Every kind of file yields the text that people read in it, with the line, and nothing else."""

from pathlib import Path

import pytest

from scripts.prose.passages import read_passages

CASES = {
    "page.md": (
        "# A title\n\nRun `x` and\nread on.\n\n    explorer anew\n\n| a | b |\n| --- | --- |\n| one | two |\n",
        [(1, "A title"), (3, "Run □ and\nread on."), (8, "a"), (8, "b"), (10, "one"), (10, "two")],
    ),
    "query.cypher": (
        "// The title\n// columns:\n//   size: How many\n//     there are.\n:param a => 'x';\nMATCH (n) // a node\n",
        [(1, "The title"), (2, "columns:"), (3, "size: How many\nthere are.")],
    ),
    "module.py": (
        '"""A module."""\n\n# A comment\n# of two lines\nx = f"{y} rows" "and more"\n\nz = ("one "\n     "two")\n',
        [(3, "A comment\nof two lines"), (1, "A module."), (5, "□ rowsand more"), (7, "one two")],
    ),
    "text.txt.j2": (
        "{# a note #}\n{% if x %}\nIt has {{ n }} <b>rows</b>.\n{% endif %}",
        [(1, "\n\nIt has □  rows .\n")],
    ),
    "script.js": ("// A comment\nlabel('Zoom in');", [(1, " A comment"), (2, "Zoom in")]),
    "compose.yml": ("# A comment\nkey: value  # and another\n", [(1, "A comment\nand another")]),
    "notebook.ipynb": (
        '{"cells": [{"cell_type": "markdown", "source": ["# One\\n", "\\n", "Two"]},'
        ' {"cell_type": "code", "source": ["# Three\\n", "x = 1"]}]}',
        [(1, "One"), (1, "Two"), (1, "Three")],
    ),
    "data.csv": ("told of,anew\n", []),
}


@pytest.mark.parametrize("name", CASES)
def test_passages_are_the_text_that_people_read(tmp_path: Path, name: str) -> None:
    source, expected = CASES[name]
    (tmp_path / name).write_text(source)
    assert [(passage.line, passage.text) for passage in read_passages(tmp_path / name)] == expected


def test_strings_in_tests_are_data(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    path = tmp_path / "tests" / "test_it.py"
    path.write_text('"""A module."""\nx = "told of"  # why\n')
    assert [passage.text for passage in read_passages(path)] == ["why", "A module."]
