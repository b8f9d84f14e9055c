"""explorer/model, cypher/schema and docs/reference/schema.md agree."""

import re
from typing import get_args

import polars as pl
import pytest

from explorer.common.package_files import package_folder
from explorer.model.keys import account_key, stub_post_key
from explorer.model.nodes import ACCOUNT, NODES, OUTLET, POST
from explorer.model.properties import (
    LONGEST_HANDLE,
    LONGEST_ID,
    LONGEST_INDEXED,
    LONGEST_PLATFORM,
    LONGEST_TEXT,
    MOST_HANDLES,
    Node,
    Property,
    PropertyType,
)
from explorer.model.relationships import RELATIONSHIPS
from explorer.model.tables import ACCOUNTS, OUTLET_ACCOUNTS, OUTLETS, POLARS_TYPES, POSTS, TABLES, Table
from scripts.docs.generate import schema_page
from tests.helpers.paths import DOCS


def cypher() -> str:
    folder = package_folder("cypher") / "schema"
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.cypher")))


def test_docs_are_generated_from_the_schema() -> None:
    written = (DOCS / "reference" / "schema.md").read_text(encoding="utf-8")
    assert written == schema_page(), "run: make docs"


def test_every_key_has_a_constraint_and_no_other_has() -> None:
    nodes = set(re.findall(r"FOR \(n:(\w+)\) REQUIRE n\.(\w+) IS UNIQUE", cypher()))
    relationships = set(re.findall(r"FOR \(\)-\[r:(\w+)\]-\(\) REQUIRE r\.(\w+) IS UNIQUE", cypher()))
    assert nodes == {(node.label, node.key) for node in NODES}
    assert relationships == {(r.type, r.key) for r in RELATIONSHIPS if r.key}


def test_every_indexed_property_has_an_index_and_no_other_has() -> None:
    nodes = set(re.findall(r"FOR \(n:(\w+)\) ON \(n\.(\w+)\)", cypher()))
    relationships = set(re.findall(r"FOR \(\)-\[r:(\w+)\]-\(\) ON \(r\.(\w+)\)", cypher()))
    assert nodes == {(n.label, p.name) for n in NODES for p in n.properties if p.indexed}
    assert relationships == {(r.type, p.name) for r in RELATIONSHIPS for p in r.properties if p.indexed}


def test_every_indexed_text_fits_into_an_index() -> None:
    """Whatever a file contains: a larger text would end an import with an error of Neo4j."""
    indexed = re.findall(r"FOR .*?\w:(\w+).*?(?:REQUIRE |ON \()\w\.(\w+)", cypher())
    declared = {(n.label, p.name): p for n in NODES for p in n.properties} | {
        (r.type, p.name): p for r in RELATIONSHIPS for p in r.properties
    }
    texts = [declared[key] for key in indexed if "STRING" in declared[key].type]
    assert len(indexed) == cypher().count("CREATE ")
    assert len(texts) == len(indexed) - 1  # a day is a date
    for one in texts:
        if one.type == "STRING":
            assert one.longest <= LONGEST_INDEXED, one.name
        else:
            assert one.most is not None
            assert 2 + one.most * (one.longest + 2) <= LONGEST_INDEXED + 2, one.name


def test_keys_are_as_long_as_their_parts_allow() -> None:
    by_name = {p.name: p.longest for p in (*ACCOUNT.properties, *POST.properties)}
    account = pl.select(account_key(pl.lit("p" * LONGEST_PLATFORM), pl.lit("i" * LONGEST_ID)))
    stub = account.select(stub_post_key(pl.first())).item()
    assert len(account.item()) == by_name["accountId"]
    assert len(stub) == by_name["postId"]
    ids = [column.longest for table in TABLES.values() for column in table.columns if column.name.endswith("_id")]
    assert set(ids) == {LONGEST_ID}


def test_schema_statements_are_idempotent() -> None:
    statements = [part for part in cypher().split(";") if "CREATE" in part]
    assert len(statements) >= 10
    assert all("IF NOT EXISTS" in statement for statement in statements)


def test_every_declaration_has_a_description_and_a_unique_name() -> None:
    for thing in (*NODES, *RELATIONSHIPS):
        names = [p.name for p in thing.properties]
        assert len(names) == len(set(names))
        assert all(p.description for p in thing.properties)
    labels = {node.label for node in NODES}
    assert all({r.start, r.end} <= labels for r in RELATIONSHIPS)


def test_columns_inherit_type_and_description_from_properties() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if declared := column.graph_property:
                assert (column.dtype, column.description) == (POLARS_TYPES[declared.type], declared.description)


@pytest.mark.parametrize(
    ("table", "node", "other"),
    [
        (ACCOUNTS, ACCOUNT, {"account_id"}),
        (POSTS, POST, {c for c in POSTS.schema if c.endswith("_id")}),
        (OUTLETS, OUTLET, {"outlet_id"}),
        (OUTLET_ACCOUNTS, ACCOUNT, {"account_id", "outlet_id", "source", "tenure", "valid_from", "valid_until"}),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "label", "")),
)
def test_columns_that_describe_a_node_are_its_properties_in_snake_case(
    table: Table, node: Node, other: set[str]
) -> None:
    described = table.properties_of(node)
    assert described.keys() == table.schema.keys() - other
    by_name = {declared.name: declared for declared in node.properties}
    assert all(by_name[name].snake_name == column for column, name in described.items())


def test_property_names_in_snake_case() -> None:
    names = ("handle", "createdAt", "tierB", "pChance", "sha256", "shareOfCluster")
    snake = [Property(name, "STRING", "").snake_name for name in names]
    assert snake == ["handle", "created_at", "tier_b", "p_chance", "sha256", "share_of_cluster"]


def test_every_type_of_property_has_a_type_of_column() -> None:
    assert set(POLARS_TYPES) == set(get_args(PropertyType))


def test_the_reference_states_the_limits() -> None:
    page = (DOCS / "reference" / "formats.md").read_text(encoding="utf-8")
    stated = dict(re.findall(r"^\| (.*) \| ([0-9,]+)(?: bytes)? \|$", page, re.MULTILINE))
    assert list(stated.values()) == [
        f"{limit:,}" for limit in (LONGEST_ID, LONGEST_HANDLE, LONGEST_PLATFORM, 7_000, LONGEST_TEXT, MOST_HANDLES)
    ]
    by_name = {column.name: column.longest for table in TABLES.values() for column in table.columns}
    for row, limit in stated.items():
        for name in re.findall(r"`(\w+)`", row):
            assert f"{by_name[name]:,}" == limit, name
    assert f"more than {LONGEST_INDEXED:,} bytes" in page
