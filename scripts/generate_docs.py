"""Write the generated parts of docs/: the graph model from explorer/schema.py, formats and tables from the readers."""

from pathlib import Path

from explorer.schema import NODES, RELATIONSHIPS, Property
from explorer.sources import SOURCES
from explorer.tables import TABLES, TIME, Table

DOCS = Path(__file__).parent.parent / "docs"


def schema_page() -> str:
    """Return docs/schema.md."""
    lines = [
        "# The graph",
        "",
        "Generated from `explorer/schema.py` by `make docs`; do not edit.",
        "",
        "Keys are strings `platform:id`, so that platforms mix. Times are UTC. A property that is not known is absent.",
        "Nodes labelled `RollupDue` or `OperatorDue` wait for their roll-ups, which the next command counts.",
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


def formats_page(page: str) -> str:
    """Return docs/formats.md with the parts between its ``begin`` and ``end`` comments made anew."""
    formats = ["| format | what it is | what it carries |", "| --- | --- | --- |"]
    formats += [f"| {s.name} | {s.title} | {', '.join(s.carries)} |" for s in SOURCES.values()]
    tables = [line for table in TABLES.values() for line in _table(table)]
    for name, lines in (("formats", formats), ("tables", tables)):
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->\n"
        before, rest = page.split(begin)
        page = before + begin + "\n" + "\n".join(lines).strip() + "\n\n" + end + rest.split(end)[1]
    return page


def _table(table: Table) -> list[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    about = f"{table.description[0].upper()}{table.description[1:]}. No two rows agree in {key}."
    lines = [f"### {table.name}", "", about, "", "| column | type | needed | meaning |", "| --- | --- | --- | --- |"]
    for column in table.columns:
        needed = "yes" if column.required and column.name != "platform" else ""
        lines.append(f"| {column.name} | {_KINDS[str(column.dtype)]} | {needed} | {column.description} |")
    return [*lines, ""]


_KINDS = {"String": "text", "Int64": "whole number", "Boolean": "true/false", str(TIME): "time"}


def _properties(properties: tuple[Property, ...]) -> list[str]:
    if not properties:
        return []
    rows = [f"| {p.name} | {p.type} | {p.description}{' (indexed)' if p.indexed else ''} |" for p in properties]
    return ["| property | type | meaning |", "| --- | --- | --- |", *rows, ""]


if __name__ == "__main__":
    (DOCS / "schema.md").write_text(schema_page(), encoding="utf-8")
    formats = DOCS / "formats.md"
    formats.write_text(formats_page(formats.read_text(encoding="utf-8")), encoding="utf-8")
