"""Query files are read, or refused with the line of the mistake."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.packs.query_file import read_query
from tests.unit.packs.query_files import GOOD, write


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD], ids=["lf", "crlf", "bom"])
def test_a_file_is_read(tmp_path: Path, text: str) -> None:
    query = read_query("mine", write(tmp_path, text))
    assert query.full_name == "mine/who"
    assert query.title == "Who and how often"
    assert query.question == "Who retweets how often?"
    assert query.findings == (3,)
    assert [(column.name, column.label, column.description) for column in query.columns] == [
        ("who", "Account", "Key of the account."),
        ("n", "Retweets", "Number of retweets, 1 or more."),
    ]
    assert query.view == "table"
    assert query.parameters == {"least": 2, "names": ["a;b", "it's"]}
    assert query.meanings == {"least": "leave out fewer", "names": "only these"}
    assert query.statement.startswith("// a semicolon;")
    assert query.statement.endswith("ORDER BY who")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("// Who and how often\n", "MATCH (n) RETURN n;\n", 1, "title"),
        ("// Who and how often\n", "// Who \x1b[31m\n", 1, "control characters"),
        ("often?\n", "often?\u202e\n", 3, "control characters"),
        ("// finding: 3", "// findings: 3", 4, "'findings' is repeated, or is not one of"),
        ("// finding: 3\n", "", 0, "has no finding"),
        ("// finding: 3", "// finding: 3,", 0, "finding must be one or several numbers"),
        ("// view: table", "// step: label-effect\n// view: table", 0, "step and result must be given together"),
        (
            "// view: table",
            '// result:\n//   x "Share": Its share.\n// view: table',
            0,
            "step and result must be given together",
        ),
        (
            "// view: table",
            '// step: magic\n// result:\n//   x "Share": Its share.\n// view: table',
            0,
            "there is no step 'magic'; steps are",
        ),
        ("// view: table", "// view: pie", 0, "view must be table or graph"),
        ('//   n "Retweets": Number of retweets, 1 or more.', "//   n", 0, 'name "Label": Description'),
        ('//   n "Retweets": Number of retweets, 1 or more.', '//   who "Who": Again.', 0, 'name "Label": Description'),
        ("// view: table", "// view: table\n// question: Twice?", 12, "is repeated"),
        ("// view: table", "// what is this", 11, "// key: value"),
        ("//   least: leave out fewer\n", "", 0, "not described in the header, or the other way round: least"),
        (":param least => 2;", ":param least => 2", 12, "semicolon"),
        (":param least => 2;", ":param least: 2;", 12, ":param name => value;"),
        (":param least => 2;", ":param least => 1 + 1;", 12, "1 + 1 is not a number"),
        (":param least => 2;", ":param least => date();", 12, "is not a number"),
        (":param least => 2;", ":param least => __import__('os').getcwd();", 12, "is not a number"),
        (":param least => 2;", ":param least => 2;\n:param least => 3;", 13, "each name once"),
        ("$least", "2", 0, "not used in the statement, or the other way round: least"),
        ("$least", "$least + $more", 0, "not used in the statement, or the other way round: more"),
        ("ORDER BY who;", "ORDER BY who; MATCH (n) DETACH DELETE n;", 17, "one statement"),
        (GOOD[GOOD.index("MATCH") :], "", 0, "no statement"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InputError) as caught:
        read_query("mine", path)
    assert says in caught.value.message
    assert f"{path}, line " in caught.value.message
    if line:
        assert f"{path}, line {line}:" in caught.value.message
    assert "docs/reference/packs.md" in caught.value.hint


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "binary.cypher"
    path.write_bytes(b"\x1f\x8b\x08\xff")
    with pytest.raises(InputError, match="not UTF-8"):
        read_query("mine", path)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    class Text(type(Path())):  # type: ignore[misc]  # the concrete class depends on the system
        def open(self, *_: object) -> io.BytesIO:
            return io.BytesIO(text.encode(errors="ignore"))

    with pytest.raises(InputError):
        read_query("mine", Text("any.cypher"))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("explain RETURN 1 AS a", "begins with EXPLAIN"),
        (f"RETURN {'[' * 51}{']' * 51} AS a", "more than 50 brackets"),
        ("/* " * 30_000, "there is no statement"),
        ("RETURN 1 AS a //" + "x" * 100_000, "larger than 100,000 bytes"),
    ],
)
def test_statements_that_neo4j_cannot_take_are_refused(tmp_path: Path, statement: str, problem: str) -> None:
    path = tmp_path / "q.cypher"
    path.write_text(
        f'// T\n// question: What?\n// finding: 1\n// columns:\n//   a "A": it\n// view: table\n{statement}\n'
    )
    with pytest.raises(InputError, match=problem):
        read_query("mine", path)
