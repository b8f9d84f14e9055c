"""Values of a query's parameters."""

from pathlib import Path

import pytest

from explorer.common.errors import UsageError
from explorer.packs.query import Query
from explorer.packs.query_file import read_query
from explorer.packs.values import Value, show_value
from tests.unit.packs.query_files import GOOD, write


def test_a_parameter_with_listed_words_accepts_no_others(tmp_path: Path) -> None:
    text = GOOD.replace("least: leave out fewer", "least: how, one of many, some or few; '' is any")
    query = read_query("mine", write(tmp_path, text.replace("least => 2", "least => ''")))
    for word in ("many", "some", "few", ""):
        assert query.bind({"least": word})["least"] == word
    with pytest.raises(UsageError) as caught:
        query.bind({"least": "or"})
    assert caught.value.hint == "It must be one of many, some or few."
    listed = read_query(
        "mine", write(tmp_path, text.replace("some or few", "some, or few").replace("least => 2", "least => ''"))
    )
    assert listed.bind({"least": "few"})["least"] == "few"
    # Words in the description do not restrict numbers.
    numbers = read_query("mine", write(tmp_path, GOOD.replace("least: leave out fewer", "least: one of 7, 30 or 90")))
    assert numbers.bind({"least": "8"})["least"] == 8


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
def test_text_is_converted_to_the_type_of_the_default(default: Value, text: str, expected: Value) -> None:
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
