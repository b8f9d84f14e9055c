"""explorer/model, cypher/schema and docs/reference/schema.md agree."""

import re

from explorer.common.package_files import package_folder
from explorer.model import tables
from explorer.model.nodes import ACCOUNT, NODES, OUTLET, POST
from explorer.model.relationships import RELATIONSHIPS
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


def test_schema_statements_are_repeatable() -> None:
    statements = [part for part in cypher().split(";") if "CREATE" in part]
    assert len(statements) >= 10
    assert all("IF NOT EXISTS" in statement for statement in statements)


def test_everything_is_described_and_named_once() -> None:
    for thing in (*NODES, *RELATIONSHIPS):
        names = [p.name for p in thing.properties]
        assert len(names) == len(set(names))
        assert all(p.description for p in thing.properties)
    labels = {node.label for node in NODES}
    assert all({r.start, r.end} <= labels for r in RELATIONSHIPS)


def test_tables_fit_the_schema() -> None:
    """What the loader derives its property names from must be in the schema."""

    def camel(name: str) -> str:
        first, *rest = name.split("_")
        return first + "".join(word.capitalize() for word in rest)

    for table, node, without in (
        (tables.ACCOUNTS, ACCOUNT, set()),
        (tables.POSTS, POST, {c for c in tables.POSTS.schema if c.endswith("_id")} - {"post_id"}),
        (tables.OUTLETS, OUTLET, set()),
    ):
        columns = {camel(name) for name in table.schema if name not in without}
        assert columns <= {p.name for p in node.properties}
