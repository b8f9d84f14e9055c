"""Write the generated parts of docs/: the graph model from explorer/schema.py."""

from pathlib import Path

from explorer.schema import NODES, RELATIONSHIPS, Property

DOCS = Path(__file__).parent.parent / "docs"


def schema_page() -> str:
    """Return docs/schema.md."""
    lines = [
        "# The graph",
        "",
        "Generated from `explorer/schema.py` by `make docs`; do not edit.",
        "",
        "Keys are strings `platform:id`, so that platforms mix. Times are UTC. A property that is not known is absent.",
        "Accounts with the marker label `RollupDue` wait for their AMPLIFIED roll-up; the next command pays that debt.",
        "",
    ]
    for node in NODES:
        lines += [f"## (:{node.label})", "", f"{node.description} Key: `{node.key}`, unique.", ""]
        lines += _properties(node.properties)
    for relation in RELATIONSHIPS:
        lines += [
            f"## (:{relation.start})-[:{relation.type}]->(:{relation.end})",
            "",
            relation.description,
            "",
        ]
        if relation.key:
            lines += [f"Key: `{relation.key}`, unique.", ""]
        lines += _properties(relation.properties)
    return "\n".join(lines).rstrip() + "\n"


def _properties(properties: tuple[Property, ...]) -> list[str]:
    if not properties:
        return []
    rows = [f"| {p.name} | {p.type} | {p.description}{' (indexed)' if p.indexed else ''} |" for p in properties]
    return ["| property | type | meaning |", "| --- | --- | --- |", *rows, ""]


if __name__ == "__main__":
    (DOCS / "schema.md").write_text(schema_page(), encoding="utf-8")
