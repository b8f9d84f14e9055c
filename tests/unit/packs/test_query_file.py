"""The file form of queries, their metadata, and how values are bound, without a server."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import InputError, UsageError
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.query import Query
from explorer.packs.query_file import read_query
from explorer.packs.values import Value, parse_literal, show_value

GOOD = """// Who and how often
// question: Who retweets
//   how often?
// finding: 3
// columns:
//   who: the account's key
//   n: retweets; 1 or more
// parameters:
//   least: leave out fewer
//   names: only these
// view: table
:param least => 2;
:param names => ['a;b', "it's"];

// a semicolon; and a $dollar in a comment are nothing
MATCH (a:Account) WHERE a.n > $least OR a.name IN $names AND a.name <> '; $no'
RETURN a.accountId AS who, a.n AS n ORDER BY who;
"""


def write(folder: Path, text: str, name: str = "mine/who.cypher") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD], ids=["lf", "crlf", "bom"])
def test_a_file_is_read_whole(tmp_path: Path, text: str) -> None:
    query = read_query("mine", write(tmp_path, text))
    assert query.full_name == "mine/who"
    assert query.title == "Who and how often"
    assert query.question == "Who retweets how often?"
    assert query.findings == (3,)
    assert [(column.name, column.description) for column in query.columns] == [
        ("who", "the account's key"),
        ("n", "retweets; 1 or more"),
    ]
    assert query.view == "table"
    assert query.parameters == {"least": 2, "names": ["a;b", "it's"]}
    assert query.meanings == {"least": "leave out fewer", "names": "only these"}
    assert query.statement.startswith("// a semicolon;")
    assert query.statement.endswith("ORDER BY who")


def test_a_parameter_that_takes_certain_words_takes_no_others(tmp_path: Path) -> None:
    text = GOOD.replace("least: leave out fewer", "least: how, one of many, some or few; '' is any")
    query = read_query("mine", write(tmp_path, text.replace("least => 2", "least => ''")))
    for word in ("many", "some", "few", ""):
        assert query.bind({"least": word})["least"] == word
    with pytest.raises(UsageError) as caught:
        query.bind({"least": "or"})
    assert caught.value.hint == "It is one of many, some or few."
    listed = read_query(
        "mine", write(tmp_path, text.replace("some or few", "some, or few").replace("least => 2", "least => ''"))
    )
    assert listed.bind({"least": "few"})["least"] == "few"
    # numbers are numbers, whatever the description says
    numbers = read_query("mine", write(tmp_path, GOOD.replace("least: leave out fewer", "least: one of 7, 30 or 90")))
    assert numbers.bind({"least": "8"})["least"] == 8


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("// Who and how often\n", "MATCH (n) RETURN n;\n", 1, "title"),
        ("// Who and how often\n", "// Who \x1b[31m\n", 1, "control characters"),
        ("often?\n", "often?\u202e\n", 3, "control characters"),
        ("// finding: 3", "// findings: 3", 4, "'findings' is not one of"),
        ("// finding: 3\n", "", 0, "lacks finding"),
        ("// finding: 3", "// finding: 3,", 0, "finding is a number"),
        ("// view: table", "// step: label-effect\n// view: table", 0, "step and result go together"),
        ("// view: table", "// result:\n//   x: its share\n// view: table", 0, "step and result go together"),
        (
            "// view: table",
            "// step: magic\n// result:\n//   x: its share\n// view: table",
            0,
            "there is no step 'magic'",
        ),
        ("// view: table", "// view: pie", 0, "view is table or graph"),
        ("//   n: retweets; 1 or more", "//   n", 0, "name: description"),
        ("//   n: retweets; 1 or more", "//   who: again", 0, "name: description"),
        ("// view: table", "// view: table\n// question: Twice?", 12, "each once"),
        ("// view: table", "// what is this", 11, "// key: value"),
        ("//   least: leave out fewer\n", "", 0, "not described in the header, or the reverse: least"),
        (":param least => 2;", ":param least => 2", 12, "semicolon"),
        (":param least => 2;", ":param least: 2;", 12, ":param name => value;"),
        (":param least => 2;", ":param least => 1 + 1;", 12, "1 + 1 is not a number"),
        (":param least => 2;", ":param least => date();", 12, "is not a number"),
        (":param least => 2;", ":param least => __import__('os').getcwd();", 12, "is not a number"),
        (":param least => 2;", ":param least => 2;\n:param least => 3;", 13, "each name once"),
        ("$least", "2", 0, "not used in the statement, or the reverse: least"),
        ("$least", "$least + $more", 0, "not used in the statement, or the reverse: more"),
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
        def read_bytes(self) -> bytes:
            return text.encode(errors="ignore")

    with pytest.raises(InputError):
        read_query("mine", Text("any.cypher"))


SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4), max_leaves=8))
def test_a_value_survives_being_written_and_read(value: Value) -> None:
    if _fits(value):
        read = parse_literal(show_value(value))
        assert read == value
        assert repr(read) == repr(value)  # 1 is not 1.0 and not true
    else:
        with pytest.raises(ValueError, match="not a number"):
            parse_literal(show_value(value))


def _fits(value: Value) -> bool:
    if isinstance(value, list):
        return all(map(_fits, value))
    return not isinstance(value, int) or -(2**63) <= value < 2**63


@given(st.text("[]',\"\\ab1. \n-e", max_size=12))
def test_parsing_a_literal_only_ever_raises_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert _fits(parse_literal(text))


@pytest.mark.parametrize("text", ["", "[1 2]", "[1,", "1]", "['a]", "[1,,2]", "latest", "nan", "inf", "1_000", "'\\q'"])
def test_what_is_no_literal(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_literal(text)


def query(**parameters: Value) -> Query:
    return Query(
        "p",
        "q",
        "t",
        "?",
        (1,),
        (),
        "table",
        parameters,
        dict.fromkeys(parameters, "…"),
        "RETURN 1",
        Path("q.cypher"),
    )


@pytest.mark.parametrize(
    ("default", "text", "expected"),
    [
        (5, "7", 7),
        (5, "-7", -7),
        (0.5, "2", 2.0),
        (0.5, "1e-3", 0.001),
        (False, "True", True),
        ("latest", "007", "007"),
        ("latest", "", ""),
        (None, "x:1", "x:1"),
        ([1], "1, 2,3", [1, 2, 3]),
        (["a"], "b,c", ["b", "c"]),
        ([], "b", ["b"]),
        (["a"], "", []),
    ],
)
def test_a_given_text_becomes_the_type_of_the_default(default: Value, text: str, expected: Value) -> None:
    bound = query(x=default, other="kept").bind({"x": text})
    assert bound == {"x": expected, "other": "kept"}
    assert type(bound["x"]) is type(expected)


@pytest.mark.parametrize(
    ("default", "text"),
    [
        (5, "many"),
        (5, "7.0"),
        (5, ""),
        (5, "1_000"),
        (5, str(2**63)),
        (5, "٣"),
        (0.5, "nan"),
        (0.5, "1e999"),
        (True, "1"),
        ([1], "1,x"),
        ("a", "\udcff"),
    ],
)
def test_a_text_of_another_type_is_refused(default: Value, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        query(top=default, state="CN").bind({"top": text})
    assert "Parameter top of p/q" in caught.value.message
    assert f"top={show_value(default)}, state='CN'" in caught.value.hint


def test_an_unknown_parameter_names_the_declared_ones() -> None:
    with pytest.raises(UsageError, match="no parameter 'tpo'") as caught:
        query(top=5, run="latest").bind({"tpo": "3"})
    assert "top=5, run='latest'" in caught.value.hint


def test_queries_are_found_by_full_and_short_name_and_near_ones_are_named(tmp_path: Path) -> None:
    assert find_query("boosts/cluster-boosts") == find_query("cluster-boosts")
    with pytest.raises(UsageError) as caught:
        find_query("cluster-bosts")
    assert "boosts/cluster-boosts" in caught.value.hint
    with pytest.raises(UsageError, match="no query 'zzz'"):
        find_query("zzz")

    write(tmp_path, GOOD, "one/who.cypher")
    write(tmp_path, GOOD, "two/who.cypher")
    packs = find_packs(tmp_path)
    assert list(packs) == ["one", "two"]
    assert find_query("two/who", packs).pack == "two"
    with pytest.raises(UsageError, match="More than one") as caught:
        find_query("who", packs)
    assert "one/who, two/who" in caught.value.hint


def test_a_folder_of_queries_is_a_pack_itself(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "# My questions\n\nText.", "mine/README.md")
    pack = find_packs(tmp_path / "mine")["mine"]
    assert pack.title == "My questions"
    assert [one.name for one in pack.queries] == ["who"]


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError, match="no packs"):
            find_packs(folder)
