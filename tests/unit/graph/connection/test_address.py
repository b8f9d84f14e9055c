"""Addresses of Neo4j as people write them, and how they should be written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import GraphError
from explorer.graph.connection.address import check_address


@pytest.mark.parametrize(
    "uri",
    ["bolt://localhost", "bolt://127.0.0.1:7687", "bolt+s://[::1]:7687", "neo4j://db.example.org:9999",
     "neo4j+s://abc.databases.neo4j.io", "neo4j+ssc://h/", "neo4j://h?region=eu", "BOLT://h", "bolt://münchen:7687"],
)  # fmt: skip
def test_an_address_of_a_bolt_server_is_accepted(uri: str) -> None:
    assert check_address(f" {uri}\n") == uri


@pytest.mark.parametrize(
    ("uri", "fix"),
    [
        ("http://localhost:7474", "bolt://localhost:7687"),
        ("http://localhost:7474/browser/", "bolt://localhost:7687"),
        ("https://db.example.org:7473", "bolt+s://db.example.org:7687"),
        ("https://abc.databases.neo4j.io", "neo4j+s://abc.databases.neo4j.io"),
        ("http://[::1]:7474", "bolt://[::1]:7687"),
        ("localhost:7687", "bolt://localhost:7687"),
        ("localhost:7474", "bolt://localhost:7687"),
        ("neo4j:7687", "bolt://neo4j:7687"),
        ("db.example.org", "bolt://db.example.org"),
        ("[::1]:7687", "bolt://[::1]:7687"),
        ("::1", "bolt://[::1]:7687"),
        ("bolt//localhost:7687", "bolt://localhost:7687"),
        ("neo4j:/localhost", "neo4j://localhost"),
        ("neo4j+s:db.example.org", "neo4j+s://db.example.org"),
        ("bolts://h", "bolt+s://h"),
        ("neo4j+tls://h", "bolt+s://h"),
        ("ws://h:7687", "bolt://h:7687"),
        ("bolt://::1:7687", "bolt://[::1]:7687"),
        ("bolt://fe80::1", "bolt://[fe80::1]:7687"),
        ("bolt://h:0", "bolt://h:7687"),
        ("bolt://h/neo4j", "bolt://h. For a database: NEO4J_DATABASE=neo4j"),
        ("bolt://h?policy=x", "bolt://h"),
        ("bolt://h#x", "bolt://h"),
        ('"bolt://h:7687"', "bolt://h:7687"),
        ("bolt://neo4j:hush@h:7687", "bolt://h:7687"),
        ("neo4j:hush@h:7687", "bolt://h:7687"),
        ("http://neo4j:hush@h:7474", "bolt://h:7687"),
        ("bolt:\\\\localhost", "bolt://localhost"),
        ("jdbc:neo4j:bolt://h:7687/neo4j", "bolt://h:7687. For a database: NEO4J_DATABASE=neo4j"),
        ("http://::1:7474", "bolt://[::1]:7687"),
        ("'neo4j//h:0'", "neo4j://h:7687"),
        ("7688", "bolt://localhost:7688"),
    ],
)
def test_the_corrected_address_is_given(uri: str, fix: str) -> None:
    with pytest.raises(GraphError, match="NEO4J_URI is set to") as error:
        check_address(uri)
    assert f"NEO4J_URI={fix}" in error.value.hint
    assert "hush" not in error.value.message + error.value.hint


@pytest.mark.parametrize(
    "uri",
    ["", "bolt://", "bolt://:7687", "bolt:///h", "bolt://h:x", "bolt://h:99999", "bolt://[::1", "bolt://a..b",
     "bolt://my host", "bolt://h\x00", "bolt://h:", "://", "bolt://[::1]x:7687",
     "bolt://a:7687, bolt://b:7687", "bolt://h:7687:7687", "<bolt://h:7687>", "file:///x", "bolt://h;7687", "bolt://*"],
)  # fmt: skip
def test_where_no_correction_is_known_an_example_is_given(uri: str) -> None:
    with pytest.raises(GraphError) as error:
        check_address(uri)
    assert "bolt://" in error.value.hint


@given(st.text(st.sampled_from("bolt+s:/[]@.?#:1 neo4jhttp\x00é%\\\"'")) | st.text())
def test_any_text_is_an_address_or_an_error_with_a_next_step(uri: str) -> None:
    hint = "none is needed"
    try:
        check_address(uri)
    except GraphError as error:
        hint = error.hint
    assert hint
    # what is proposed is accepted, so that nobody has to correct an address twice
    for proposed in re.findall(r"NEO4J_URI=(\S+)\.(?: |$)", hint):
        assert check_address(proposed) == proposed
